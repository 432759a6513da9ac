"""Addresses of the signatories pages."""

app_name = "signatories"
urlpatterns: list = []
