"""Intake and search."""

from django.urls import URLPattern, path

from casework.views import case_section, intake, opening, search

INTAKE = "casos/nuevo/<str:code>/"

urlpatterns: list[URLPattern] = [
    path("casos/buscar/", search.search, name="search"),
    path("casos/nuevo/", intake.new_intake, name="new_intake"),
    path("casos/nuevo/rapida/", opening.quick_intake, name="quick_intake"),
    path(INTAKE, intake.intake, name="intake"),
    path(INTAKE + "abrir/", opening.open_case, name="open_case"),
    path(INTAKE + "coincidencias/", opening.duplicates, name="duplicates"),
    path(INTAKE + "descartar/", intake.discard_intake, name="discard_intake"),
    path(INTAKE + "<str:section>/", intake.intake_section, name="intake_section"),
    path(INTAKE + "<str:section>/borrador/", intake.intake_draft, name="intake_draft"),
    path(INTAKE + "<str:section>/borrador/descartar/", intake.forget_draft, name="forget_draft"),
    path("casos/<str:code>/datos/<str:section>/", case_section.case_section, name="case_section"),
]
