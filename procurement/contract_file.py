"""The whole file of a contract: every paper in its order, as one PDF or as an archive.

The archive is what an officer puts into the designated e-procurement system (지정정보처리장치) or
the agency's own records: papers, the same as UBL, the comparison that was sealed, copies of the
certificates that the enterprises had at the sale, and a list of it all with SHA-256 digests.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.rules import Role
from core import audit, clock
from core.actor import Actor
from core.documents import bind_pdf
from orders.models import OrderLine, VendorOrder
from orders.papers import transaction_statement_pdf
from procurement import dossier, interchange, papers
from procurement.dossier import Sheet
from procurement.models import PurchaseOrder, Quote
from settlements import tax_papers
from vendors.models import Credential

#: Who of an organization may read the enterprises' certificates: those who conclude and pay.
READERS = (Role.OWNER, Role.REQUESTER, Role.APPROVER, Role.CONTRACT_OFFICER, Role.FINANCE)


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the archive."""

    name: str
    kind: str
    number: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def papers_of(po: PurchaseOrder, *, only: int | None = None) -> list[Sheet]:
    """Every paper of a purchase in the order of its life; with ``only`` an enterprise's own."""
    found = [*_asked(po, only), *_bound(po, only)]
    found += [
        Sheet("delivery", row.number, _("납품서"), partial(papers.delivery_note_pdf, po, row))
        for row in dossier.deliveries_of(po, only)
    ]
    found += [
        Sheet("acceptance", row.number, _("검수조서"), partial(papers.acceptance_pdf, row))
        for row in dossier.inspections_of(po, only)
    ]
    parts = VendorOrder.objects.filter(order__purchase_order=po).select_related(
        "order__organization", "enterprise"
    )
    if only is not None:
        parts = parts.filter(enterprise=only)
    found += [
        Sheet("statement", row.number, _("거래명세서"), partial(transaction_statement_pdf, row))
        for row in parts.order_by("pk")
        if row.status != VendorOrder.Status.CANCELLED
    ]
    found += [
        Sheet("invoice", row.number, _("대금청구서"), partial(papers.invoice_pdf, row))
        for row in dossier.claims_of(po, only)
    ]
    found += [
        Sheet(
            "tax",
            row.number,
            str(row.get_kind_display()),
            partial(tax_papers.document_pdf, row),
        )
        for row in dossier.tax_documents_of(po, only)
    ]
    return found


def file_pdf(po: PurchaseOrder, *, only: int | None = None) -> bytes:
    """All papers behind a cover that lists them with their digests."""
    return _bound_file(po, _made(papers_of(po, only=only), ".pdf"), only)


def file_zip(po: PurchaseOrder, *, actor: Actor, only: int | None = None) -> bytes:
    """The archive; that the certificates were taken along leaves a line in the audit trail."""
    made = _made(papers_of(po, only=only), ".pdf", "papers/")
    files = [Packed("file.pdf", "file", po.number, _bound_file(po, made, only)), *made]
    files += _made(dossier.ubl_of(po, only=only), ".xml", "ubl/")
    if only is None and po.quote is not None and po.quote.rfq.comparison is not None:
        files.append(
            Packed("comparison.json", "comparison", po.quote.rfq.number, comparison_json(po))
        )
    if only is not None or actor.has_role(po.organization_id, *READERS):
        certificates = _certificates(po, only)
        files += certificates
        if certificates:
            with transaction.atomic():
                audit.record(actor=actor, action="po.file", obj=po, certificates=len(certificates))
    manifest = Packed("manifest.json", "manifest", po.number, _manifest(po, files))
    return _zipped(po, [manifest, *files])


