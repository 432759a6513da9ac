"""Addresses of the disputes pages."""

app_name = "disputes"
urlpatterns: list = []
