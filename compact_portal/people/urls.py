"""Addresses of the administrator's pages."""

from django.urls import path

from compact_portal.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("invite/", views.invite, name="invite"),
    path("record/", views.record, name="record"),
    path("add-compact/", views.add_compact, name="add_compact"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/invite/", views.invite_again, name="invite_again"),
    path("<int:pk>/appoint/", views.appoint, name="appoint"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/roles/<int:grant>/end/", views.end, name="end"),
]
