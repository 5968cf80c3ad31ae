"""Reading what somebody sent: nothing in it is trusted, and every fault is kept with its place."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from lxml import etree

from procurement.standards.errors import StandardsError
from procurement.standards.ubl.xml import NAMES, namespace_of

MOST_BYTES = 5 * 1024 * 1024
#: Won; far above any order, and far below what a BIGINT column holds.
LARGEST_AMOUNT = 10**15
YEARS = range(2000, 3000)

_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,10})?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)


def root_of(xml: bytes, kind: str) -> etree._Element:
    """The root of a UBL document of that ``kind``: UTF-8, at most 5 MB, no DOCTYPE.

    Raises StandardsError.
    """
    if len(xml) > MOST_BYTES:
        raise StandardsError([(kind, "5MB보다 큰 문서는 받을 수 없습니다.")])
    try:
        xml.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StandardsError([(kind, "UTF-8로 저장한 XML 문서만 받을 수 있습니다.")]) from None
    # The encoding is given, so what is looked for here is what the parser would see.
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise StandardsError([(kind, "DOCTYPE이나 엔티티가 든 문서는 받을 수 없습니다.")])
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise StandardsError([(kind, f"XML 문서로 읽을 수 없습니다({line}번째 줄).")]) from None
    if root.getroottree().docinfo.doctype:
        raise StandardsError([(kind, "DOCTYPE이나 엔티티가 든 문서는 받을 수 없습니다.")])
    if root.tag != f"{{{namespace_of(kind)}}}{kind}":
        raise StandardsError([(kind, f"UBL 2.1 {kind} 문서가 아닙니다.")])
    return root


class Reading:
    """Takes values out of a document and, as it goes, gathers what is wrong with them."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.problems: list[tuple[str, str]] = []

    def wrong(self, where: str, message: str) -> None:
        self.problems.append((where, message))

    def all(self, node: etree._Element, path: str) -> list[str]:
        texts = [(found.text or "").strip() for found in node.findall(path, NAMES)]
        return [text for text in texts if text]

    def text(self, node: etree._Element, path: str, where: str = "", needed: str = "") -> str:
        """The first text at ``path``, or "" (a problem where it is ``needed``)."""
        texts = self.all(node, path)
        if not texts and needed:
            self.wrong(where, needed)
        return texts[0] if texts else ""

    def decimal(self, node: etree._Element, path: str, where: str) -> Decimal | None:
        text = self.text(node, path)
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            self.wrong(where, "숫자가 아닙니다.")
            return None
        return Decimal(text)

    def won(self, node: etree._Element, path: str, where: str) -> int | None:
        """A whole number of won, from nothing up."""
        found = self.decimal(node, path, where)
        if found is None:
            return None
        if found != found.to_integral_value():
            self.wrong(where, "원 단위의 금액이어야 합니다.")
            return None
        if not 0 <= found <= LARGEST_AMOUNT:
            self.wrong(where, "금액이 범위를 벗어났습니다.")
            return None
        return int(found)

    def date(self, node: etree._Element, path: str, within: str = "") -> dt.date | None:
        text = self.text(node, path)
        if not text:
            return None
        match = _DATE.fullmatch(text)
        try:
            found = dt.date.fromisoformat(match[1]) if match else None
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            self.wrong(within + plain(path), "날짜(YYYY-MM-DD)가 아닙니다.")
            return None
        return found

    def where(self, element: etree._Element) -> str:
        """As ``OrderLine[2]/LineItem/Price``: numbered where there are several."""
        steps = []
        for node in (element, *element.iterancestors()):
            parent = node.getparent()
            if parent is None:
                break
            same = parent.findall(str(node.tag))
            name = etree.QName(node).localname
            steps.append(f"{name}[{same.index(node) + 1}]" if len(same) > 1 else name)
        return "/".join(reversed(steps)) or etree.QName(element).localname


def plain(path: str) -> str:
    return re.sub(r"\b(cac|cbc):", "", path)
