"""Restricting a case, sharing it, emergencies, and what others share. Fixed words come first."""

from django.urls import URLPattern, path

from casework.views import exceptions, hand_over

CASE = "casos/<str:code>/"
EXCEPTION = "<str:exception_code>/"

urlpatterns: list[URLPattern] = [
    path("casos/compartidos/", exceptions.shared_with_me, name="shared_with_me"),
    path("casos/compartidos/" + EXCEPTION, exceptions.shared, name="shared"),
    path("casos/emergencia/", exceptions.emergency, name="emergency"),
    path("casos/emergencia/" + EXCEPTION, exceptions.review, name="review_emergency"),
    path("casos/repartir/", hand_over.reassign, name="reassign"),
    path("casos/traspasos/<str:hand_over_code>/", hand_over.answer, name="answer_hand_over"),
    path(CASE + "traspaso/", hand_over.propose, name="propose_hand_over"),
    path(CASE + "acceso/restringir/", exceptions.restrict, name="restrict"),
    path(CASE + "acceso/levantar/", exceptions.lift, name="lift_restriction"),
    path(CASE + "acceso/compartir/", exceptions.share, name="share"),
    path(CASE + "acceso/" + EXCEPTION + "terminar/", exceptions.end, name="end_exception"),
]
