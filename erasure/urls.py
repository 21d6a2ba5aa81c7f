"""The addresses of erasure."""

from django.urls import path

from erasure.views import asking, deciding, rules

CASE = "casos/<str:code>/"

app_name = "erasure"
urlpatterns = [
    path(CASE + "borrados/", asking.erasures_of_case, name="erasures_of_case"),
    path(CASE + "borrar/", asking.ask, name="ask"),
    path(CASE + "borrados/<str:erasure_code>/retirar/", asking.take_back, name="take_back"),
    path(CASE + "retener/", asking.hold, name="hold"),
    path(CASE + "retener/<str:hold_code>/terminar/", asking.release, name="release"),
    path("supervision/borrados/", deciding.erasures, name="erasures"),
    path("supervision/borrados/<str:code>/", deciding.decide, name="decide"),
    path("administracion/conservacion/", rules.rules, name="rules"),
    path("administracion/conservacion/decidir/", rules.decide, name="decide_rule"),
]
