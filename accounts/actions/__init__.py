"""The deeds on partners and staff: each checks, does, and leaves one entry on the trail."""

from accounts.actions.account import (
    accept_conduct,
    ask_password_link,
    choose_language,
    choose_password,
    end_devices,
    record_second_factor,
    rename_passkey,
)
from accounts.actions.grants import synchronise_grants
from accounts.actions.partner import create_partner
from accounts.actions.staff import (
    admit_staff,
    change_role,
    invite_again,
    invite_staff,
    reinstate_staff,
    reset_second_factor,
    suspend_staff,
)

__all__ = [
    "accept_conduct",
    "admit_staff",
    "ask_password_link",
    "change_role",
    "choose_language",
    "choose_password",
    "create_partner",
    "end_devices",
    "invite_again",
    "invite_staff",
    "record_second_factor",
    "reinstate_staff",
    "rename_passkey",
    "reset_second_factor",
    "suspend_staff",
    "synchronise_grants",
]
