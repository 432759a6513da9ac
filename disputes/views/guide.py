"""Talk first: is it a Compact matter, whom to talk to, what a good request looks like, and a letter to begin from."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from disputes.supporting import support_bodies
from disputes.views.getting import get_compact


def talk_first(request, slug):
    """Guide somebody who is unhappy with how they were treated."""
    compact = get_compact(request, slug)
    context = {"compact": compact, "bodies": support_bodies(compact), "letter": letter_of(compact)}
    return render(request, "disputes/guide/talk_first.html", context)


def letter(request, slug):
    """Give the model letter as a file that any word processor opens."""
    response = HttpResponse(letter_of(get_compact(request, slug)), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="letter-{slug}.txt"'
    return response


def letter_of(compact) -> str:
    """Return the model letter, with the Compact's name and the edition in force."""
    return render_to_string("disputes/guide/letter.txt", {"compact": compact, "edition": compact.current_edition})
