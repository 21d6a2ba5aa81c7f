"""Asking, deciding, holding and setting rules as people do it: page by page, without a script."""

import pytest

from casework.models import Case
from erasure.extents import Extent
from erasure.models import Erasure, LegalHold, RetentionRule
from tests.erasure.conftest import WORDS, ask
from tests.plugins import hostile
from tests.plugins.cast import deeds
from tests.plugins.pages import page_in


@pytest.fixture
def case_path(house):
    return f"/casos/{house.norte.case.code}/"


@pytest.fixture
def fresh(house, as_):
    """A browser in which this role of norte just proved that it is she."""
    return lambda role: as_(house.norte[role], fresh=True)


def asked_by_page(client, path, **changes):
    """Fill in the form, read what goes, ask."""
    answers = {"extent": "everything", "wish": "hers", "words": WORDS, **changes}
    review = client.post(f"{path}borrar/", answers)
    form = page_in(review).form(having="confirm")
    return review, client.post(f"{path}borrar/", {**form.data, "confirm": "1"})


def test_asking_shows_what_goes_and_what_stays_before_anything_is_asked(house, fresh, case_path):
    client = fresh("counselor")
    review = client.post(
        f"{case_path}borrar/", {"extent": "everything", "wish": "hers", "words": WORDS}
    )
    words = page_in(review).words
    for sentence in ("Se borra para siempre", "Queda", "hasta 36 días", "Números sin nombre"):
        assert sentence in words
    assert house.norte.case.code in words
    assert not Erasure.objects.exists()
    back = client.post(
        f"{case_path}borrar/", {**page_in(review).form(having="confirm").data, "change": "1"}
    )
    assert WORDS in back.content.decode()


def test_a_part_that_shares_its_compartment_says_that_the_history_goes(fresh, case_path):
    client = fresh("counselor")
    told = {
        extent: page_in(
            client.post(f"{case_path}borrar/", {"extent": extent, "wish": "hers", "words": WORDS})
        ).words
        for extent in (Extent.NARRATIVE.value, Extent.LEGAL_NOTES.value)
    }
    sentence = "sus versiones anteriores ya no podrán leerse"
    assert sentence in told["narrative"]
    assert sentence not in told["legal_notes"]


def test_one_asks_and_another_erases_page_by_page(house, fresh, case_path):
    _review, answer = asked_by_page(fresh("counselor"), case_path)
    assert answer.status_code == 302
    supervisor = fresh("supervisor")
    assert "Decidir un borrado pedido" in supervisor.get("/hoy/").content.decode()
    assert "1 borrado por aprobar" in supervisor.get("/supervision/").content.decode()
    listed = page_in(supervisor.get("/supervision/borrados/"))
    code = Erasure.objects.get().code
    assert f"/supervision/borrados/{code}/" in listed.links
    page = page_in(supervisor.get(f"/supervision/borrados/{code}/"))
    assert WORDS in page.words
    form = page.form(having="decision")
    done = supervisor.post(f"/supervision/borrados/{code}/", {**form.data, "decision": "approve"})
    assert done.status_code == 302
    assert not Case.objects.filter(pk=house.norte.case.pk).exists()
    after = page_in(supervisor.get("/supervision/borrados/")).words
    assert house.norte.case.code in after
    assert supervisor.get(f"/supervision/borrados/{code}/").status_code == 404


def test_whoever_asked_is_told_that_another_must_decide(house, fresh, case_path):
    supervisor = fresh("supervisor")
    asked_by_page(supervisor, case_path)
    path = f"/supervision/borrados/{Erasure.objects.get().code}/"
    page = page_in(supervisor.get(path))
    assert "tiene que decidirlo otra persona" in page.words
    refused = supervisor.post(path, {"decision": "approve"})
    assert refused.status_code == 200
    assert Case.objects.filter(pk=house.norte.case.pk).exists()


def test_declining_without_saying_why_is_refused(house, fresh, case_path):
    asked_by_page(fresh("counselor"), case_path)
    supervisor, path = fresh("supervisor"), f"/supervision/borrados/{Erasure.objects.get().code}/"
    assert "Escriba el motivo" in supervisor.post(path, {"decision": "decline"}).content.decode()
    supervisor.post(path, {"decision": "decline", "words": "No era su deseo"})
    assert Erasure.objects.get().state == "declined"


