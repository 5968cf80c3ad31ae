"""Every word on a page and in a mail has its English, and keeps its blanks."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from backend.environment import ROOT

CATALOGUES = sorted(ROOT.glob("*/locale/en/LC_MESSAGES/django.po"))
BLANK = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
#: What gettext would collect: a Korean text in a call or a tag.
IN_CODE = re.compile(r"""\b(?:_|gettext(?:_lazy)?)\(\s*["']([^"'\n]*[가-힣][^"'\n]*)["']\s*[,)]""")
IN_PAGES = re.compile(r"""\{%\s*translate\s+"([^"]+)\"""")


def test_there_are_catalogues() -> None:
    assert len(CATALOGUES) >= 12


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_nothing_is_left_untranslated_or_unsure(path: Path) -> None:
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    assert [e.msgid for e in entries if e.fuzzy or not (e.msgstr or e.msgstr_plural)] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_translations_have_the_blanks_of_their_texts(path: Path) -> None:
    for entry in polib.pofile(str(path)):
        if entry.msgstr:
            assert set(BLANK.findall(entry.msgid)) == set(BLANK.findall(entry.msgstr)), entry.msgid


def test_every_text_in_the_sources_is_in_a_catalogue() -> None:
    """``make messages`` was run since the last text was written."""
    known = {entry.msgid for path in CATALOGUES for entry in polib.pofile(str(path))}
    rooms = [path.parents[3] for path in CATALOGUES]
    wanted = set()
    for room in rooms:
        for source in room.rglob("*.py"):
            if "migrations" not in source.parts:
                wanted |= set(IN_CODE.findall(source.read_text()))
        for page in room.rglob("*.html"):
            wanted |= set(IN_PAGES.findall(page.read_text()))
    assert len(wanted) > 500
    assert sorted(text for text in wanted if text not in known) == []
