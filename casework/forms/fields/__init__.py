"""Form fields that keep what people type and refuse what no database, page or letter can hold.

Nothing is cut, dropped or changed in silence: a text is brought to Unicode NFC and loses the
white space around it, anything else that cannot be kept is refused with a sentence beside the
field.
"""

from casework.forms.fields.codes import (
    CheckboxesWithRefusals,
    CodeField,
    CodesField,
    FoldedCheckboxes,
    SelectWithRefusals,
    WithRefusals,
    YesNoField,
    flat,
)
from casework.forms.fields.days import ComingDateField, DayField, PastDateField, day_from
from casework.forms.fields.numbers import PhoneField, WholeNumberField
from casework.forms.fields.places import MunicipalityField, suggestions
from casework.forms.fields.text import SafeCharField, SafeTextField, without_hostile_signs

__all__ = [
    "CheckboxesWithRefusals",
    "CodeField",
    "CodesField",
    "ComingDateField",
    "DayField",
    "FoldedCheckboxes",
    "MunicipalityField",
    "PastDateField",
    "PhoneField",
    "SafeCharField",
    "SafeTextField",
    "SelectWithRefusals",
    "WholeNumberField",
    "WithRefusals",
    "YesNoField",
    "day_from",
    "flat",
    "suggestions",
    "without_hostile_signs",
]
