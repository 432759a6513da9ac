"""Addresses of the accounts pages."""

from django.urls import path

from compact_portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.preferences, name="preferences"),
    path("join/<int:pk>/again/", views.send_again, name="send_again"),
    path("join/<int:pk>/<str:token>/", views.join, name="join"),
]
