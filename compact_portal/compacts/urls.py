"""Addresses of the compacts pages."""

app_name = "compacts"
urlpatterns: list = []
