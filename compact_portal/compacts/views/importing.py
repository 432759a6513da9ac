"""Reading a file into a draft."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from compact_portal.compacts import actions
from compact_portal.compacts.forms import ImportForm
from compact_portal.compacts.views.getting import get_text


@login_required
def import_text(request, slug, under=""):
    """Read a text into a draft: first show what was found and what was unsure, then make it."""
    text = get_text(request, slug, under, to="edit")
    form = ImportForm(request.POST, request.FILES, text=text) if request.method == "POST" else ImportForm(text=text)
    context: dict[str, Any] = {"text": text, "compact": text.compact, "form": form}
    if request.method == "POST" and form.is_valid():
        if "accept" in request.POST:
            try:
                made = actions.import_edition(text, form.cleaned_data["label"], form.parsed, by=request.user)
            except ValidationError as error:
                form.add_error("label", error.messages)
            else:
                messages.success(request, _("The draft “%(edition)s” was made.") % {"edition": made.label})
                return redirect(f"{made.get_absolute_url()}edit/")
        else:
            again = {"label": form.cleaned_data["label"], "words": form.cleaned_data["words"]}
            context |= {"parsed": form.parsed, "form": ImportForm(initial=again, text=text)}
            return render(request, "compacts/import_preview.html", context)
    return render(request, "compacts/import.html", context)
