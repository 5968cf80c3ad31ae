"""An order of gifts is begun: what everybody gets, from whom, when, and the list of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organization
from catalog import selectors as catalog
from catalog.models import Variant
from core import audit, clock, idempotency, ids, outbox, scan
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from gifts import locks, selectors, sheets
from gifts.errors import StillReading, WrongState
from gifts.models import ErasurePeriod, GiftFile, GiftOrder, GiftRecipient
from procurement.models import CostCenter

S = GiftOrder.Status
MOST_PIECES = 100
KEEP_DAYS = (7, 180)
#: Of the private storage.
FOLDER = "gifts"
LONGEST_WINDOW = dt.timedelta(days=90)
LATEST = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever gives says of the gift. ``keep_days`` None: as the rule in force has it."""

    title: str
    sku: str
    sender_name: str
    arrive_from: dt.date
    arrive_to: dt.date
    message: str = ""
    pieces: int = 1
    keep_days: int | None = None
    cost_center_id: int | None = None


def gift_order_create(
    *,
    actor: Actor,
    organization_id: int,
    wishes: Wishes,
    file: UploadedFile[bytes],
    idempotency_key: str | None = None,
) -> GiftOrder:
    """Begin an order of gifts with a list of recipients (Excel, or CSV in UTF-8 or CP949); the list
    is read and checked in the background.

    Raises NotFound, NotAllowed, InvalidInput by field.
    """
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, *selectors.GIVERS)
    fields = _checked(organization_id, wishes)
    digest = _file_checked(file)

    def create() -> dict[str, Any]:
        now = clock.now()
        order = GiftOrder.objects.create(
            organization_id=organization_id,
            number=ids.new_number("G", clock.today()),
            requester_id=actor.require_person(),
            created_at=now,
            touched_at=now,
            **fields,
        )
        _keep(order, file, GiftFile.Kind.WHOLE)
        audit.record(actor=actor, action="gift.create", obj=order)
        return {"order_id": order.pk}

    with transaction.atomic():
        if idempotency_key is None:
            answer = create()
        else:
            answer = idempotency.once(
                scope=f"gift:{organization_id}",
                key=idempotency_key,
                body={"title": wishes.title, "sku": wishes.sku, "file": digest},
                action=create,
            )
    return GiftOrder.objects.get(pk=answer["order_id"])


@transaction.atomic
def gift_order_update(*, actor: Actor, order_id: int, wishes: Wishes) -> GiftOrder:
    """Say otherwise while it is a draft; rows that say nothing of their own follow. Raises
    NotFound, NotAllowed, WrongState, StillReading, InvalidInput by field."""
    order = draft_of(actor, order_id)
    refuse_while_reading(order)
    for name, value in _checked(order.organization_id, wishes).items():
        setattr(order, name, value)
    order.touched_at = clock.now()
    order.save()
    good = order.recipients.exclude(status=GiftRecipient.Status.BAD)
    good.filter(is_usual_quantity=True).update(quantity=order.pieces)
    good.filter(is_usual_sku=True).update(sku=order.variant.sku)
    audit.record(actor=actor, action="gift.update", obj=order)
    return order


@transaction.atomic
def gift_file_upload(
    *, actor: Actor, order_id: int, file: UploadedFile[bytes], kind: str = GiftFile.Kind.MENDED
) -> GiftFile:
    """Hand in another list: ``whole`` in place of all, ``mended`` for the bad rows that it names.

    Raises NotFound, NotAllowed, WrongState, StillReading, InvalidInput on ``file``.
    """
    order = draft_of(actor, order_id)
    if kind not in GiftFile.Kind.values:
        raise InvalidInput({"file": _("엑셀이나 CSV 파일을 골라 주세요.")})
    _file_checked(file, with_rows=kind == GiftFile.Kind.MENDED)
    made = _keep(order, file, GiftFile.Kind(kind))
    order.touched_at = clock.now()
    order.save(update_fields=["touched_at"])
    audit.record(actor=actor, action="gift.upload", obj=order, kind=kind)
    return made


def draft_of(actor: Actor, order_id: int) -> GiftOrder:
    """The order, locked, while it can be changed by the actor. Raises NotFound, NotAllowed,
    WrongState."""
    order = given_by(actor, order_id)
    if order.status != S.DRAFT:
        raise WrongState
    return order


def refuse_while_reading(order: GiftOrder) -> None:
    if order.files.filter(stage=GiftFile.Stage.READING).exists():
        raise StillReading


