"""Products that wait for the city where it switched that on: rules are rows, decisions stay."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from catalog import locks, rules
from catalog.errors import NotWaiting
from catalog.models import Moderation, ModerationRule, Product, ProductListing
from core import audit, clock, outbox
from core.actor import Actor
from core.errors import InvalidInput, NotFound

Kind = ModerationRule.Kind


def hold_back(actor: Actor, product_ids: Sequence[int]) -> list[int]:
    """Take products off the shelf that must wait for the city; answers which. Called inside the
    transaction that put them there or changed them. One query where no rule is on."""
    on = {rule.kind: rule for rule in ModerationRule.objects.filter(is_on=True)}
    if not on:
        return []
    listed = ProductListing.objects.filter(product_id__in=product_ids, is_published=True)
    held = []
    for product_id in sorted(set(listed.values_list("product_id", flat=True))):
        product = Product.objects.select_related("enterprise").get(pk=product_id)
        if _hold(actor, product, on):
            held.append(product_id)
    return held


def _hold(actor: Actor, product: Product, on: dict[str, ModerationRule]) -> bool:
    now = _shelved(product)
    last = product.moderations.filter(status=Moderation.Status.APPROVED).order_by("-pk").first()
    digest = _digest(now)
    if last is not None and last.digest == digest:
        return False
    before = _before(product)
    claims = on.get(Kind.CLAIMS)
    found = rules.causes(
        now,
        before,
        approved=_trusted(product),
        first=on[Kind.FIRST_LISTING].count if Kind.FIRST_LISTING in on else None,
        share_bp=on[Kind.PRICE_UP].share_bp if Kind.PRICE_UP in on else None,
        category=Kind.CATEGORY in on,
        words=[word.strip() for word in claims.words.splitlines()] if claims else [],
    )
    if not found:
        _remember(product, now)
        return False
    Moderation.objects.update_or_create(
        product=product,
        status=Moderation.Status.WAITING,
        defaults={
            "causes": [[cause.value, text] for cause, text in found],
            "digest": digest,
            "asked_at": clock.now(),
        },
    )
    product.listings.update(is_published=False)
    if before is None:
        product.listings.update(published_at=None)  # it never stood there
    audit.record(
        actor=actor, action="product.held", obj=product, causes=[cause.value for cause, _t in found]
    )
    outbox.emit(topic="product.changed", payload={"product_id": product.pk})
    return True


@transaction.atomic
def moderation_approve(*, actor: Actor, moderation_id: int) -> Moderation:
    """It may stand on the shelf, and does. Raises NotAllowed, NotFound, NotWaiting."""
    row, product = _waiting(actor, moderation_id)
    now = _shelved(product)
    _decide(actor, row, Moderation.Status.APPROVED, "")
    row.digest = _digest(now)
    row.save(update_fields=["digest"])
    _remember(product, now)
    moment = clock.now()
    product.listings.filter(published_at=None).update(published_at=moment)
    product.listings.update(is_published=True)
    outbox.emit(topic="product.changed", payload={"product_id": product.pk})
    return row


@transaction.atomic
def moderation_return(*, actor: Actor, moderation_id: int, reason: str) -> Moderation:
    """Back to the enterprise, saying why. Raises NotAllowed, NotFound, NotWaiting, InvalidInput."""
    if not reason.strip():
        raise InvalidInput({"reason": _("사유를 입력해 주세요.")})
    row, _product = _waiting(actor, moderation_id)
    _decide(actor, row, Moderation.Status.RETURNED, reason.strip()[:300])
    return row


@transaction.atomic
def moderation_rules_set(
    *, actor: Actor, on: Sequence[str], count: int, share_bp: int, words: str
) -> None:
    """Switch rules on and off. Raises NotAllowed, InvalidInput by field."""
    actor.require_city()
    problems: dict[str, Any] = {}
    if not 1 <= count <= 100:
        problems["count"] = _("1개에서 100개까지입니다.")
    if not 1 <= share_bp <= 1_000_000:
        problems["share"] = _("1퍼센트에서 1만 퍼센트까지입니다.")
    if len(words) > 4000:
        problems["words"] = _("입력이 너무 깁니다.")
    if problems:
        raise InvalidInput(problems)
    if on and not ModerationRule.objects.filter(is_on=True).exists():
        _remember_all()
    for rule in ModerationRule.objects.all():
        rule.is_on = rule.kind in on
        if rule.kind == Kind.FIRST_LISTING:
            rule.count = count
        elif rule.kind == Kind.PRICE_UP:
            rule.share_bp = share_bp
        elif rule.kind == Kind.CLAIMS:
            rule.words = words
        rule.save()
        audit.record(actor=actor, action="moderation.rule", obj=rule, is_on=rule.is_on)


def _remember_all() -> None:
    """What is for sale when rules are switched on was trusted until now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE catalog_product AS p
               SET shelved = jsonb_build_object(
                       'category', p.category_id, 'highest', l.highest,
                       'text', concat_ws(E'\\n', p.name, p.name_en, p.description,
                                         p.description_en))
              FROM (SELECT product_id, max(price_max_amount) AS highest
                      FROM catalog_productlisting WHERE is_published GROUP BY product_id) AS l
             WHERE l.product_id = p.id
            """
        )


def _waiting(actor: Actor, moderation_id: int) -> tuple[Moderation, Product]:
    actor.require_city()
    row = Moderation.objects.filter(pk=moderation_id).first()
    if row is None:
        raise NotFound
    product = locks.lock_product(row.product_id)
    if product is None:
        raise NotFound
    row.refresh_from_db()
    if row.status != Moderation.Status.WAITING:
        raise NotWaiting
    return row, product


def _decide(actor: Actor, row: Moderation, status: Moderation.Status, reason: str) -> None:
    row.status, row.reason = status, reason
    row.decided_at, row.decided_by_id = clock.now(), actor.user_id
    row.save(update_fields=["status", "reason", "decided_at", "decided_by"])
    audit.record(actor=actor, action=f"moderation.{status.value}", obj=row, reason=reason)
    outbox.emit(topic="moderation.decided", payload={"moderation_id": row.pk})


def _shelved(product: Product) -> rules.Shelved:
    highest = product.listings.aggregate(most=Max("price_max_amount"))["most"] or 0
    text = "\n".join((product.name, product.name_en, product.description, product.description_en))
    return rules.Shelved(product.category_id, highest, text)


def _digest(shelved: rules.Shelved) -> str:
    body = json.dumps([shelved.category_id, shelved.highest, shelved.text], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def _remember(product: Product, shelved: rules.Shelved) -> None:
    Product.objects.filter(pk=product.pk).update(
        shelved={"category": shelved.category_id, "highest": shelved.highest, "text": shelved.text}
    )


def _before(product: Product) -> rules.Shelved | None:
    """As it stood on the shelf last; None for one that never did."""
    kept = product.shelved
    return rules.Shelved(kept["category"], kept["highest"], kept["text"]) if kept else None


def _trusted(product: Product) -> int:
    """Products of the enterprise that were on the shelf and aren't waiting for the first time."""
    rows = Product.objects.filter(enterprise_id=product.enterprise_id).exclude(pk=product.pk)
    return rows.exclude(shelved={}).count()
