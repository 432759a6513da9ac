"""Who may keep a page: anybody's public page for a minute, a signed-in person's page nobody.

A view whose page is slow to draw and seldom changes hands it over with `keep`; then this process gives the same bytes
to everybody who has no cookie, until what the page was drawn from has changed.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import get_language_from_request

PUBLIC_SECONDS = 60
MOST_KEPT_PAGES = 200


def keep(response: HttpResponse, version: Callable[[], object], drawn_from: object) -> HttpResponse:
    """Let the page be given again while `version()` equals `drawn_from`, the version read before it was drawn."""
    response.kept = (version, drawn_from)  # type: ignore[attr-defined]
    return response


@dataclass
class KeptPage:
    """A page drawn before: its bytes and headers, what it was drawn from, and when that was last looked at."""

    content: bytes
    headers: dict[str, str]
    version: Callable[[], object]
    drawn_from: object
    looked_at: float

    def is_current(self) -> bool:
        """Whether it may be given again. What it was drawn from is looked at once in KEPT_PAGE_SECONDS at most."""
        now = time.monotonic()
        if now - self.looked_at < settings.KEPT_PAGE_SECONDS:
            return True
        self.looked_at = now
        return self.version() == self.drawn_from


class KeptPagesMiddleware:
    """Give pages that were handed to `keep` again to people without any cookie.

    It stands inside what secures and compares responses, and outside sessions, sign-in and forms, which such people
    have no part in.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages: OrderedDict[tuple, KeptPage] = OrderedDict()

    def __call__(self, request):
        if request.method != "GET" or request.META.get("HTTP_COOKIE") or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        key = (request.scheme, request.get_host(), request.path, get_language_from_request(request))
        page = self.pages.get(key)
        if page and page.is_current():
            return HttpResponse(page.content, headers=page.headers)
        response = self.get_response(request)
        if hasattr(response, "kept") and response.status_code == 200 and not response.cookies:
            version, drawn_from = response.kept
            set_response_etag(response)
            headers = dict(response.items())
            self.pages[key] = KeptPage(response.content, headers, version, drawn_from, time.monotonic())
            self.pages.move_to_end(key)
            while len(self.pages) > MOST_KEPT_PAGES:
                self.pages.popitem(last=False)
        return response


class CacheHeadersMiddleware:
    """Say on each response whether browsers and proxies may keep it.

    A page for a signed-in person, with a form's cookie, or in answer to anything but a GET is never kept. A public page
    for an anonymous person may be kept for a minute and is asked for again by its ETag.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        known = settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)
        if known or request.method not in {"GET", "HEAD"} or response.status_code != 200:
            add_never_cache_headers(response)
        else:
            patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
        patch_vary_headers(response, ["Cookie"])
        return response