def test_without_a_fresh_proof_nobody_asks_or_approves(house, as_, case_path):
    asked = ask(house.norte.case, house.norte["counselor"])
    client = as_(house.norte["supervisor"])
    for path in (f"{case_path}borrar/", f"/supervision/borrados/{asked.code}/"):
        assert client.get(path).headers["Location"].startswith("/cuenta/confirmar/")
        assert client.post(path, {"decision": "approve"}).status_code == 403
    assert Erasure.objects.get().state == "waiting"


def test_a_hold_is_placed_and_ended_page_by_page(house, fresh, case_path):
    ask(house.norte.case, house.norte["counselor"])
    advisor = fresh("legal_advisor")
    advisor.post(f"{case_path}retener/", {"reason": "order", "words": "Orden 12"})
    page = page_in(advisor.get(f"{case_path}borrados/")).words
    assert "nada se borra" in page
    assert "Orden 12" in page
    assert "Sin efecto" in page
    assert "Terminar la retención" not in page
    supervisor = fresh("supervisor")
    end = f"{case_path}retener/{LegalHold.objects.get().code}/terminar/"
    supervisor.post(end, page_in(supervisor.get(f"{case_path}borrados/")).form(end).data)
    assert LegalHold.objects.get().ended_at
    assert "nada se borra" not in page_in(supervisor.get(f"{case_path}borrados/")).words


def test_a_rule_is_proposed_by_one_and_approved_by_another(fresh):
    path = "/administracion/conservacion/"
    admin, supervisor = fresh("partner_admin"), fresh("supervisor")
    assert "no se borra nada por plazo" in page_in(admin.get(path)).words
    assert (
        "al menos 6" in admin.post(path, {"extent": "everything", "months": "1"}).content.decode()
    )
    admin.post(path, {"extent": "everything", "months": "120"})
    assert "tiene que decidirla otra persona" in page_in(admin.get(path)).words
    own = admin.post(
        f"{path}decidir/", {"extent": "everything", "decision": "approve"}, follow=True
    )
    assert "tiene que decidirlo otra persona" in own.content.decode()
    form = page_in(supervisor.get(path)).form(f"{path}decidir/")
    supervisor.post(f"{path}decidir/", {**form.data, "decision": "approve"})
    assert RetentionRule.objects.standing().get().months == 120
    assert "120 meses después del cierre" in page_in(admin.get(path)).words


def test_no_attack_on_what_asks_for_a_fresh_proof_is_answered_with_an_error(
    house, fresh, case_path
):
    asked = ask(house.norte.case, house.norte["counselor"], Extent.LEGAL_NOTES)
    counselor, supervisor, admin = fresh("counselor"), fresh("supervisor"), fresh("partner_admin")
    admin.post("/administracion/conservacion/", {"extent": "narrative", "months": "12"})
    forms = [
        (counselor, f"{case_path}borrar/", "extent"),
        (supervisor, f"/supervision/borrados/{asked.code}/", "words"),
        (supervisor, "/administracion/conservacion/", "months"),
        (supervisor, "/administracion/conservacion/", "decision"),
    ]
    foreign = (house.sur.codes["CASO"],)
    for client, path, name in forms:
        form = page_in(client.get(path)).form(having=name)
        for attack, data in hostile.attacks(form, foreign):
            if data.get("decision") == ["approve"] and "months" not in data:
                data = {**data, "decision": ["decline"]}  # noqa: PLW2901
            answer = client.post(form.action, data)
            assert answer.status_code < 500, (path, attack)


def test_each_deed_leaves_an_entry_that_names_it(house, fresh, case_path):
    counselor, supervisor, admin = fresh("counselor"), fresh("supervisor"), fresh("partner_admin")
    rules = "/administracion/conservacion/"
    asked_by_page(counselor, case_path)
    path = f"/supervision/borrados/{Erasure.objects.get().code}/"
    supervisor.post(path, {"decision": "decline", "words": "No"})
    counselor.post(f"{case_path}retener/", {"reason": "order", "words": "Orden"})
    supervisor.post(f"{case_path}retener/{LegalHold.objects.get().code}/terminar/")
    for decision in ("decline", "approve"):
        admin.post(rules, {"extent": "narrative", "months": "12"})
        supervisor.post(f"{rules}decidir/", {"extent": "narrative", "decision": decision})
    told = set(deeds())
    assert {"ask_erasure", "decline_erasure", "end_hold"} <= told
    assert {"propose_rule", "approve_rule", "decline_rule"} <= told
