"""The addresses of referrals and of the directory."""

from django.urls import path

from referrals.views import directory, referral

app_name = "referrals"
urlpatterns = [
    path("derivaciones/", referral.referral_list, name="list"),
    path("casos/<str:code>/derivar/", referral.new_referral, name="new"),
    path("casos/<str:code>/derivar/borrador/", referral.referral_draft, name="draft"),
    path("derivaciones/<str:code>/", referral.referral, name="referral"),
    path("derivaciones/<str:code>/carta/", referral.letter, name="letter"),
    path("directorio/", directory.office_list, name="directory"),
    path("directorio/nueva/", directory.new_office, name="new_office"),
    path("directorio/instituciones/", directory.institution_list, name="institutions"),
    path("directorio/instituciones/<slug:code>/", directory.institution, name="institution"),
    path("directorio/<str:code>/", directory.office, name="office"),
    path("directorio/<str:code>/verificar/", directory.verify_office, name="verify_office"),
    path("directorio/<str:code>/retirar/", directory.strike_office, name="strike_office"),
]
