"""The addresses of the site: each app brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.pages")),
    path("", include("accounts.urls")),
    path("", include("casework.urls")),
    path("", include("referrals.urls")),
    path("", include("erasure.urls")),
    path("", include("oversight.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
