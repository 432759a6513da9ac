"""The addresses of the portal: pages people keep."""

from allauth.account.urls import urlpatterns as allauth_addresses
from django.urls import include, path

from compact_portal import views
from compact_portal.compacts.urls import annexes
from compact_portal.people import views as people

# An address of email belongs to an account for good, so django-allauth's pages to add and confirm more are left out.
UNWANTED = {"account_email", "account_email_verification_sent", "account_confirm_email"}

urlpatterns = [
    path("", views.home, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("cookies/", views.cookies, name="cookies"),
    path("privacy/", views.privacy, name="privacy"),
    path("healthz", views.healthz, name="healthz"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("compacts/<slug:slug>/", views.compact, name="compact"),
    path("compacts/<slug:slug>/details/", people.details, name="details"),
    path("compacts/<slug:slug>/history/", people.compact_history, name="compact_history"),
    path("account/", include("compact_portal.accounts.urls")),
    path("account/", include([address for address in allauth_addresses if address.name not in UNWANTED])),
    path("people/", include("compact_portal.people.urls")),
    path("", include("compact_portal.search.urls")),
    path("", include("compact_portal.timeline.urls")),
    path("", include("signatories.urls")),  # Before the clauses of an edition, whose addresses could be "issues" too.
    path("", include("compact_portal.compacts.urls")),
    path("", include(annexes)),
    path("", include("codes.urls")),
    path("", include("disputes.urls")),
    path("", include("actionplans.urls")),
]

handler400 = "compact_portal.views.bad_request"
handler403 = "compact_portal.views.forbidden"
handler404 = "compact_portal.views.not_found"
handler429 = "compact_portal.views.too_many_requests"
handler500 = "compact_portal.views.server_error"
