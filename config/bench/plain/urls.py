"""The plain pages stand before the house's addresses, whose names the templates ask for."""

from django.urls import include, path

from config.bench.plain import views

urlpatterns = [
    path("casos/", views.cases),
    path("casos/nuevo/rapida/", views.quick_intake),
    path("casos/nuevo/<str:code>/abrir/", views.open_case),
    path("casos/<str:code>/", views.case),
    path("", include("config.urls")),
]
