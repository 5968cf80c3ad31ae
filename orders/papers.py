"""The papers of a parcel: what to pick, what is in it, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import business_number, clock
from core.documents import render_pdf, won_in_words
from core.money import split_included_tax
from orders import prices
from orders.models import OrderLine, VendorOrder


def transaction_statement_pdf(part: VendorOrder) -> bytes:
    """거래명세서: what the enterprise supplies with this part, less what was taken back since.

    The buyer is the organization that ordered, else the person the goods go to.
    """
    order, seller = part.order, part.enterprise
    rows = [_row(line) for line in part.lines.order_by("pk") if _left(line)]
    shares = [share for share, _line in rows]
    lines = [line for _share, line in rows]
    supply, vat = sum(line["supply"] for line in lines), sum(line["vat"] for line in lines)
    shipping = sum(share.shipping for share in shares)
    coupon = sum(share.market_discount for share in shares)
    total = supply + vat + shipping
    sums = [
        {"label": "상품", "amount": supply + vat},
        {"label": "배송비", "amount": shipping},
        {"label": "합계", "amount": total},
    ]
    if coupon:
        sums += [
            {"label": "온장 쿠폰", "amount": -coupon},
            {"label": "구매자 결제", "amount": total - coupon},
        ]
    return render_pdf(
        "transaction_statement",
        {
            "title": "거래명세서",
            "number": part.number,
            "issued_on": clock.local_date(part.shipped_at or order.placed_at).isoformat(),
            "order_number": order.number,
            "reference": order.reference,
            "seller": {
                "name": seller.name,
                "business_number": business_number.formatted(seller.business_number),
                "representative": seller.representative,
                "address": seller.address,
                "phone": seller.phone,
            },
            "buyer": _buyer(part),
            "lines": lines,
            "totals": {
                "supply": supply,
                "vat": vat,
                "total": total,
                "words": won_in_words(total),
            },
            "sums": sums if shipping or coupon else [],
            "notes": ["거래명세서는 세금계산서를 대신하지 않습니다."],
        },
    )


def pick_list_pdf(parts: Sequence[VendorOrder]) -> bytes:
    """피킹 리스트: what to take from the shelves for all ``parts`` together, by product."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for part in parts:
        for line in part.lines.all():
            if not line.to_ship:
                continue
            row = rows.setdefault((line.sku, _name(line)), {"quantity": 0, "orders": []})
            row["quantity"] += line.to_ship
            row["orders"].append(f"{part.number[2:]} × {line.to_ship}")
    now = clock.now().astimezone(clock.SEOUL)
    return render_pdf(
        "pick_list",
        {
            "title": "피킹 리스트",
            "number": f"{now:%y%m%d-%H%M}",
            "issued_on": f"{now:%Y-%m-%d}",
            "at": f"{now:%Y-%m-%d %H:%M}",
            "seller": parts[0].enterprise.name if parts else "",
            "count": f"{len(parts)}건",
            "pieces": sum(row["quantity"] for row in rows.values()),
            "rows": [
                {"name": name, "sku": sku, **row, "orders": ", ".join(row["orders"])}
                for (sku, name), row in sorted(rows.items(), key=lambda pair: pair[0][1])
            ],
        },
    )


def packing_slips_pdf(parts: Sequence[VendorOrder]) -> bytes:
    """포장명세서, a page a parcel. A gift's shows no prices and bears the card's words."""
    now = clock.now().astimezone(clock.SEOUL)
    return render_pdf(
        "packing_slips",
        {
            "title": "포장명세서",
            "number": f"{now:%y%m%d-%H%M}",
            "issued_on": f"{now:%Y-%m-%d}",
            "slips": [_slip(part) for part in parts],
        },
    )


def labels_pdf(parts: Sequence[VendorOrder]) -> bytes:
    """Address labels, eight a sheet of A4 (99 × 67 mm); what is picked up needs none."""
    now = clock.now().astimezone(clock.SEOUL)
    return render_pdf(
        "labels",
        {
            "title": "주소 라벨",
            "number": f"{now:%y%m%d-%H%M}",
            "issued_on": f"{now:%Y-%m-%d}",
            "labels": [_label(part) for part in parts if not part.pickup_place],
        },
    )


def _label(part: VendorOrder) -> dict[str, str]:
    order, seller = part.order, part.enterprise
    return {
        "number": part.number,
        "seller": seller.name,
        "seller_phone": seller.phone,
        "seller_address": seller.address,
        "recipient": order.recipient,
        "phone": order.phone,
        "postal_code": order.postal_code,
        "address": f"{order.road_address} {order.address_detail}".strip(),
        "note": order.delivery_note,
    }


def _slip(part: VendorOrder) -> dict[str, Any]:
    order = part.order
    return {
        "number": part.number,
        "ordered_on": clock.local_date(order.placed_at).isoformat(),
        "seller": part.enterprise.name,
        "seller_phone": part.enterprise.phone,
        "recipient": order.recipient,
        "phone": order.phone,
        "address": f"({order.postal_code}) {order.road_address} {order.address_detail}".strip(),
        "note": order.delivery_note,
        "pickup": part.pickup_place,
        "is_gift": order.is_gift,
        "message": order.gift_message if order.is_gift else "",
        "lines": [
            {
                "name": _name(line),
                "sku": line.sku,
                "quantity": line.to_ship,
                "amount": line.unit_price_amount * line.to_ship,
            }
            for line in part.lines.all()
            if line.to_ship
        ],
    }


def _name(line: OrderLine) -> str:
    return " ".join(filter(None, (line.name, line.variant_name)))


def _left(line: OrderLine) -> int:
    return line.quantity - line.refunded_quantity


def _row(line: OrderLine) -> tuple[prices.LineShare, dict[str, object]]:
    share = prices.line_share(
        prices.LineAmounts(
            quantity=line.quantity,
            goods=line.total_amount,
            market_discount=line.market_discount_amount,
            enterprise_discount=line.enterprise_discount_amount,
            shipping=line.shipping_amount,
        ),
        before=line.refunded_quantity,
        pieces=_left(line),
        vat_rate_bp=line.tax_rate_bp,
    )
    split = split_included_tax(share.goods - share.enterprise_discount, rate_bp=line.tax_rate_bp)
    off = share.enterprise_discount
    return share, {
        "name": _name(line),
        "specification": f"기업 쿠폰 {off:,}원 할인" if off else line.sku,
        "quantity": _left(line),
        "unit_price": line.unit_price_amount,
        "supply": split.supply,
        "vat": split.vat,
        "total": split.total,
        "tax_class": line.tax_class,
    }


def _buyer(part: VendorOrder) -> dict[str, str]:
    order = part.order
    organization = order.organization
    if organization is None:
        detail = f" {order.address_detail}" if order.address_detail else ""
        return {
            "name": order.recipient,
            "business_number": "",
            "representative": "",
            "address": f"{order.road_address}{detail}",
            "phone": order.phone,
        }
    return {
        "name": organization.name,
        "business_number": business_number.formatted(organization.business_number),
        "representative": organization.representative,
        "address": organization.address,
        "phone": organization.phone,
    }
