"""Opens pictures and PDFs that strangers made: in a process of its own, with hard limits.

Run as a script by `casework.files.bounded`, with nothing of the site in it: no settings, no keys,
no environment. Reads the file from standard input, writes the result to standard output, and says
by its exit code how it went. A file that breaks a library breaks this process, and nothing else.
"""

import io
import resource
import sys
import warnings
from collections.abc import Callable

UNREADABLE, EXPANDS, LOCKED = 3, 4, 5
MOST_MEMORY = 1 << 30
MOST_SECONDS = 20
MOST_PIXELS = 50_000_000
MOST_PAGES = 2_000
LONGEST_SIDE = 1_600  # of a drawn page, in points of the screen
PASSWORD = 4  # PDFium's code for "wrong password"


class Stop(Exception):  # no error of ours: the file's
    """The file is not to be opened; ``code`` says why."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


def clean_picture(data: bytes, kind: str) -> bytes:
    """The picture's points and nothing else, turned upright; of the same kind."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415  # under the limits

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(data), formats=[kind.upper()]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Stop(EXPANDS)
            image.load()
            turned = ImageOps.exif_transpose(image)
            clear = turned.has_transparency_data
            mode = "L" if turned.mode in {"1", "L"} and not clear else "RGBA" if clear else "RGB"
            points = turned.convert(mode)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Stop(EXPANDS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Stop(UNREADABLE) from None
    fresh = Image.new(points.mode, points.size)  # what else was known of the old one stays behind
    fresh.paste(points)
    written = io.BytesIO()
    fresh.save(written, format=kind.upper(), quality=90)
    return written.getvalue()


def count_pages(data: bytes) -> bytes:
    """How many pages a PDF has, the first of which can be drawn."""
    draw_page(data, "1")
    return str(_pages(data)).encode()


def draw_page(data: bytes, number: str) -> bytes:
    """One page of a PDF, counted from 1, as PNG."""
    import pypdfium2  # noqa: PLC0415  # under the limits

    if not 1 <= int(number) <= _pages(data):
        raise Stop(UNREADABLE)
    try:
        page = pypdfium2.PdfDocument(data)[int(number) - 1]
        longest = max(*page.get_size(), 1.0)
        picture = page.render(scale=min(2.0, LONGEST_SIDE / longest)).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        raise Stop(UNREADABLE) from None
    written = io.BytesIO()
    picture.save(written, format="PNG")
    return written.getvalue()


def _pages(data: bytes) -> int:
    import pypdfium2  # noqa: PLC0415  # under the limits

    try:
        pages = len(pypdfium2.PdfDocument(data))
    except pypdfium2.PdfiumError as error:
        raise Stop(LOCKED if error.err_code == PASSWORD else UNREADABLE) from None
    if pages > MOST_PAGES:
        raise Stop(EXPANDS)
    return pages


VERBS: dict[str, Callable[..., bytes]] = {
    "clean-picture": clean_picture,
    "count-pages": count_pages,
    "draw-page": draw_page,
}


def bound() -> None:
    """Take away what a hostile file could make use of: memory, time, files."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(verb: str, *words: str) -> int:
    """Do it; the exit code."""
    bound()
    try:
        result = VERBS[verb](sys.stdin.buffer.read(), *words)
    except Stop as stop:
        return stop.code
    except MemoryError:
        return EXPANDS
    sys.stdout.buffer.write(result)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
