"""Writing UBL 2.1: elements that leave themselves out when there is nothing to say.

Peppol allows no empty elements (PEPPOL-COMMON-R001, PEPPOL-EN16931-R008).
"""

from __future__ import annotations

import datetime as dt
import re

from lxml import etree

from procurement.standards.parts import KRW, SEOUL

CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
NAMES = {"cac": CAC, "cbc": CBC}

#: The scheme of an electronic address that is a Korean business registration number. Neither
#: ISO 6523 nor Peppol's EAS list has one for Korea, so the rules on that list fail by design.
KOREAN_SCHEME = "KR-BRN"
#: The item property that tells a line's amount with VAT, which UBL's own fields don't.
WITH_VAT = "VATInclusiveLineAmount"

#: What XML 1.0 has no way to say.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def namespace_of(kind: str) -> str:
    return f"urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"


def cbc(name: str, value: object, **attributes: str) -> etree._Element | None:
    """A basic component, or None for an empty text or None."""
    text = "" if value is None else _UNSAYABLE.sub("", str(value)).strip()
    if not text:
        return None
    element = etree.Element(f"{{{CBC}}}{name}", attrib=attributes, nsmap={"cbc": CBC})
    element.text = text
    return element


def cac(name: str, *children: etree._Element | None) -> etree._Element | None:
    """An aggregate of those ``children`` that say something, or None."""
    present = [child for child in children if child is not None]
    if not present:
        return None
    element = etree.Element(f"{{{CAC}}}{name}", nsmap=NAMES)
    element.extend(present)
    return element


def document(kind: str, *children: etree._Element | None) -> bytes:
    """The whole document, as UTF-8."""
    root = etree.Element(
        f"{{{namespace_of(kind)}}}{kind}", nsmap={None: namespace_of(kind)} | NAMES
    )
    root.extend([child for child in children if child is not None])
    etree.cleanup_namespaces(root, top_nsmap=NAMES)
    etree.indent(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def won(name: str, amount: int) -> etree._Element | None:
    return cbc(name, amount, currencyID=KRW)


def units(name: str, quantity: int, unit: str) -> etree._Element | None:
    return cbc(name, quantity, unitCode=unit)


def day(name: str, on: dt.date | None) -> etree._Element | None:
    return cbc(name, on.isoformat() if on else None)


def day_of(name: str, at: dt.datetime | None) -> etree._Element | None:
    """The day in Seoul."""
    return day(name, at.astimezone(SEOUL).date() if at else None)


def time_of(name: str, at: dt.datetime | None) -> etree._Element | None:
    """The time in Seoul to the second, with its offset."""
    return cbc(name, at.astimezone(SEOUL).isoformat("T", "seconds")[11:] if at else None)


def period(name: str, start: dt.date | None, end: dt.date | None) -> etree._Element | None:
    return cac(name, day("StartDate", start), day("EndDate", end))


def reference(name: str, number: str) -> etree._Element | None:
    """A document named by its number alone."""
    return cac(name, cbc("ID", number))
