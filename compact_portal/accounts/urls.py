"""Addresses of the accounts pages."""

from django.urls import path

from compact_portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.preferences, name="preferences"),
    path("mail/", views.mailing, name="mailing"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/end/", views.end_calendar, name="end_calendar"),
    path("calendar/<str:token>/dates.ics", views.feed, name="feed"),
    path("join/<int:pk>/again/", views.send_again, name="send_again"),
    path("join/<int:pk>/<str:token>/", views.join, name="join"),
]
