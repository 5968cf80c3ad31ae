"""Certificates as files: told by their content, bounded, kept where no address leads."""

from __future__ import annotations

import re
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core import ids, scan
from core.errors import InvalidInput

#: First bytes of the types that are taken, with the ending they are kept under.
_KINDS = ((b"%PDF-", ".pdf"), (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"))
CONTENT_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}


def storage() -> Storage:
    return storages["private"]


def inspect(file: UploadedFile[bytes]) -> str:
    """The ending an uploaded paper is kept under. Raises InvalidInput on ``file`` for a wrong type
    (by content, not by name), size, or what the virus scanner finds, where there is one."""
    most = settings.MAX_UPLOAD_BYTES
    if (file.size or 0) > most:
        text = _("파일은 %(most)dMB까지 올릴 수 있습니다.") % {"most": most // 1024**2}
        raise InvalidInput({"file": text})
    head = file.read(16)
    file.seek(0)
    ending = next((ending for magic, ending in _KINDS if head.startswith(magic)), None)
    if ending is None:
        raise InvalidInput({"file": _("PDF, JPG, PNG 파일만 올릴 수 있습니다.")})
    scan.refuse_infected(file)
    return ending


def keep(file: UploadedFile[bytes]) -> str:
    """Store an inspected paper under a name nobody can guess; answers that name."""
    head = file.read(16)
    file.seek(0)
    ending = next(ending for magic, ending in _KINDS if head.startswith(magic))
    return storage().save(f"credentials/{ids.new_token()}{ending}", file)


def content_type(name: str) -> str:
    return CONTENT_TYPES.get(PurePath(name).suffix, "application/octet-stream")


def shown_name(kind: str, number: str, name: str) -> str:
    """A file name for the reader, without characters a file system refuses."""
    number = re.sub(r"[^\w가-힣-]+", "_", number)
    return f"{kind}_{number}{PurePath(name).suffix}"
