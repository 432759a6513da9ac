"""The GOV.UK look of every form."""

from django.conf import settings
from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Forms rendered from templates/components/."""


def page_context(request):
    """What every page's frame needs."""
    return {"demo": settings.DEMO}
