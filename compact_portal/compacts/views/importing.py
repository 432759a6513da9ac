"""Reading a file, to be arranged until it becomes a draft."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from compact_portal.compacts.forms.importing import ImportForm
from compact_portal.compacts.models import PendingImport
from compact_portal.compacts.views.getting import get_text


@login_required
def import_text(request, slug, under=""):
    """Read a text, and keep what was found to be looked at and arranged; nothing becomes a draft before that."""
    text = get_text(request, slug, under, to="edit")
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*posted, initial={"label": request.GET.get("label", "")[:60]}, text=text)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data.get("file")
        label = form.cleaned_data["label"]
        return redirect(
            PendingImport.begin(text, label, form.parsed, by=request.user, file_name=file.name if file else "")
        )
    pending = text.pending_imports.select_related("arranged_by").defer("arrangement")
    return render(
        request, "compacts/import.html", {"text": text, "compact": text.compact, "form": form, "pending": pending}
    )
