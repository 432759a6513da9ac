"""A Django with nothing in it but one view, which answers with the bytes of the file that BARE_PAGE names."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

PAGE = Path(os.environ["BARE_PAGE"]).read_bytes()


def page(request, **anything):
    """The page."""
    return HttpResponse(PAGE, content_type="text/html; charset=utf-8", headers={"Content-Length": len(PAGE)})


urlpatterns = [path("<path:anything>", page), path("", page)]
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="only-for-measuring", USE_TZ=True
)
application = get_wsgi_application()
