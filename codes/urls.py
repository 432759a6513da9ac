"""Addresses of the codes pages."""

from django.urls import path

from codes.views import adopting, reading, versions
from compact_portal.compacts.urls import pages_of_a_text

NEW_VERSION = "compacts/<slug:slug>/codes/<int:adoption>/new/<slug:edition>/"

app_name = "codes"
urlpatterns = [
    path("codes/", reading.library, name="library"),
    path("codes/<slug:slug>/", reading.code, name="code"),
    path("codes/<slug:slug>/<slug:edition>/national/", reading.beside_national, name="beside_national"),
    *pages_of_a_text("codes/<slug:slug>/", under="codes/"),
    path("compacts/<slug:slug>/codes/", adopting.adopted, name="adopted"),
    path("compacts/<slug:slug>/codes/adopt/", adopting.adopt, name="adopt"),
    path("compacts/<slug:slug>/codes/adapt/", adopting.adapt, name="adapt"),
    path("compacts/<slug:slug>/codes/write/", adopting.write, name="write"),
    path("compacts/<slug:slug>/codes/<int:adoption>/end/", adopting.end, name="end"),
    path(NEW_VERSION, versions.new_version, name="new_version"),
    path(f"{NEW_VERSION}rest/", versions.decide_rest, name="decide_rest"),
    path(f"{NEW_VERSION}finish/", versions.finish, name="finish"),
    path(f"{NEW_VERSION}<uuid:lineage>/", versions.decide, name="decide"),
]
