"""Addresses of the codes pages."""

app_name = "codes"
urlpatterns: list = []
