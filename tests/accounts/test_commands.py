import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import Membership, Partner
from accounts.permissions import GRANTS, Role
from accounts.staff import staff_for
from tests.plugins.cast import deeds

VALLE = ["valle", "--name", "Centro Valle", "--department", "03", "--municipality", "030101"]


@pytest.fixture
def call(db, django_capture_on_commit_callbacks):
    def called(*words: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            call_command(*words)

    return called


def test_an_empty_house_gets_its_first_partner_and_administrator(call, capsys):
    call("create_partner", *VALLE)
    call(
        "invite_staff", "eva@valle.example", "--name", "Eva Rioja", "--role", "partner_admin",
        "--partner", "valle",
    )  # fmt: skip
    assert capsys.readouterr().out.splitlines() == [
        "valle: created, with its keys.",
        "eva@valle.example: invited.",
    ]
    member = Membership.objects.get(user__email="eva@valle.example")
    assert staff_for(member.user).permissions == GRANTS[Role.PARTNER_ADMIN]
    assert mail.outbox[-1].to == ["eva@valle.example"]
    assert {"create_partner", "invite_staff"} <= set(deeds())


@pytest.mark.parametrize("code", ["red", "Dos palabras", ""])
def test_a_partner_of_an_impossible_code_is_refused(call, code):
    with pytest.raises(CommandError):
        call("create_partner", code, *VALLE[1:])
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["eva@valle.example", "--role", "partner_admin"],
        ["eva@valle.example", "--role", "coordinator", "--partner", "norte"],
        ["eva@valle.example", "--role", "counselor", "--partner", "nowhere"],
        ["not an address", "--role", "coordinator"],
        ["ana@norte.example", "--role", "counselor", "--partner", "norte"],
    ],
)
def test_an_impossible_invitation_is_refused(cast, call, words):
    before = Membership.objects.count()
    with pytest.raises(CommandError):
        call("invite_staff", *words, "--name", "Eva")
    assert Membership.objects.count() == before


def test_resetting_the_second_step_of_nobody_is_refused(cast, call):
    with pytest.raises(CommandError):
        call("reset_second_factor", "nobody@norte.example")
    with pytest.raises(CommandError):
        call("reset_second_factor", "ana@norte.example")  # she never set one up
