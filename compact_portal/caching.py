"""Who may keep a page: anybody's public page for a minute, a signed-in person's page nobody."""

from django.conf import settings
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers

PUBLIC_SECONDS = 60


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
