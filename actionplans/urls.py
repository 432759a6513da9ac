"""Addresses of the action plans' pages."""

from django.urls import path, register_converter
from django.views.generic import RedirectView

from actionplans import views

app_name = "actionplans"


class Year:
    """A plan's year in an address: 2026 or 2026-27."""

    regex = r"\d{4}(?:-\d{2})?"

    def to_python(self, value: str) -> str:
        """The year as it is stored."""
        return value

    def to_url(self, value: str) -> str:
        """The year as it is stored."""
        return value


class Reference(Year):
    """An action's reference in an address: D-014."""

    regex = r"[A-Z]{1,6}-\d{3,}"


register_converter(Year, "plan_year")
register_converter(Reference, "action_reference")


def moved(name: str):
    """A view that leads to where a page stands now."""
    return RedirectView.as_view(permanent=True, pattern_name=name)


AREA = "compacts/<slug:slug>/action-plan/"
YEAR = AREA + "<plan_year:year>/"
ACTION = YEAR + "<action_reference:reference>/"

urlpatterns = [
    path(AREA, views.this_year, name="this_year"),
    path(AREA + "new/", views.begin, name="begin"),
    # Where the working groups were before they stood with the Forum.
    path(AREA + "working-groups/", moved("signatories:groups"), name="groups"),
    path(
        AREA + "working-groups/new/",
        moved("signatories:form_group"),
        name="form_group",
    ),
    path(YEAR, views.plan, name="plan"),
    path(AREA + "<plan_year:year>.csv", views.table, name="table"),
    path(YEAR + "edit/", views.revise, name="revise"),
    path(YEAR + "agree/", views.agree, name="agree"),
    path(YEAR + "close/", views.close, name="close"),
    path(YEAR + "history/", views.plan_history, name="plan_history"),
    path(YEAR + "themes/new/", views.add_theme, name="add_theme"),
    path(YEAR + "themes/<int:pk>/", views.revise_theme, name="revise_theme"),
    path(YEAR + "actions/new/", views.add_action, name="add_action"),
    path(ACTION, views.action, name="action"),
    path(ACTION + "row/", views.row, name="row"),
    path(ACTION + "edit/", views.edit_action, name="edit_action"),
    path(ACTION + "progress/", views.progress, name="progress"),
    path(ACTION + "stop/", views.end, {"verb": "stop"}, name="stop"),
    path(ACTION + "remove/", views.end, {"verb": "remove"}, name="remove"),
    path(ACTION + "restart/", views.end, {"verb": "restart"}, name="restart"),
    path(ACTION + "history/", views.action_history, name="action_history"),
]