def given_by(actor: Actor, order_id: int) -> GiftOrder:
    """The order, locked, for those who may give in its organization's name."""
    order = locks.lock_gift_order(order_id)
    if order is None or not actor.has_role(order.organization_id):
        raise NotFound
    actor.require_role(order.organization_id, *selectors.GIVERS)
    return order


def days_kept(after: str) -> int:
    """Days for which recipients are kept, as the rule in force has it; none: not at all."""
    rows = ErasurePeriod.objects.filter(after=after, valid_from__lte=clock.today())
    return rows.order_by("-valid_from").values_list("days", flat=True).first() or 0


def _checked(organization_id: int, wishes: Wishes) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    for name, text, longest in (
        ("title", wishes.title, 120),
        ("sender_name", wishes.sender_name, 80),
    ):
        if not text.strip():
            problems[name] = _("꼭 입력해 주세요.")
        elif len(text.strip()) > longest:
            problems[name] = _("입력이 너무 깁니다.")
    if len(wishes.message.strip()) > 200:
        problems["message"] = _("200자까지 입력할 수 있습니다.")
    variant = Variant.objects.filter(sku=wishes.sku.strip()).first() if wishes.sku.strip() else None
    if variant is None or variant.pk not in catalog.variant_offers([variant.pk]):
        problems["sku"] = _("판매 중인 상품코드를 입력해 주세요.")
    if not 1 <= wishes.pieces <= MOST_PIECES:
        problems["pieces"] = _("한 사람에게 1개에서 100개까지 보낼 수 있습니다.")
    today = clock.today()
    if wishes.arrive_from < today:
        problems["arrive_from"] = _("오늘이나 그 뒤의 날짜를 입력해 주세요.")
    if wishes.arrive_to < wishes.arrive_from:
        problems["arrive_to"] = _("시작일보다 앞설 수 없습니다.")
    elif wishes.arrive_to - wishes.arrive_from > LONGEST_WINDOW:
        problems["arrive_to"] = _("도착 기간은 90일 안으로 정해 주세요.")
    elif wishes.arrive_to > today + LATEST:
        problems["arrive_to"] = _("1년 안의 날짜를 입력해 주세요.")
    keep_days = wishes.keep_days
    if keep_days is None:
        keep_days = days_kept(ErasurePeriod.After.DELIVERED)
    elif not KEEP_DAYS[0] <= keep_days <= KEEP_DAYS[1]:
        problems["keep_days"] = _("7일에서 180일까지 보관할 수 있습니다.")
    centers = CostCenter.objects.filter(organization_id=organization_id)
    if wishes.cost_center_id is not None and not centers.filter(pk=wishes.cost_center_id).exists():
        problems["cost_center"] = _("비용 부서를 다시 선택해 주세요.")
    if problems:
        raise InvalidInput(problems)
    return {
        "title": wishes.title.strip(),
        "sender_name": wishes.sender_name.strip(),
        "message": wishes.message.strip(),
        "variant": variant,
        "pieces": wishes.pieces,
        "arrive_from": wishes.arrive_from,
        "arrive_to": wishes.arrive_to,
        "keep_days": keep_days,
        "cost_center_id": wishes.cost_center_id,
    }


def _file_checked(file: UploadedFile[bytes], *, with_rows: bool = False) -> str:
    """The file's digest. Raises InvalidInput on ``file`` for what can't be such a list."""
    if (file.size or 0) > sheets.MOST_BYTES:
        text = _("파일은 %(most)dMB까지 올릴 수 있습니다.")
        raise InvalidInput({"file": text % {"most": sheets.MOST_BYTES // 1024**2}})
    sheets.heads_checked(file, with_rows=with_rows)
    file.seek(0)
    scan.refuse_infected(file)
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _keep(order: GiftOrder, file: UploadedFile[bytes], kind: GiftFile.Kind) -> GiftFile:
    """The file in the private storage, and its reading owed. One file of an order at a time."""
    try:
        with transaction.atomic():
            made = GiftFile.objects.create(
                order=order,
                kind=kind,
                name=(file.name or "")[-200:],
                language=(get_language() or "ko")[:2],
                created_at=clock.now(),
            )
    except IntegrityError as error:
        raise StillReading from error
    made.file.name = storages["private"].save(f"{FOLDER}/{ids.new_token()}", file)
    made.save(update_fields=["file"])
    outbox.emit(topic="gift.read", payload={"file_id": made.pk})
    return made
