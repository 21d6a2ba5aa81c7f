"""Answers that several pages give."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from casework.errors import CaseworkError
from casework.forms.deed import DeedForm


def back_to_case(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """The deed was done: back to the case, with a sentence that names nobody."""
    messages.success(request, said)
    return redirect("casework:case", code)


def sent_back(request: HttpRequest, code: str, error: CaseworkError) -> HttpResponse:
    """The deed cannot be done: back to the case, which says why."""
    messages.error(request, error.message)
    return redirect("casework:case", code)


def is_done(form: DeedForm, deed: Callable[[], object]) -> bool:
    """Whether the form was right and the deed was done; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        deed()
    except CaseworkError as error:
        form.refuse(error)
        return False
    return True
