"""Addresses of the codes pages."""

from django.urls import path

from codes import views
from compact_portal.compacts.urls import pages_of_a_text

app_name = "codes"
urlpatterns = [
    path("codes/", views.library, name="library"),
    path("codes/<slug:slug>/", views.code, name="code"),
    *pages_of_a_text("codes/<slug:slug>/", under="codes/"),
    path("compacts/<slug:slug>/codes/", views.adopted, name="adopted"),
    path("compacts/<slug:slug>/codes/adopt/", views.adopt, name="adopt"),
    path("compacts/<slug:slug>/codes/<int:adoption>/end/", views.end, name="end"),
]
