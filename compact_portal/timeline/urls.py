"""Addresses of the timeline, and of what applied on a day."""

from datetime import date

from django.urls import path, register_converter

from compact_portal.timeline import views


class DayConverter:
    """A day in an address: 2015-06-01."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the day; ValueError where the calendar has none of that name."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the day as it stands in an address."""
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("compacts/<slug:slug>/timeline/", views.timeline, name="timeline"),
    path("compacts/<slug:slug>/on/", views.choose_day, name="choose_day"),
    path("compacts/<slug:slug>/on/<day:day>/", views.on_day, name="on_day"),
]
