"""What is taken, by content; what is refused, in words; and what a copy no longer tells."""

import io

import pytest
from PIL import Image

from casework.files.bounded import drawn_page
from casework.files.errors import FileExpands, FileRefused, FileTooLarge, FileUnreadable
from casework.files.inspection import inspect
from casework.files.receiving import ReceivedFile
from tests.plugins import files
from tests.plugins.needles import found
from vault.scratch import Scratch


@pytest.mark.parametrize("kind", files.WHOLE)
def test_a_file_is_taken_for_what_its_content_is_whatever_its_name(kind, tmp_path):
    for name in ("foto.jpg", "../../etc/passwd", "virus.exe", "sin-nombre"):
        taken = inspect(files.received(files.WHOLE[kind], tmp_path, name))
        assert taken.kind == kind


@pytest.mark.parametrize("name", files.hostile())
def test_a_hostile_file_is_refused_with_a_sentence(name, tmp_path):
    data, word = files.hostile()[name]
    with pytest.raises(FileRefused) as refused:
        inspect(files.received(data, tmp_path))
    assert word in str(refused.value.message)


def test_what_grew_too_large_is_refused(tmp_path):
    with pytest.raises(FileTooLarge):
        inspect(ReceivedFile("a", Scratch(tmp_path), "", is_too_large=True))


@pytest.mark.slow
def test_a_pdf_that_grows_beyond_measure_ends_its_own_process_only(tmp_path):
    with pytest.raises((FileExpands, FileUnreadable)):
        inspect(files.received(files.huge_pdf(), tmp_path))


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_copy_holds_no_place_camera_or_comment_and_stands_upright(kind, tmp_path):
    data = files.WHOLE[kind]
    told = Image.open(io.BytesIO(data))
    assert told.getexif().get_ifd(0x8825)
    assert found([files.PLACE], data) == {files.PLACE}
    taken = inspect(files.received(data, tmp_path))
    taken.copy.seek(0)
    copy = taken.copy.read()
    picture = Image.open(io.BytesIO(copy))
    assert picture.format == kind.upper()
    assert (picture.width, picture.height) == (told.height, told.width)
    assert not picture.getexif()
    assert not {"xmp", "exif", "comment", "XML:com.adobe.xmp"} & set(picture.info)
    assert found([files.PLACE, "Camara Inventada"], copy) == set()
    assert picture.convert("RGB").getpixel((5, 5))[2] > 150


def test_a_page_of_a_pdf_is_drawn_as_a_picture(tmp_path):
    taken = inspect(files.received(files.document(3), tmp_path))
    assert taken.pages == 3
    taken.original.seek(0)
    drawn = Image.open(io.BytesIO(drawn_page(taken.original, 2).read()))
    assert drawn.format == "PNG"
    taken.original.seek(0)
    with pytest.raises(FileUnreadable):
        drawn_page(taken.original, 4)


def test_text_of_windows_is_text_too(tmp_path):
    assert inspect(files.received("ñandú".encode("utf-16"), tmp_path)).kind == "text"
    assert inspect(files.received("﻿ñandú".encode(), tmp_path)).kind == "text"
