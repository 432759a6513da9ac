"""A request to sign, for the person who was asked: the link from the mail, and how the request stands."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from signatories.models import SigningRequest


@never_cache
def request(request, key: str) -> HttpResponse:
    """How a request stands, for whoever has its number from paper: it opens nothing."""
    found = get_object_or_404(SigningRequest.objects.select_related("edition__text", "organisation"), key=key)
    return render(request, "signatories/requested.html", {"asked": found, "private": True})


@never_cache
def link(request, key: str, secret: str) -> HttpResponse:
    """The link from the mail. Opening it does nothing."""
    found = SigningRequest.objects.select_related("edition__text", "organisation").filter(key=key).first()
    if found is None or not found.is_open or not found.knows(secret):
        return render(request, "signatories/requested.html", {"asked": None, "private": True}, status=410)
    return render(request, "signatories/requested.html", {"asked": found, "private": True})
