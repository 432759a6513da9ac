"""Addresses of the search pages."""

from django.urls import path

from compact_portal.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("compacts/<slug:slug>/search/", views.search, name="search_compact"),
]
