"""How disputes are settled here, for everybody."""

from django.shortcuts import render

from disputes.models import Concern, Procedure
from disputes.reading.figures import figures
from disputes.reading.public import stages
from disputes.views.getting import get_compact


def settled_here(request, slug):
    """How disputes are settled here: the procedure, whom to talk to first, public figures."""
    compact = get_compact(request, slug)
    context = {
        "compact": compact,
        "stages": stages(Procedure.rules_for(compact)),
        "figures": figures(compact),
        "concerns": Concern.objects.told(compact),
    }
    return render(request, "disputes/compact.html", context)
