from auditlog.registry import auditlog
from django.apps import apps
from django.conf import settings

# Each stands in settings with its reason; a new line here is a decision, not a repair.
NOT_AUDITED = {
    "audit.Submission",
    "audit.TrailEntry",
    "audit.TripwireRow",
    "auth.Permission",
    "contenttypes.ContentType",
    "erasure.ErasedCase",
    "sessions.Session",
    "usersessions.UserSession",
    "vault.CompartmentKey",
    "vault.KeyGrant",
    "vault.KeyRotation",
    "vault.PartnerKey",
}


def test_every_model_is_audited_or_excepted_with_a_reason():
    installed = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    audited = {model._meta.label for model in auditlog.get_models()}
    assert installed - audited == NOT_AUDITED & installed


def test_the_exceptions_are_those_of_the_settings():
    assert set(settings.AUDITLOG_EXCLUDE_TRACKING_MODELS) == NOT_AUDITED


def test_no_column_of_an_audited_model_is_left_out_but_the_last_sign_in():
    for model in auditlog.get_models():
        left_out = set(auditlog.get_model_fields(model)["exclude_fields"])
        columns = {field.name for field in model._meta.concrete_fields}
        assert left_out & columns <= {"last_login"}
