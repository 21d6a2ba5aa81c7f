"""Where one's account is open now, and ending it elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.utils.translation import gettext as _

from audit.context import device_name


@dataclass(frozen=True)
class Device:
    """One open session, by the coarse name of its device."""

    name: str
    since: datetime
    is_current: bool


class SessionsView(ListUserSessionsView):
    """The sessions of the person who asks; a POST ends all but this one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sessions as devices she can recognise."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        devices = [
            Device(
                name=device_name(session.user_agent) or _("Otro dispositivo"),
                since=session.created_at,
                is_current=session.is_current(),
            )
            for session in context["sessions"]
        ]
        return {**context, "devices": devices}


sessions = SessionsView.as_view()
