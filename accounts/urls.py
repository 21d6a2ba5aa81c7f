"""Addresses of sign-in, of one's own account, and of the staff of one's own partner.

Only the pages of allauth that are used stand here: nobody signs up, nobody adds addresses.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import URLPattern, URLResolver, include, path

from accounts.views import account as own_account
from accounts.views import conduct, passkeys, password_link, staff
from accounts.views import second_factor as own_second_factor
from accounts.views import sessions as own_sessions

DOOR: list[URLPattern | URLResolver] = [
    path("entrar/", account.login, name="account_login"),
    path("entrar/codigo/", own_second_factor.step, name="mfa_authenticate"),
    path("entrar/llave/", passkeys.sign_in, name="mfa_login_webauthn"),
    path("entrar/cerrada/", account.account_inactive, name="account_inactive"),
    path("salir/", account.logout, name="account_logout"),
]

PASSWORD: list[URLPattern | URLResolver] = [
    path("cuenta/clave/", account.password_change, name="account_change_password"),
    path("cuenta/clave/olvido/", account.password_reset, name="account_reset_password"),
    path("cuenta/clave/enviada/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "cuenta/clave/nueva/<str:word>/",
        password_link.choose_password,
        name="account_reset_password_from_key",
    ),
    path(
        "cuenta/clave/lista/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("cuenta/confirmar/", account.reauthenticate, name="account_reauthenticate"),
    path("cuenta/confirmar/codigo/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("cuenta/confirmar/llave/", passkeys.prove, name="mfa_reauthenticate_webauthn"),
]

SECOND_FACTOR: list[URLPattern | URLResolver] = [
    path("cuenta/segundo-paso/", own_second_factor.index, name="mfa_index"),
    path("cuenta/segundo-paso/activar/", own_second_factor.set_up, name="mfa_activate_totp"),
    path("cuenta/segundo-paso/quitar/", own_second_factor.remove, name="mfa_deactivate_totp"),
    path(
        "cuenta/segundo-paso/respaldo/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "cuenta/segundo-paso/respaldo/nuevos/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("cuenta/llaves/nueva/", passkeys.add, name="mfa_add_webauthn"),
]

SESSIONS: list[URLPattern | URLResolver] = [
    path("cuenta/sesiones/", own_sessions.sessions, name="usersessions_list"),
]

OURS: list[URLPattern | URLResolver] = [
    path("cuenta/", own_account.account, name="account"),
    path("cuenta/conducta/", conduct.read_conduct, name="conduct"),
    path("cuenta/idioma/", own_account.language, name="language"),
    path("cuenta/llaves/<slug:code>/", passkeys.passkey, name="passkey"),
    path("cuenta/llaves/<slug:code>/quitar/", passkeys.remove, name="remove_passkey"),
    path("cuenta/organizacion/", own_account.partner, name="partner"),
    path("administracion/", staff.staff_list, name="staff"),
    path("administracion/invitar/", staff.invite, name="invite"),
    path("administracion/personas/<slug:code>/", staff.member, name="member"),
    path("administracion/personas/<slug:code>/rol/", staff.change_role, name="change_role"),
    path("administracion/personas/<slug:code>/suspender/", staff.suspend, name="suspend"),
    path("administracion/personas/<slug:code>/restablecer/", staff.reinstate, name="reinstate"),
    path(
        "administracion/personas/<slug:code>/telefono/",
        staff.reset_second_factor,
        name="reset_second_factor",
    ),
    path("administracion/personas/<slug:code>/enlace/", staff.invite_again, name="invite_again"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *DOOR,
    *PASSWORD,
    *SECOND_FACTOR,
    *SESSIONS,
    path("", include((OURS, "accounts"))),
]
