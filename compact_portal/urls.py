"""The addresses of the portal: pages people keep."""

from django.urls import include, path

from compact_portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("cookies/", views.cookies, name="cookies"),
    path("privacy/", views.privacy, name="privacy"),
    path("healthz", views.healthz, name="healthz"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("compacts/<slug:slug>/", views.compact, name="compact"),
    path("account/", include("compact_portal.accounts.urls")),
    path("account/", include("allauth.account.urls")),
    path("", include("compact_portal.compacts.urls")),
    path("", include("codes.urls")),
    path("", include("signatories.urls")),
    path("", include("disputes.urls")),
    path("", include("actionplans.urls")),
]

handler400 = "compact_portal.views.bad_request"
handler403 = "compact_portal.views.forbidden"
handler404 = "compact_portal.views.not_found"
handler429 = "compact_portal.views.too_many_requests"
handler500 = "compact_portal.views.server_error"
