"""What a draft shows before it is raised."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from compact_portal.deadlines import written
from disputes.models import Dispute


def check_pages(dispute: Dispute) -> list[dict[str, Any]]:
    """The answers of a draft, each with the page where it is changed."""

    def page(name: str) -> str:
        return reverse("disputes:draft", args=[dispute.pk, name]) + "?check=1"

    cited = dispute.citations.select_related("clause")
    clauses = "\n".join(
        str(citation.clause.number) + " " + (citation.clause.heading or citation.clause.body) for citation in cited
    )
    decided = written(dispute.decision_on) if dispute.decision_on else ""
    return [
        {"key": _("Complainant"), "value": str(dispute.complainant)},
        {"key": _("Respondent"), "value": str(dispute.respondent)},
        {"key": _("Date of the decision"), "value": decided, "href": page("decision")},
        {
            "key": _("Date you knew of it"),
            "value": written(dispute.known_on) if dispute.known_on else _("Not given"),
            "href": page("decision"),
        },
        {"key": _("What happened"), "value": dispute.happened, "href": page("decision")},
        {"key": _("Clauses"), "value": clauses, "href": page("clauses")},
        {"key": _("Disadvantage"), "value": dispute.disadvantage, "href": page("effect")},
        {"key": _("Tried so far"), "value": dispute.tried or _("Not given"), "href": page("effect")},
        {"key": _("What you want to happen"), "value": dispute.remedy, "href": page("remedy")},
        {"key": _("Why it can be done"), "value": dispute.achievable or _("Not given"), "href": page("remedy")},
        {"key": _("With anybody else"), "value": dispute.proceedings or _("Not given"), "href": page("remedy")},
    ]
