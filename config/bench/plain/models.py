"""A twin in clear of every model a case is made of: the same columns, keys and indexes.

Only the plain site installs them: the house's migrations and its trail do not know them, and the
bench makes their tables.
"""

from types import FunctionType
from typing import Any

from django.db import models

from casework import models as casework
from referrals.models import Referral, ReferralStep
from vault.fields import SealedDateField, SealedField, SealedIntegerField, SealedJSONField
from vault.fields.opening import OpeningProperty

APP = "plain"
SEALED = "_sealed"
TWINNED: tuple[type[models.Model], ...] = (
    casework.Survivor,
    casework.Listing,
    casework.Dependant,
    casework.Case,
    casework.CaseMember,
    casework.Consent,
    casework.SafeContact,
    casework.Incident,
    casework.AllegedPerpetrator,
    casework.RiskAssessment,
    casework.Need,
    casework.SupportSession,
    casework.FollowUp,
    casework.Closure,
    casework.Intake,
    casework.IntakeSection,
    Referral,
    ReferralStep,
)
_twins: dict[type[models.Model], Any] = {}


def _twin(model: type[models.Model]) -> Any:
    """A model of the same shape, whose columns bear the bare names."""
    meta = {
        "app_label": APP,
        "ordering": model._meta.ordering,
        "indexes": [_index(index) for index in model._meta.indexes],
    }
    body: dict[str, Any] = {
        "__module__": __name__,
        "__str__": lambda row: str(row.pk),
        "Meta": type("Meta", (), meta),
        **{name: part for name, part in vars(model).items() if _is_own(name, part)},
    }
    for field in model._meta.concrete_fields:
        body[field.name.removesuffix(SEALED)] = _in_clear(field, model)
    return type(model.__name__, (models.Model,), body)


def _is_own(name: str, part: object) -> bool:
    """Whether it is one of the model's own questions, such as ``age_on``."""
    is_question = isinstance(part, property | FunctionType) and not name.startswith("_")
    return is_question and not isinstance(part, OpeningProperty)


def _in_clear(field: Any, model: type[models.Model]) -> Any:
    if isinstance(field, SealedField):
        return _opened(field)
    return _link(field, model) if field.is_relation else field.clone()


def _link(field: Any, model: type[models.Model]) -> Any:
    """The same link, to the twin of what it points at where there is one."""
    kind = models.OneToOneField if field.one_to_one else models.ForeignKey
    pointed_at = field.remote_field.model
    target = "self" if pointed_at is model else _twins.get(pointed_at, pointed_at)
    return kind(
        target,
        on_delete=models.PROTECT,
        null=field.null,
        related_name=field.remote_field.related_name,
    )


def _opened(field: SealedField) -> Any:
    if isinstance(field, SealedJSONField):
        return models.JSONField(null=True)
    if isinstance(field, SealedDateField):
        return models.DateField(null=True)
    if isinstance(field, SealedIntegerField):
        return models.IntegerField(null=True)
    return models.TextField(blank=True)


def _index(index: models.Index) -> models.Index:
    """The same index; PostgreSQL wants a name of its own for each."""
    twin = index.clone()
    twin.name = f"{APP}_{index.name}"[:30]
    return twin


for _model in TWINNED:
    _twins[_model] = _twin(_model)

TWINS: tuple[Any, ...] = tuple(_twins[model] for model in TWINNED)
Survivor, Listing, Dependant, Case, CaseMember, Consent, SafeContact, Incident = TWINS[:8]
AllegedPerpetrator, RiskAssessment, Need, SupportSession, FollowUp, Closure = TWINS[8:14]
Intake, IntakeSection, SentReferral, SentStep = TWINS[14:]
