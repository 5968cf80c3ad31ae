"""The published schemas and rules, as functions that name what a document breaks."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

HERE = Path(__file__).parent
DOCUMENTS = (
    "RequestForQuotation",
    "Quotation",
    "Order",
    "OrderResponse",
    "DespatchAdvice",
    "ReceiptAdvice",
    "Invoice",
    "CreditNote",
)
#: The modules that UBL's own import without a location, before those that need them.
MODULES = {
    "http://www.w3.org/2000/09/xmldsig#": "xmldsig-core-schema.xsd",
    "http://uri.etsi.org/01903/v1.3.2#": "XAdES01903v132-201601.xsd",
    "http://uri.etsi.org/01903/v1.4.1#": "XAdES01903v141-201601.xsd",
    "urn:un:unece:uncefact:data:specification:CoreComponentTypeSchemaModule:2": (
        "CCTS_CCT_SchemaModule.xsd"
    ),
} | {
    f"urn:oasis:names:specification:ubl:schema:xsd:{kind}-2": f"UBL-{kind}-2.1.xsd"
    for kind in DOCUMENTS
}
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


class _Packed(etree.Resolver):
    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:
        packed = HERE / "xsd" / (system_url.rsplit("/", 1)[-1] + ".gz")
        return self.resolve_string(
            gzip.decompress(packed.read_bytes()), context, base_url=system_url
        )


@cache
def _schema() -> etree.XMLSchema:
    """One schema of all the documents."""
    imports = "".join(
        f'<xsd:import namespace="{namespace}" schemaLocation="packed:/{name}"/>'
        for namespace, name in MODULES.items()
    )
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Packed())
    root = f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">{imports}</xsd:schema>'
    return etree.XMLSchema(etree.fromstring(root, parser))


def xsd_faults(xml: bytes) -> list[str]:
    """What in ``xml`` UBL 2.1's schema doesn't allow."""
    schema = _schema()
    schema.validate(etree.fromstring(xml))
    return [f"{entry.line}: {entry.message}" for entry in schema.error_log]


@cache
def _processor() -> Any:
    return PySaxonProcessor(license=False)


@cache
def _rules(name: str) -> Any:
    text = gzip.decompress((HERE / "schematron" / f"{name}.xslt.gz").read_bytes())
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_text=text.decode())


def broken(xml: bytes, *names: str) -> set[str]:
    """The ids of the rules in ``names`` that ``xml`` breaks, warnings included."""
    return set(told(xml, *names))


def told(xml: bytes, *names: str) -> dict[str, str]:
    """The same with what each rule says."""
    found: dict[str, str] = {}
    for name in names:
        node = _processor().parse_xml(xml_text=xml.decode())
        report = etree.fromstring(_rules(name).transform_to_string(xdm_node=node).encode())
        assert report.findall(f"{SVRL}fired-rule"), f"{name} has nothing to say of this document"
        for kind in ("failed-assert", "successful-report"):
            for entry in report.iter(SVRL + kind):
                text = " ".join("".join(entry.itertext()).split())
                found[entry.get("id") or "?"] = f"{entry.get('location')}: {text}"
    return found
