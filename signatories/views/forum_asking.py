"""Showing a form about the Forum, and taking it: the same few lines for all of them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from compact_portal.history import NotAllowed


def sent(request) -> tuple:
    """What a form is made of: what was typed and the files, or nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def ask(
    request,
    form,
    save: Callable,
    *,
    compact,
    heading: str,
    button: str = "",
    said: str = "",
    to=None,
    back: str,
    **more,
) -> HttpResponse:
    """Show a form, or take it by `save` and go `to` somewhere (what was saved where that is None).

    A refusal (NotAllowed, ValidationError) stands above the form, and everything typed is still there.
    """
    if request.method == "POST" and form.is_valid():
        try:
            saved = save()
        except NotAllowed as reason:
            form.add_error(None, str(reason))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, said or _("Saved."))
            return redirect(to or saved)
    context = {
        "compact": compact,
        "form": form,
        "heading": heading,
        "button": button or _("Save"),
        "back": back,
        "multipart": form.is_multipart(),
        "back_text": "",
        "caption": "",
        "note": [],
        "kind": "",
        **more,
    }
    return render(request, "signatories/forum/form.html", context)


def press(request, do: Callable, *, said: str, to) -> HttpResponse:
    """Take a step that asks nothing, and go back; too late is a message."""
    try:
        do()
    except NotAllowed as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect(to)
