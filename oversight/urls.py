"""The addresses of supervision, of the network and of the catalogues."""

from django.urls import path

from oversight import views

app_name = "oversight"
urlpatterns = [
    path("supervision/", views.supervision, name="supervision"),
    path("supervision/bitacora/", views.trail, name="trail"),
    path("casos/<str:code>/quien-lo-vio/", views.who_saw, name="who_saw"),
    path("casos/<str:code>/quien-lo-vio/hoja/", views.access_sheet, name="access_sheet"),
    path("red/", views.network, name="network"),
    path("administracion/catalogos/", views.catalogues, name="catalogues"),
    path("administracion/catalogos/<int:number>/", views.catalogues, name="catalogue"),
]
