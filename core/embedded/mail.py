"""Mail as a folder of readable files: the carrier where no SMTP server is set.

A file is named for its Message-ID, so that the same mail sent twice is one file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class FolderBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message)
        return len(email_messages)


def _write(folder: Path, message: EmailMessage) -> None:
    text = message.message().as_bytes()
    identity = message.extra_headers.get("Message-ID") or text
    seed = identity.encode() if isinstance(identity, str) else bytes(identity)
    name = hashlib.sha256(seed).hexdigest()[:24]
    unfinished = folder / f".{name}.{os.getpid()}"
    unfinished.write_bytes(text)
    unfinished.replace(folder / f"{name}.eml")
