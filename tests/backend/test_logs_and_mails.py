"""Logs carry no personal data, and a mail is one file however often it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage, get_connection

from backend import logs
from backend.translations import compile_all


def test_personal_values_are_struck_out_by_name_and_by_look() -> None:
    event = logs.strike_out(
        None,
        "info",
        {"event": "mail to kim@example.kr, call 010-1234-5678", "phone": "1", "order_id": 7},
    )
    assert event == {"event": "mail to ***, call ***", "phone": "***", "order_id": 7}


def test_an_address_that_is_a_permission_is_struck_out() -> None:
    event = logs.strike_out(None, "error", {"event": "error at /orders/Zx81kqLw0_v3-AbCdEfGhI/"})
    assert event == {"event": "error at /orders/***/"}


def test_the_same_mail_sent_twice_is_one_file(settings: Any, tmp_path: Path) -> None:
    settings.MAIL_FOLDER = tmp_path
    carrier = get_connection("core.embedded.mail.FolderBackend")
    for identity in ("<a@x>", "<a@x>", "<b@x>"):
        message = EmailMessage("제목", "본문", to=["a@b.kr"], headers={"Message-ID": identity})
        carrier.send_messages([message])
    assert len(list(tmp_path.glob("*.eml"))) == 2
    assert len(list(tmp_path.iterdir())) == 2


def test_translations_are_compiled_when_they_changed(tmp_path: Path) -> None:
    folder = tmp_path / "room" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "상품"\nmsgstr "Product"\n')
    assert compile_all(tmp_path) == 1
    assert (folder / "django.mo").exists()
    assert compile_all(tmp_path) == 0
