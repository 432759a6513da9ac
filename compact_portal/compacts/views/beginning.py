"""Beginning a new edition: one page with all the ways."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from compact_portal.compacts.forms.importing import BeginForm
from compact_portal.compacts.views.getting import get_text


@login_required
def begin(request, slug, under=""):
    """Begin a new edition from the one before, a model, a file, or with nothing."""
    text = get_text(request, slug, under, to="edit")
    form = BeginForm(request.POST if request.method == "POST" else None, text=text)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["way"] == "file":
            return redirect(f"../import/?{urlencode({'label': form.cleaned_data['label']})}")
        try:
            made = form.save(by=request.user)
        except ValidationError as error:
            form.add_error("label", error.messages)
        else:
            messages.success(request, _("The draft “%(edition)s” was made.") % {"edition": made.label})
            return redirect(f"{made.get_absolute_url()}edit/")
    return render(request, "compacts/begin.html", {"text": text, "compact": text.compact, "form": form})
