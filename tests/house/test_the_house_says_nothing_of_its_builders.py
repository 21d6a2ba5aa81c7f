"""The project names no machine it was made on, no package index, and no unfinished business."""

import re
import subprocess

import pytest
from django.conf import settings

# Each is written so that this file does not hold what it looks for.
FORBIDDEN = {
    "a folder of somebody's machine": r"/(?:wor[k]|hom[e]|roo[t]|User[s])/[\w.]+/",
    "a package index": r"py[p]i\.org|python[h]osted|npm[j]s\.|deb[.]debian|registr[y]\.[a-z]|index-ur[l] ",
    "unfinished business": r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b",
}


def tracked_files():
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    return [settings.BASE_DIR / name for name in names if (settings.BASE_DIR / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what):
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(settings.BASE_DIR)}: {hit[0]}" for hit in pattern.finditer(text)
        ]
    assert found == []


def test_a_planted_line_would_be_found():
    assert re.search(FORBIDDEN["a package index"], "https://py" + "pi.org/simple")
    assert re.search(FORBIDDEN["a folder of somebody's machine"], "/ho" + "me/ana/amparo")
