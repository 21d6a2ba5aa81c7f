"""Files that people might bring, made up on the spot: whole ones, and hostile ones."""

import io
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from casework.files.receiving import ReceivedFile
from vault.scratch import Scratch

LATITUDE = -16.5
PLACE = "Calle Inventada 123"


def photo(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """A picture that says where, when and with what it was taken, in every way it can."""
    exif = Image.Exif()
    exif[0x010F] = "Camara Inventada"
    exif[0x0112] = 6  # lies on its side
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "S", (TiffImagePlugin.IFDRational(16), TiffImagePlugin.IFDRational(30), 0)
    exif[0x8825] = gps
    written = io.BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{PLACE}</x:xmpmeta>".encode()
    more = {"xmp": xmp} if kind in {"JPEG", "WEBP"} else {}
    if kind == "JPEG":
        more["comment"] = PLACE.encode()
    if kind == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        info.add_text("Comment", PLACE)
        more["pnginfo"] = info
    Image.new("RGB", size, (120, 40, 200)).save(written, kind, exif=exif, **more)
    return written.getvalue()


def document(pages: int = 2) -> bytes:
    """A PDF."""
    sheets = [Image.new("RGB", (200, 300), (255, 255, 255 - page)) for page in range(pages)]
    written = io.BytesIO()
    sheets[0].save(written, "PDF", save_all=True, append_images=sheets[1:])
    return written.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in parts.items():
            opened.writestr(name, data)
    return written.getvalue()


WORD_PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "word/document.xml": b"<w:document>Certificado inventado</w:document>",
}
ODT_PARTS = {
    "mimetype": b"application/vnd.oasis.opendocument.text",
    "content.xml": b"<office:document-content/>",
}
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64)
M4A = b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0" + bytes(64)
OGG = b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(64)
MP3 = b"ID3\x04\0\0\0\0\0\x0aTIT2" + bytes(6) + b"\xff\xfb\x90\x44" + bytes(400)

WHOLE = {
    "jpeg": photo("JPEG"),
    "png": photo("PNG"),
    "webp": photo("WEBP"),
    "pdf": document(),
    "text": "Declaración inventada.\r\nSegunda línea.".encode(),
    "docx": archive(WORD_PARTS),
    "xlsx": archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}),
    "pptx": archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
    "odt": archive(ODT_PARTS),
    "ogg": OGG,
    "mp3": MP3,
    "m4a": M4A,
    "mp4": MP4,
}


def huge_picture() -> bytes:
    """A PNG of a few kilobytes with 100,000 x 100,000 points."""
    whole = bytearray(photo("PNG"))
    whole[16:24] = struct.pack(">II", 100_000, 100_000)
    whole[29:33] = struct.pack(">I", zlib.crc32(whole[12:29]))
    return bytes(whole)


def huge_pdf() -> bytes:
    """A PDF whose only page is drawn by a stream that grows a hundred thousand times."""
    packed = zlib.compress(zlib.compress(b"0 0 m 1 1 l S\n" * 150_000_000, 9), 9)
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    head += b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    head += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n"
    stream = b"4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(packed)
    return head + stream + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@cache
def hostile() -> dict[str, tuple[bytes, str]]:
    """Files that must not be taken, and a word of the sentence that says why."""
    word, other = archive(WORD_PARTS), archive({"a.txt": b"x"})
    return {
        "nothing": (b"", "vacío"),
        "a program": (b"MZ\x90\0" + bytes(200), "No recibimos"),
        "a Linux program": (b"\x7fELF" + bytes(200), "No recibimos"),
        "a script": (b"#!/bin/sh\nrm -rf /\n", "No recibimos"),
        "a page": (b"<!doctype html><script>alert(1)</script>", "No recibimos"),
        "a drawing that runs": (b"<svg xmlns='x' onload='alert(1)'/>", "No recibimos"),
        "noise": (bytes(range(256)) * 9, "No recibimos"),
        "an archive": (other, "No recibimos"),
        "a picture and an archive": (photo() + other, "escondido"),
        "a picture and a PDF": (
            photo()[:2] + b"\xff\xfe\0\x10%PDF-1.7\n12345" + photo()[2:],
            "escondido",
        ),
        "a picture and a page": (photo() + b"<script>alert(1)</script>", "escondido"),
        "a PDF and an archive": (document() + other, "escondido"),
        "a document with a macro": (
            archive({**WORD_PARTS, "word/vbaProject.bin": b"x"}),
            "escondido",
        ),
        "a document that climbs out": (
            archive({**WORD_PARTS, "../../etc/cron.d/x": b"x"}),
            "escondido",
        ),
        "a document in a document": (
            archive({**WORD_PARTS, "word/embeddings/x.docx": word}),
            "escondido",
        ),
        "a document with more behind it": (word + b"more", "escondido"),
        "a bomb of zeros": (archive({**WORD_PARTS, "word/a.xml": bytes(50_000_000)}), "demasiado"),
        "a bomb of parts": (
            archive({**WORD_PARTS, **{f"word/{n}.xml": b"" for n in range(6_000)}}),
            "demasiado",
        ),
        "a picture without end": (huge_picture(), "demasiado"),
        "half a picture": (photo(size=(900, 900))[:900], "dañado"),
        "half a PDF": (document()[:200], "dañado"),
        "half a document": (word[:-30] + word[-22:], "dañado"),
    }


def received(data: bytes, folder, name: str = "foto.jpg") -> ReceivedFile:
    """A file as the upload handler hands it on."""
    content = Scratch(folder)
    content.write(data)
    return ReceivedFile(name, content, "0" * 64, is_too_large=False)
