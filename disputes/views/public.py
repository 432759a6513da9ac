"""How disputes are settled here, for everybody."""

from django.shortcuts import render

from disputes.models import Concern
from disputes.reading.figures import figures
from disputes.reading.public import settling
from disputes.views.getting import get_compact


def settled_here(request, slug):
    """How disputes are settled here: whom to talk to first, the procedure, routes outside, public figures."""
    compact = get_compact(request, slug)
    context = {"compact": compact, "figures": figures(compact), "concerns": Concern.objects.told(compact)}
    return render(request, "disputes/compact.html", context | settling(compact, request.user))
