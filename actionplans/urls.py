"""Addresses of the actionplans pages."""

app_name = "actionplans"
urlpatterns: list = []
