"""Hoy, the list, a case and what is done on it."""

from django.urls import URLPattern, path

from casework.views import (
    agenda,
    attachments,
    cases,
    closing,
    contact,
    details,
    follow_ups,
    sessions,
    team,
    today,
)

CASE = "casos/<str:code>/"
SESSION = CASE + "sesiones/<str:session_code>/"
ATTACHMENT = CASE + "archivos/<str:attachment_code>/"
FOLLOW_UP = CASE + "seguimientos/<str:follow_up_code>/"

urlpatterns: list[URLPattern] = [
    path("hoy/", today.today, name="today"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("casos/", cases.cases, name="cases"),
    path(CASE, cases.case, name="case"),
    path(CASE + "historia/", cases.history, name="history"),
    path(CASE + "que-paso/", details.what_happened, name="what_happened"),
    path(CASE + "datos/", details.details, name="details"),
    path(CASE + "revelar/", cases.reveal, name="reveal"),
    path(CASE + "contacto/", contact.contact, name="contact"),
    path(CASE + "contacto/confirmar/", contact.confirm, name="confirm_contact"),
    path(CASE + "contacto/ella-se-comunicara/", contact.leave, name="leave_contact"),
    path(CASE + "contacto/retomar/", contact.take_up, name="take_up_contact"),
    path(CASE + "sesiones/", sessions.sessions, name="sessions"),
    path(CASE + "sesiones/nueva/", sessions.new_session, name="new_session"),
    path(CASE + "sesiones/nueva/borrador/", sessions.session_draft, name="session_draft"),
    path(SESSION, sessions.session, name="session"),
    path(SESSION + "borrador/", sessions.addendum_draft, name="addendum_draft"),
    path(CASE + "seguimientos/nuevo/", follow_ups.new_follow_up, name="new_follow_up"),
    path(FOLLOW_UP, follow_ups.follow_up, name="follow_up"),
    path(FOLLOW_UP + "hecho/", follow_ups.finish, name="finish_follow_up"),
    path(FOLLOW_UP + "mover/", follow_ups.move, name="move_follow_up"),
    path(FOLLOW_UP + "ella-se-comunicara/", follow_ups.leave, name="leave_follow_up"),
    path(FOLLOW_UP + "reasignar/", follow_ups.reassign, name="reassign_follow_up"),
    path(CASE + "archivos/", attachments.attachments, name="attachments"),
    path(CASE + "archivos/nuevo/", attachments.new_attachment, name="new_attachment"),
    path(ATTACHMENT, attachments.attachment, name="attachment"),
    path(ATTACHMENT + "vista/<int:page>/", attachments.show, name="show_attachment"),
    path(ATTACHMENT + "copia/", attachments.hand_out, name="hand_out_copy"),
    path(ATTACHMENT + "original/", attachments.original, name="hand_out_original"),
    path(ATTACHMENT + "destruir/", attachments.remove, name="remove_attachment"),
    path(CASE + "cerrar/", closing.close, name="close"),
    path(CASE + "reabrir/", closing.reopen, name="reopen"),
    path(CASE + "equipo/", team.team, name="team"),
    path(CASE + "equipo/sumar/", team.add, name="add_to_team"),
    path(CASE + "equipo/quitar/", team.remove, name="remove_from_team"),
    path(CASE + "equipo/responsable/", team.responsible, name="hand_over"),
]