def comparison_json(po: PurchaseOrder) -> bytes:
    """The comparison as it was sealed, in the canonical form that its digest is of."""
    assert po.quote is not None
    return json.dumps(
        po.quote.rfq.comparison, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _asked(po: PurchaseOrder, only: int | None) -> list[Sheet]:
    """Quotes, the chosen one last, and what they look like beside each other."""
    if po.quote is None:
        return []
    rfq = po.quote.rfq
    rows = rfq.quotes.filter(
        status__in=[Quote.Status.ORDERED, Quote.Status.LOST, Quote.Status.SUBMITTED]
    ).select_related("enterprise")
    if only is not None:
        rows = rows.filter(enterprise=only)
    found = []
    for quote in sorted(rows, key=lambda row: (row.pk == po.quote_id, row.pk)):
        quote.rfq = rfq
        found.append(Sheet("quote", quote.number, _("견적서"), partial(papers.quote_pdf, quote)))
    if only is None:
        made = partial(papers.comparison_pdf, rfq)
        found.append(Sheet("comparison", rfq.number, _("비교견적서"), made))
    return found


def _bound(po: PurchaseOrder, only: int | None) -> list[Sheet]:
    found = []
    if papers.has_contract(po):
        found.append(
            Sheet("contract", po.number, _("약식계약서"), partial(papers.contract_pdf, po))
        )
    number = po.number if only is None else interchange.order_number(po, only)
    made = partial(papers.purchase_order_pdf, po, only=only)
    return [*found, Sheet("order", number, _("발주서"), made)]


def _made(sheets: Sequence[Sheet], ending: str, folder: str = "") -> list[Packed]:
    return [
        Packed(
            f"{folder}{place:02d}_{sheet.file_name}{ending}", sheet.kind, sheet.number, sheet.made()
        )
        for place, sheet in enumerate(sheets, start=1)
    ]


def _bound_file(po: PurchaseOrder, made: Sequence[Packed], only: int | None) -> bytes:
    sellers = dossier.sellers_of(po, only)
    lines = [line for line in po.lines.all() if only in (None, line.enterprise_id)]
    return bind_pdf(
        {
            "title": "계약서류철" if papers.has_contract(po) else "구매서류철",
            "number": po.number,
            "issued_on": clock.local_date(po.decided_at or po.created_at).isoformat(),
            "subject": po.title,
            "buyer": po.organization.name,
            "seller": ", ".join(row.name for row in sellers),
            "basis": po.rule_basis,
            "reference": po.system_reference,
            "status": str(po.get_status_display()),
            "total": sum(line.unit_price_amount * line.ordered_quantity for line in lines),
            "papers": [
                {
                    "title": PurePath(row.name).name.split("_")[1],
                    "number": row.number,
                    "digest": row.digest,
                }
                for row in made
            ],
        },
        [row.content for row in made],
    )


def _certificates(po: PurchaseOrder, only: int | None) -> list[Packed]:
    """Copies of the papers that the order's lines cite: those that held at the sale."""
    if po.order_id is None:
        return []
    lines = OrderLine.objects.filter(vendor_order__order=po.order_id)
    if only is not None:
        lines = lines.filter(vendor_order__enterprise=only)
    cited = {
        (seller, paper.get("kind"), paper.get("number"))
        for seller, kept in lines.values_list("vendor_order__enterprise_id", "credentials")
        for paper in kept
    }
    rows = Credential.objects.filter(enterprise__in={seller for seller, _kind, _no in cited})
    storage = storages["private"]
    found = []
    for row in rows.exclude(file="").select_related("enterprise").order_by("enterprise", "pk"):
        if (row.enterprise_id, row.kind, row.number) not in cited:
            continue
        kept = row.file.name or ""
        if row.status == Credential.Status.PENDING or not storage.exists(kept):
            continue
        with storage.open(kept) as file:
            content = file.read()
        title = _safe(f"{row.enterprise.name}_{row.get_kind_display()}_{row.pk}")
        name = f"certificates/{title}{PurePath(kept).suffix}"
        found.append(Packed(name, "certificate", row.number, content))
    return found


def _manifest(po: PurchaseOrder, files: Sequence[Packed]) -> bytes:
    rfq = po.quote.rfq if po.quote else None
    said = {
        "purchase_order": po.number,
        "title": po.title,
        "organization": po.organization.name,
        "organization_business_number": po.organization.business_number,
        "request_for_quote": rfq.number if rfq else "",
        "ocid": f"{settings.OCDS_PREFIX}-{rfq.number if rfq else po.number}",
        "ground": po.rule_basis,
        "system_reference": po.system_reference,
        "status": po.status,
        "comparison_sha256": rfq.comparison_digest if rfq else "",
        "files": [
            {
                "name": row.name,
                "kind": row.kind,
                "number": row.number,
                "size": len(row.content),
                "sha256": row.digest,
            }
            for row in files
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


def _zipped(po: PurchaseOrder, files: Sequence[Packed]) -> bytes:
    """The same files give the same bytes: everything bears the day of the contract."""
    day = clock.local_date(po.decided_at or po.created_at)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in files:
            entry = zipfile.ZipInfo(row.name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, row.content)
    return buffer.getvalue()


def _safe(name: str) -> str:
    """A file name without what a file system refuses."""
    return "".join(letter if letter.isalnum() or letter in "-_()" else "_" for letter in name)
