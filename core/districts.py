"""The 16 districts of Busan: 15 gu and one gun."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class District(models.TextChoices):
    """Codes are the first five digits of the legal-dong code (행정표준코드)."""

    JUNG = "26110", _("중구")
    SEO = "26140", _("서구")
    DONG = "26170", _("동구")
    YEONGDO = "26200", _("영도구")
    BUSANJIN = "26230", _("부산진구")
    DONGNAE = "26260", _("동래구")
    NAM = "26290", _("남구")
    BUK = "26320", _("북구")
    HAEUNDAE = "26350", _("해운대구")
    SAHA = "26380", _("사하구")
    GEUMJEONG = "26410", _("금정구")
    GANGSEO = "26440", _("강서구")
    YEONJE = "26470", _("연제구")
    SUYEONG = "26500", _("수영구")
    SASANG = "26530", _("사상구")
    GIJANG = "26710", _("기장군")


def district_of_name(name: str) -> str:
    """The code of a district by its Korean name; ``""`` for elsewhere."""
    return next((d.value for d in District if str(d.label) == name), "")
