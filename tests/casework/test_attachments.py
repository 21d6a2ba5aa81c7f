"""Files of a case: brought, looked at, taken along and destroyed, inside their wall."""

import io
import os
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image

from audit.models import TrailEntry
from casework.actions.attachment import sweep_files
from casework.actions.break_glass import Glass, break_glass
from casework.models import Attachment, Case
from casework.tasks import sweep_files_without_a_row
from tests.plugins import files
from tests.plugins.cases import make_case, working_as
from tests.plugins.cast import deeds, entries
from tests.plugins.needles import found
from tests.plugins.surroundings import folder
from vault.errors import KeyNotOpen
from vault.keychain import keychain

TITLE = "Certificado inventado: membrillo"
NAME = "foto de la casa membrillo.jpg"
PHOTO = files.WHOLE["jpeg"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A store of this test's own."""
    place = tmp_path / "media"
    settings.STORAGES = {**settings.STORAGES, "default": folder(place)}
    return place


def bring(client, case, data: bytes = PHOTO, name: str = NAME, **changes):
    told = {
        "title": TITLE,
        "wall": "case",
        "session": "",
        "brought_by": "herself",
        "brought_by_name": "Su prima membrillo",
        "brought_on": timezone.localdate().strftime("%d/%m/%Y"),
        "brought_how": "in_person",
        "file": SimpleUploadedFile(name, data, "application/x-whatever"),
        "is_whole": "True",
        **changes,
    }
    told = {key: value for key, value in told.items() if value is not None}
    return client.post(f"/casos/{case.code}/archivos/nuevo/", told)


def brought(client, case, data: bytes = PHOTO, **changes) -> Attachment:
    answer = bring(client, case, data, **changes)
    assert answer.status_code == 302, answer.content.decode()
    return Attachment.objects.first()


def address(attachment: Attachment, rest: str = "") -> str:
    return f"/casos/{attachment.case.code}/archivos/{attachment.code}/{rest}"


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def stored(media) -> list:
    return sorted(path for path in media.rglob("*") if path.is_file())


def take_original(client, attachment, reason="prosecutor"):
    return client.post(address(attachment, "original/"), {"reason": reason})


@pytest.mark.parametrize("kind", files.WHOLE)
def test_a_file_of_a_known_kind_is_kept_and_comes_back_byte_for_byte(cast, as_, rosario, kind):
    client = as_(cast.ana, fresh=True)
    attachment = brought(client, rosario, files.WHOLE[kind])
    assert attachment.kind == kind
    answer = take_original(client, attachment)
    assert body(answer) == files.WHOLE[kind]
    assert answer.headers["Content-Length"] == str(len(files.WHOLE[kind]))


@pytest.mark.parametrize("name", files.hostile())
def test_a_hostile_file_is_refused_beside_the_field_and_nothing_typed_is_lost(
    cast, as_, rosario, media, name
):
    data, word = files.hostile()[name]
    answer = bring(as_(cast.ana), rosario, data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="id_file_error"' in page
    assert word in page
    assert TITLE in page
    assert not Attachment.objects.exists()
    assert stored(media) == []


def test_a_file_beyond_the_largest_size_is_refused(cast, as_, rosario, settings, media):
    form = as_(cast.ana).get(f"/casos/{rosario.code}/archivos/nuevo/").content.decode()
    assert "Hasta 200 MB." in form
    settings.LARGEST_FILE = len(PHOTO)
    assert bring(as_(cast.ana), rosario, PHOTO).status_code == 302
    answer = bring(as_(cast.ana), rosario, PHOTO + b"x")
    assert "demasiado grande" in answer.content.decode()
    assert Attachment.objects.count() == 1
    assert len(stored(media)) == 2


def test_a_file_that_came_in_part_is_refused(cast, as_, rosario, media):
    answer = bring(as_(cast.ana), rosario, is_whole=None)
    assert "incompleto" in answer.content.decode()
    assert stored(media) == []


def test_a_form_with_an_error_asks_for_the_file_again(cast, as_, rosario):
    page = bring(as_(cast.ana), rosario, title="").content.decode()
    assert "Elija el archivo otra vez" in page


def test_its_custody_is_kept_and_shown(cast, as_, rosario):
    attachment = brought(as_(cast.ana), rosario)
    with working_as(cast.ana):
        kept = Attachment.objects.get()
        assert kept.title == TITLE
        assert kept.original_name == NAME
        assert kept.sha256 == sha256(PHOTO).hexdigest()
        assert kept.brought_by_name == "Su prima membrillo"
        assert kept.size == len(PHOTO)
    page = as_(cast.ana).get(address(attachment)).content.decode()
    for word in (TITLE, NAME, sha256(PHOTO).hexdigest(), "Ella misma", "En persona", "Ana Choque"):
        assert word in page


def test_no_planted_word_stands_in_any_byte_of_the_store(cast, as_, rosario, media):
    told = ("membrillo " * 9_000).encode()
    brought(as_(cast.ana), rosario, told)
    brought(as_(cast.ana), rosario, PHOTO)
    assert found(["membrillo"], told) == {"membrillo"}
    assert len(stored(media)) == 3
    for path in stored(media):
        assert found(["membrillo", "foto", files.PLACE], path.read_bytes()) == set()
        assert (
            found(["membrillo", "foto", rosario.code], str(path.relative_to(media)).encode())
            == set()
        )
        assert path.stat().st_mode & 0o077 == 0


def test_the_trail_keeps_no_key_of_a_file_not_even_sealed(cast, as_, rosario):
    attachment = brought(as_(cast.ana), rosario)
    (created,) = TrailEntry.objects.filter(event="created", object_pk=str(attachment.pk))
    assert created.changes_dict["content_key_sealed"][1] == "•"
    assert created.changes_dict["title_sealed"][1].startswith("sealed:")


def test_what_is_shown_of_a_photo_says_not_where_it_was_taken(cast, as_, rosario):
    client = as_(cast.ana)
    answer = client.get(address(brought(client, rosario), "vista/1/"))
    shown = body(answer)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert not Image.open(io.BytesIO(shown)).getexif()
    assert found([files.PLACE], shown) == set()
    assert found([files.PLACE], PHOTO) == {files.PLACE}


def test_a_pdf_is_shown_as_pictures_of_its_pages(cast, as_, rosario):
    client = as_(cast.ana)
    attachment = brought(client, rosario, files.document(2))
    page = client.get(address(attachment)).content.decode()
    assert page.count("<img ") == 2
    answer = client.get(address(attachment, "vista/2/"))
    assert body(answer).startswith(b"\x89PNG")
    assert client.get(address(attachment, "vista/3/")).status_code == 404


def test_a_sound_or_a_text_is_not_shown(cast, as_, rosario):
    client = as_(cast.ana)
    attachment = brought(client, rosario, files.OGG)
    assert "<img " not in client.get(address(attachment)).content.decode()
    assert client.get(address(attachment, "vista/1/")).status_code == 404


def test_nothing_handed_out_can_run_in_a_browser(cast, as_, rosario):
    client = as_(cast.ana, fresh=True)
    attachment = brought(client, rosario)
    shown = client.get(address(attachment, "vista/1/"))
    taken = take_original(client, attachment)
    copy = client.post(address(attachment, "copia/"))
    for answer in (shown, taken, copy):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "membrillo" not in str(answer.headers)
        assert body(answer)
    for answer in (taken, copy):
        expected = f'attachment; filename="{attachment.code}.jpg"'
        assert answer.headers["Content-Disposition"] == expected


def test_a_download_asks_once_more_who_she_is(cast, as_, rosario):
    stale = as_(cast.ana)
    attachment = brought(stale, rosario)
    assert stale.get(address(attachment, "original/")).status_code == 302
    assert take_original(stale, attachment).status_code == 403
    assert stale.post(address(attachment, "copia/")).status_code == 403
    assert entries("exported") == []
    fresh = as_(cast.ana, fresh=True)
    assert body(take_original(fresh, attachment)) == PHOTO


def test_an_original_leaves_for_a_reason_only(cast, as_, rosario):
    client = as_(cast.ana, fresh=True)
    attachment = brought(client, rosario)
    for reason in ("", "none-of-ours"):
        assert "Elija una opción" in take_original(client, attachment, reason).content.decode()
    assert entries("exported") == []
    body(take_original(client, attachment, "court"))
    (exported,) = entries("exported")
    assert (exported.deed, exported.reason) == ("hand_out_original", "original_for_court")


def test_every_upload_look_download_and_removal_is_on_the_trail(cast, as_, rosario):
    client = as_(cast.ana, fresh=True)
    attachment = brought(client, rosario)
    body(client.get(address(attachment, "vista/1/")))
    body(client.post(address(attachment, "copia/")))
    body(take_original(client, attachment))
    client.post(address(attachment, "destruir/"), {"reason": "mistake"})
    told = [
        "add_attachment",
        "show_attachment",
        "hand_out_copy",
        "hand_out_original",
        "remove_attachment",
    ]
    assert [deed for deed in deeds() if deed in told] == told
    read = [e for e in entries("read") if "casework_attachment.content_key_sealed" in e.columns]
    assert len(read) == 3
    assert {entry.subject_id for entry in read} == {rosario.id}


@pytest.mark.parametrize(("wall", "author"), [("psychological", "paula"), ("legal", "lidia")])
def test_a_walled_file_is_open_inside_and_named_to_nobody_outside(cast, as_, rosario, wall, author):
    writer = getattr(cast, author)
    attachment = brought(as_(writer), rosario, wall=wall)
    assert as_(writer).get(address(attachment)).status_code == 200
    for outside in (cast.ana, cast.susi):
        listed = as_(outside).get(f"/casos/{rosario.code}/archivos/").content.decode()
        assert "Archivo reservado" in listed
        assert TITLE not in listed
        assert attachment.code not in listed
        for rest in ("", "vista/1/", "original/", "destruir/"):
            assert as_(outside, fresh=True).get(address(attachment, rest)).status_code == 404
    assert {e.reason for e in entries("refused")} == {"file_outside_the_wall"}


@pytest.mark.parametrize("wall", ["psychological", "legal", "listing", "identity"])
def test_nobody_puts_a_file_behind_a_wall_that_is_not_hers(cast, as_, rosario, wall):
    assert bring(as_(cast.ana), rosario, wall=wall).status_code == 200
    assert not Attachment.objects.exists()


def test_another_partner_s_person_finds_no_file(cast, as_, rosario):
    attachment = brought(as_(cast.ana), rosario)
    benita = make_case(cast.sonia)
    for path in (
        address(attachment),
        address(attachment, "vista/1/"),
        f"/casos/{benita.code}/archivos/{attachment.code}/",
    ):
        assert as_(cast.sonia).get(path).status_code == 404
    assert as_(cast.ana).get(address(attachment)).status_code == 200


def test_a_file_of_one_s_own_other_case_is_not_found_under_this_one(cast, as_, rosario):
    attachment = brought(as_(cast.ana), rosario)
    other = make_case(cast.ana)
    path = f"/casos/{other.code}/archivos/{attachment.code}/"
    assert as_(cast.ana).get(path).status_code == 404


def test_a_destroyed_file_opens_for_nobody_and_its_custody_stays(
    cast, as_, rosario, media, django_capture_on_commit_callbacks
):
    client = as_(cast.ana, fresh=True)
    attachment = brought(client, rosario)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            address(attachment, "destruir/"), {"reason": "she_asked", "note": "Lo dijo hoy"}
        )
    assert answer.status_code == 302
    assert stored(media) == []
    page = client.get(address(attachment)).content.decode()
    for word in ("fue destruido", "Ella lo pidió", "Lo dijo hoy", TITLE):
        assert word in page
    assert "<img " not in page
    assert client.get(address(attachment, "vista/1/")).status_code == 404
    assert take_original(client, attachment).status_code == 302
    attachment.refresh_from_db()
    assert attachment.content_key_sealed is None


def test_a_removal_takes_a_reason(cast, as_, rosario):
    client = as_(cast.ana)
    attachment = brought(client, rosario)
    assert client.post(address(attachment, "destruir/"), {"reason": ""}).status_code == 200
    attachment.refresh_from_db()
    assert attachment.is_kept


def test_somebody_who_neither_brought_it_nor_supports_the_case_does_not_destroy_it(
    cast, as_, rosario
):
    attachment = brought(as_(cast.ana), rosario)
    answer = as_(cast.susi).post(address(attachment, "destruir/"), {"reason": "mistake"})
    assert answer.status_code == 200
    assert "Solo quien subió" in answer.content.decode()
    attachment.refresh_from_db()
    assert attachment.is_kept


def test_destroying_the_compartment_s_key_destroys_its_files(cast, as_, rosario, media):
    client = as_(cast.ana, fresh=True)
    brought(client, rosario)
    with working_as(cast.ana):
        assert Attachment.objects.get().content_key is not None
        keychain().destroy(rosario.id, ["case"])
        with pytest.raises(KeyNotOpen):
            Attachment.objects.get().content_key  # noqa: B018  # opens it
    assert len(stored(media)) == 2


def test_a_rotation_of_keys_touches_no_file_and_the_file_still_opens(cast, as_, rosario, media):
    client = as_(cast.ana, fresh=True)
    attachment = brought(client, rosario)
    before = {path: path.read_bytes() for path in stored(media)}
    sealed_before = Attachment.objects.get().content_key_sealed
    call_command("rotate_keys", "--partner", "norte", stdout=io.StringIO())
    assert Attachment.objects.get().content_key_sealed != sealed_before
    assert {path: path.read_bytes() for path in stored(media)} == before
    assert body(take_original(client, attachment)) == PHOTO


def test_an_emergency_opens_a_walled_file_to_whoever_broke_the_glass_and_to_nobody_else(
    cast, as_, rosario
):
    attachment = brought(as_(cast.paula), rosario, wall="psychological")
    assert as_(cast.susi).get(address(attachment)).status_code == 404
    with working_as(cast.susi) as staff:
        case = Case.objects.get(pk=rosario.pk)
        break_glass(case, glass=Glass.PSYCHOLOGICAL, reason="Está en peligro", by=staff)
    assert TITLE in as_(cast.susi).get(address(attachment)).content.decode()
    assert as_(cast.ana).get(address(attachment)).status_code == 404


def test_a_file_swapped_for_another_of_the_same_case_is_not_shown(cast, as_, rosario, media):
    client = as_(cast.ana)
    first = brought(client, rosario)
    second = brought(client, rosario)
    paths = [media / first.copy_name, media / second.copy_name]
    data = [path.read_bytes() for path in paths]
    assert body(client.get(address(first, "vista/1/")))
    paths[0].write_bytes(data[1])
    assert client.get(address(first, "vista/1/")).status_code == 500
    (damaged,) = [entry for entry in entries("read") if entry.reason == "damaged"]
    assert (damaged.outcome, damaged.subject_id) == ("failed", rosario.id)
    assert damaged.columns == ["casework_attachment.content"]
    assert body(client.get(address(second, "vista/1/")))


def test_a_file_the_store_has_lost_is_told_as_damage(cast, as_, rosario, media):
    client = as_(cast.ana)
    attachment = brought(client, rosario)
    (media / attachment.copy_name).unlink()
    assert client.get(address(attachment, "vista/1/")).status_code == 500


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_upload_leaves_no_file(cast, as_, rosario, media, monkeypatch):
    client = as_(cast.ana)
    client.raise_request_exception = False

    def fails(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("casework.actions.attachment._record", fails)
    assert bring(client, rosario).status_code == 500
    assert not Attachment.objects.exists()
    assert stored(media) == []


def test_a_file_without_a_row_is_swept_after_an_hour_and_no_other(cast, as_, rosario, media):
    brought(as_(cast.ana), rosario)
    kept = stored(media)
    folder = media / "ab"
    folder.mkdir(exist_ok=True)
    old, young = folder / ("0" * 30), folder / ("1" * 30)
    for path in (old, young, *kept):
        path.touch()
    long_ago = (timezone.now() - timedelta(hours=2)).timestamp()
    for path in (old, *kept):
        os.utime(path, (long_ago, long_ago))
    sweep_files_without_a_row.delay()
    assert stored(media) == sorted([young, *kept])


def test_nothing_is_swept_from_an_empty_store(db):
    assert sweep_files() == 0


def test_nobody_who_is_not_signed_in_can_fill_the_disk(client, rosario, media, monkeypatch):
    made = []
    monkeypatch.setattr("casework.files.receiving.Scratch", lambda *_: made.append(1))
    bring(client, rosario)
    client.post("/entrar/", {"login": "x", "file": SimpleUploadedFile("a", b"x" * 100_000)})
    assert made == []


def test_a_page_that_takes_no_file_receives_none(cast, as_, rosario, monkeypatch):
    made = []
    monkeypatch.setattr("casework.files.receiving.Scratch", lambda *_: made.append(1))
    as_(cast.ana).post(
        f"/casos/{rosario.code}/sesiones/nueva/", {"file": SimpleUploadedFile("a", b"x")}
    )
    assert made == []


def test_a_closed_case_takes_no_file(cast, as_, rosario):
    with working_as(cast.ana), transaction.atomic():
        rosario.stage, rosario.closed_at = "closed", timezone.now()
        rosario.save()
    bring(as_(cast.ana), rosario)
    assert not Attachment.objects.exists()
    assert default_storage.exists("nothing") is False
