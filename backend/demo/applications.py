"""What waits for the city: an enterprise that applied, and papers that came in since.

Taken through the services, as their people would.
"""

# ruff: noqa: E501
from __future__ import annotations

import datetime as dt
import io
import random
from typing import Final

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from backend.demo.content.enterprises import business_number
from backend.demo.content.model import MarketContent
from backend.demo.logins import PASSWORD
from backend.demo.market import People
from core.actor import Actor
from vendors import services
from vendors.models import Enterprise
from vendors.rules import Step

#: signs in to see an application from the applicant's side
APPLICANT: Final = "applicant@demo.onjang.kr"
_INK, _GOLD = (62, 52, 46), (186, 146, 84)


def make_applications(content: MarketContent, people: People) -> None:
    """One applicant with a certificate to verify, and two papers of enterprises that sell."""
    rng = random.Random("applications")
    taken = {spec.business_number for spec in content.enterprises}
    taken |= {spec.business_number for spec in (*content.agencies, *content.companies)}
    applicant = User.objects.create(
        email=APPLICANT, name="한새봄", phone="051-000-7700", password=make_password(PASSWORD)
    )
    told = {
        "name": "송정파도서핑협동조합",
        "name_en": "Songjeong Wave Surf Cooperative",
        "business_number": business_number(rng, taken, middle="81"),
        "representative": "한새봄",
        "phone": "051-000-7700",
        "email": "hello@songjeong-wave.example",
        "postal_code": "48072",
        "address": "부산광역시 해운대구 달맞이새벽길 77, 1층",
        "district": "26350",
        "mail_order_number": "제2026-부산해운대-0077호(데모)",
        "story": "송정 바다에서 서핑을 가르치던 다섯 사람이 모였습니다. 닳은 서핑복을 잘라 "
        "가방과 필통을 만듭니다. 바다를 쓰는 만큼 바다를 치우는 것이 조합의 규칙입니다.",
        "bank_name": "부산은행",
        "bank_account": "101-2026-0077-01",
        "bank_holder": "송정파도서핑협동조합",
    }
    actor = Actor(user_id=applicant.pk, email=applicant.email)
    enterprise = services.application_start(
        actor=actor, name=told["name"], name_en=told["name_en"], number=told["business_number"]
    )
    actor = Actor(user_id=applicant.pk, email=applicant.email, enterprises={enterprise.pk: "owner"})
    for step in (Step.CONTACT, Step.MAIL_ORDER, Step.BANK):
        services.application_save(
            actor=actor, enterprise_id=enterprise.pk, step=step.value, fields=told
        )
    Enterprise.objects.filter(pk=enterprise.pk).update(is_demo=True)
    _submit(
        applicant.pk, enterprise.pk, "cooperative", "데모 부산 2026-0177", "부산광역시",
        "협동조합 기본법 제15조", content.today - dt.timedelta(days=40), None,
    )  # fmt: skip
    services.application_submit(actor=actor, enterprise_id=enterprise.pk)
    sellers = list(
        Enterprise.objects.filter(status=Enterprise.Status.ACTIVE).order_by("pk")[7:20:6]
    )
    papers = (
        ("women_owned", "데모 여성 2026-00311", "여성기업종합지원센터", "여성기업지원에 관한 법률 제2조", 365 * 3),
        ("busan_type", "데모 부산형 2026-41", "부산광역시", "부산광역시 사회적경제 육성 및 지원 조례", 365 * 3),
        ("green_certificate", "데모 환경표지 제30117호", "한국환경산업기술원", "환경기술 및 환경산업 지원법 제17조", 365 * 3),
    )  # fmt: skip
    for seller, (kind, number, authority, law, days) in zip(sellers, papers, strict=False):
        issued = content.today - dt.timedelta(days=12)
        _submit(
            people.sellers[seller.pk].pk, seller.pk, kind, number, authority, law, issued,
            issued + dt.timedelta(days=days),
        )  # fmt: skip


def _submit(
    user_id: int,
    enterprise_id: int,
    kind: str,
    number: str,
    authority: str,
    law: str,
    issued_on: dt.date,
    expires_on: dt.date | None,
) -> None:
    services.credential_submit(
        actor=Actor(user_id=user_id, enterprises={enterprise_id: "owner"}),
        enterprise_id=enterprise_id,
        kind=kind,
        number=number,
        authority=authority,
        law=law,
        issued_on=issued_on,
        expires_on=expires_on,
        file=SimpleUploadedFile(
            "certificate.png", _certificate(kind, number, issued_on), content_type="image/png"
        ),
    )


def _certificate(kind: str, number: str, issued_on: dt.date) -> bytes:
    """A picture of a paper that says loudly that it is a demo."""
    image = Image.new("RGB", (1000, 1414), (252, 248, 238))
    on = ImageDraw.Draw(image)
    for inset, width in ((40, 6), (58, 2)):
        on.rectangle((inset, inset, 999 - inset, 1413 - inset), outline=_GOLD, width=width)
    digits = "".join(c for c in number if c.isascii()).strip()
    for y, size, text, ink in (
        (240, 84, "CERTIFICATE", _INK),
        (360, 34, "DEMO - NOT A REAL DOCUMENT", (190, 60, 50)),
        (560, 44, kind.replace("_", " ").title(), _INK),
        (640, 36, f"No. {digits}", _INK),
        (860, 34, f"Issued on {issued_on.isoformat()}", _INK),
    ):
        on.text((500, y), text, fill=ink, anchor="mm", font=ImageFont.load_default(size=size))
    on.ellipse((420, 1040, 580, 1200), outline=(190, 60, 50), width=8)
    on.text(
        (500, 1120), "DEMO", fill=(190, 60, 50), anchor="mm", font=ImageFont.load_default(size=44)
    )
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
