"""Files that people attach: by their content, scanned, a digest kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core import ids, scan
from core.errors import InvalidInput
from procurement.models import Acceptance, AcceptancePhoto, RequestForQuote, RfqAttachment

MOST_PHOTOS = 10
MOST_FILES = 10
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_FILE = 20 * 1024 * 1024
#: By their first bytes; a file's name says nothing.
PICTURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
#: Office's newer files and HWPX are ZIP archives, its older ones and HWP compound files.
PAPERS = {b"%PDF-": "pdf", b"PK\x03\x04": "", b"\xd0\xcf\x11\xe0": "", **PICTURES}
NAMED = {"pdf", "xlsx", "docx", "pptx", "hwpx", "zip", "hwp", "xls", "doc", "ppt", "jpg", "png"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept."""

    name: str
    content: bytes
    digest: str
    extension: str


def photos_counted(
    photos: Sequence[UploadedFile[bytes]],
) -> Sequence[UploadedFile[bytes]]:
    """The photos, unless they are too many. Raises InvalidInput (``photos``)."""
    if len(photos) > MOST_PHOTOS:
        text = _("사진은 %(most)d장까지 올릴 수 있습니다.") % {"most": MOST_PHOTOS}
        raise InvalidInput({"photos": text})
    return photos


def photo_checked(file: UploadedFile[bytes]) -> Checked:
    """A JPEG or PNG picture. Raises InvalidInput (``photos``)."""
    text = _("JPEG나 PNG 사진만 올릴 수 있습니다.")
    return _checked(file, PICTURES, LARGEST_PHOTO, "photos", text)


def paper_checked(file: UploadedFile[bytes]) -> Checked:
    """A paper that goes with a request. Raises InvalidInput (``files``)."""
    text = _("PDF, 한글(HWP·HWPX), 오피스, 그림, ZIP 파일만 올릴 수 있습니다.")
    found = _checked(file, PAPERS, LARGEST_FILE, "files", text)
    if found.extension not in NAMED:
        raise InvalidInput({"files": text})
    return found


def photo_keep(acceptance: Acceptance, picture: Checked) -> AcceptancePhoto:
    return AcceptancePhoto.objects.create(
        acceptance=acceptance,
        name=picture.name,
        digest=picture.digest,
        file=_keep("acceptance", picture),
    )


def paper_keep(rfq: RequestForQuote, paper: Checked) -> RfqAttachment:
    return RfqAttachment.objects.create(
        rfq=rfq,
        name=paper.name,
        size=len(paper.content),
        digest=paper.digest,
        created_at=rfq.created_at,
        file=_keep("rfq", paper),
    )


def _keep(folder: str, file: Checked) -> str:
    """Its name in the private store."""
    name = f"{folder}/{ids.new_token()}.{file.extension}"
    return storages["private"].save(name, ContentFile(file.content))


def _checked(
    file: UploadedFile[bytes], kinds: dict[bytes, str], largest: int, field: str, refusal: str
) -> Checked:
    if not file.size or file.size > largest:
        text = _("파일 하나는 %(most)dMB까지 올릴 수 있습니다.") % {"most": largest // 2**20}
        raise InvalidInput({field: text})
    scan.refuse_infected(file.file or file, field=field)
    file.seek(0)
    content = file.read()
    kind = next((kind for start, kind in kinds.items() if content.startswith(start)), None)
    if kind is None:
        raise InvalidInput({field: refusal})
    name = (file.name or "").replace("\x00", "").rpartition("/")[2][-200:]
    return Checked(
        name=name,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        extension=kind or name.rpartition(".")[2].lower(),
    )
