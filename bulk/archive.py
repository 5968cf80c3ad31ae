"""ZIPs of pictures, as people make them: bounded before they are opened, Korean names read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import InvalidInput

MOST_BYTES = 200 * 1024 * 1024
MOST_FILES = 5000
#: What all of them may unpack to: pictures hardly shrink.
MOST_UNPACKED = 1024 * 1024 * 1024
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


def inspect(file: Any) -> None:
    """Raises InvalidInput on ``pictures`` for what is no ZIP, too large, or a bomb."""
    if (file.size or 0) > MOST_BYTES:
        text = _("사진 묶음은 %(most)dMB까지 올릴 수 있습니다.") % {"most": MOST_BYTES // 1024**2}
        raise InvalidInput({"pictures": text})
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InvalidInput({"pictures": _("ZIP 파일을 올려 주세요.")}) from error
    finally:
        file.seek(0)
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise InvalidInput({"pictures": _("사진이 너무 많습니다. 나누어 올려 주세요.")})
    if not pictures_in(entries):
        raise InvalidInput({"pictures": _("ZIP 안에 JPG, PNG, WebP 사진이 없습니다.")})


def pictures_in(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Pictures by their small file name, folders left out; hidden files of macOS aren't any."""
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = _name(entry).rpartition("/")[2].lower()
        hidden = name.startswith(".") or "__macosx" in entry.filename.lower()
        if name.endswith(_ENDINGS) and not hidden:
            found.setdefault(name, entry)
    return found


def chosen(names: list[str], code: str, pictures: Mapping[str, Any]) -> list[str]:
    """Which pictures are a product's: those its row names, else those named after its code:
    ``A-1.jpg``, ``A-1_2.jpg``, ``A-1-3.png``, in that order."""
    if names:
        told = [name.rpartition("/")[2].lower() for name in names]
        return [name for name in told if name in pictures]
    if not code:
        return []
    own = re.compile(re.escape(code.lower()) + r"(?:[_-](\d{1,2}))?\.\w+$")
    found = [(int(m.group(1) or 0), name) for name in pictures if (m := own.match(name))]
    return [name for _place, name in sorted(found)]


def content(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """The picture's bytes; None for one larger than an upload may be."""
    most = settings.MAX_UPLOAD_BYTES
    if entry.file_size > most:
        return None
    with packed.open(entry) as file:
        found: bytes = _read(file, most)
    return found if len(found) <= most else None


def _read(file: IO[bytes], most: int) -> bytes:
    """Never more than was promised, whatever the head of the entry said."""
    return file.read(most + 1)


def _name(entry: zipfile.ZipInfo) -> str:
    """Windows in Korean writes names in CP949 without saying so; zipfile reads them as CP437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("cp949")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename
