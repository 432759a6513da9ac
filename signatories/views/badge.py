"""The badge that a signatory puts on its website: it tells the truth whenever it is asked for, and follows nobody."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from signatories.badge import draw, line_of, words_of
from signatories.models import Signature
from signatories.views.finding import find_compact, find_signature

LANGUAGES = ("en", "cy")


def _language(request) -> str:
    """Return the language asked for: ?lang=cy is Welsh, everything else English."""
    return "cy" if request.GET.get("lang") == "cy" else "en"


def badge(request, slug: str, number: int) -> HttpResponse:
    """Draw the badge. It may stand on any website; it sets no cookie, and browsers keep it for an hour at most."""
    language = _language(request)
    compact = find_compact(request, slug)
    signatures = Signature.objects.of(compact).select_related("organisation__merged_into")
    signature = signatures.filter(pk=number).first()
    picture = draw(words_of(compact, signature, timezone.localdate(), language))
    response = HttpResponse(picture, content_type="image/svg+xml", status=200 if signature else 404)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _to_copy(signature: Signature, address: str, language: str, alt: str) -> str:
    """Return the HTML with which a website shows the badge, leading to the certificate."""
    welsh = language == "cy"
    return format_html(
        '<a href="{}"{}><img src="{}" alt="{}" height="56"></a>',
        settings.SITE_URL + signature.get_absolute_url(),
        mark_safe(' lang="cy"') if welsh else "",
        f"{settings.SITE_URL}{address}{'?lang=cy' if welsh else ''}",
        alt,
    )


def page(request, slug: str, number: int) -> HttpResponse:
    """Show the badge, and the HTML to copy."""
    compact = find_compact(request, slug)
    signature = find_signature(compact, number)
    address = reverse("signatories:badge", args=[slug, number])
    badges = []
    for language in LANGUAGES:
        words = words_of(compact, signature, timezone.localdate(), language)
        badges.append(
            {
                "language": language,
                "shown": f"{address}{'?lang=cy' if language == 'cy' else ''}",
                "html": _to_copy(signature, address, language, line_of(compact, signature, language)),
                "says": f"{words.first}: {words.second}",
            }
        )
    context = {"compact": compact, "signature": signature, "badges": badges}
    return render(request, "signatories/badge.html", context)
