"""The register of columns: what each holds and why it may; a column without a class fails."""

from collections.abc import Mapping

from config.register.casework import CASEWORK
from config.register.erasure import ERASURE
from config.register.machine import MACHINE
from config.register.oversight import OVERSIGHT
from config.register.page import as_markdown
from config.register.people import PEOPLE
from config.register.referrals import REFERRALS
from config.register.table import Column, Kind, Table

REGISTER: Mapping[str, Table] = {
    **CASEWORK,
    **REFERRALS,
    **ERASURE,
    **PEOPLE,
    **OVERSIGHT,
    **MACHINE,
}

__all__ = ["REGISTER", "Column", "Kind", "Table", "as_markdown"]
