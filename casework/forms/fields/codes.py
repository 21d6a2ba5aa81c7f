"""Codes of the catalogues: one, several, or yes and no."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, TypeAlias

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.forms.fields.text import without_hostile_signs

Choices: TypeAlias = Iterable[Any] | Callable[[], Iterable[Any]]

UNANSWERED = _("Sin respuesta")
TO_CHOOSE = _("Elija una opción")
NOT_ASKED = _("No se preguntó")


class CodeField(forms.ChoiceField):
    """One code of a list, in a drop-down list; with ``widget=RadioSelect`` for a few.

    An optional question has a choice that says it was not answered: first in a drop-down list,
    last among radios. A required one has nothing chosen beforehand.
    """

    default_error_messages = {
        "required": _("Elija una opción."),
        "invalid_choice": _("Elija una opción de la lista."),
    }

    def __init__(
        self,
        *,
        choices: Choices,
        unanswered: str | Promise = UNANSWERED,
        required: bool = True,
        **kwargs: Any,
    ) -> None:
        def offered() -> list[Any]:
            known = [*(choices() if callable(choices) else choices)]
            if not isinstance(self.widget, forms.RadioSelect):
                return [("", TO_CHOOSE if required else unanswered), *known]
            return known if required else [*known, ("", unanswered)]

        super().__init__(choices=(), required=required, **kwargs)
        self.choices = offered

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again after an error."""
        shown = super().bound_data(data, initial)
        return without_hostile_signs(shown) if isinstance(shown, str) else shown


class WithRefusals:
    """A choice among codes of which some are shown and cannot be taken: ``refused`` says which.

    Only the browser is told; what is sent all the same is judged by the deed.
    """

    refused: Collection[str] = ()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, out of reach when it is refused."""
        option: dict[str, Any] = super().create_option(  # type: ignore[misc]  # a widget's own
            name, value, *args, **kwargs
        )
        if str(value) in self.refused:
            option["attrs"]["disabled"] = True
        return option


class SelectWithRefusals(WithRefusals, forms.Select):
    """A drop-down list with choices that cannot be taken."""


class CheckboxesWithRefusals(WithRefusals, forms.CheckboxSelectMultiple):
    """Check boxes of which some cannot be ticked."""


class FoldedCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes of which the named groups are folded away until somebody wants them."""

    template_name = "casework/widgets/folded_checkboxes.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With, for each group, whether something in it is chosen."""
        context = super().get_context(name, value, attrs)
        context["widget"]["groups"] = [
            {"name": group, "options": options, "is_open": any(o["selected"] for o in options)}
            for group, options, _index in context["widget"]["optgroups"]
        ]
        return context


class CodesField(forms.MultipleChoiceField):
    """Several codes of a list, each once, in the order of the list."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Elija al menos una opción."),
        "invalid_choice": _("Elija opciones de la lista."),
        "invalid_list": _("Elija opciones de la lista."),
    }

    def clean(self, value: Any) -> list[str]:
        """The codes."""
        chosen = set(super().clean(value))
        return [code for code, _label in flat(self.choices) if code in chosen]


def flat(choices: Any) -> Iterator[tuple[str, Any]]:
    """Choices without their groups."""
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield str(code), label


class YesNoField(CodeField):
    """Yes, no, or not asked: True, False or None."""

    widget = forms.RadioSelect(attrs={"class": "choices--inline"})

    def __init__(self, *, unanswered: str | Promise = NOT_ASKED, **kwargs: Any) -> None:
        answers = [("yes", _("Sí")), ("no", _("No"))]
        super().__init__(choices=answers, unanswered=unanswered, **kwargs)

    def clean(self, value: Any) -> bool | None:
        """The answer."""
        return {"yes": True, "no": False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """The code of the answer."""
        return {True: "yes", False: "no", None: ""}.get(value, value)
