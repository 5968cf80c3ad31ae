"""The times of consumer law as they hold now, each with its article."""

from __future__ import annotations

import datetime as dt

from django.db import migrations

TERMS = [
    ("withdrawal_days", 7, "전자상거래법 제17조 제1항"),
    ("fault_months", 3, "전자상거래법 제17조 제3항"),
    ("fault_known_days", 30, "전자상거래법 제17조 제3항"),
    ("dispatch_business_days", 3, "전자상거래법 제15조 제1항"),
    ("refund_business_days", 3, "전자상거래법 제18조 제2항"),
    ("late_interest_bp", 1500, "전자상거래법 시행령 제21조의3"),
    ("answer_days", 3, "온장 이용약관(반품 요청 응답 기한)"),
    ("confirm_days", 8, "온장 이용약관(자동 구매확정)"),
]


def seed(apps, schema_editor):
    term = apps.get_model("orders", "ConsumerTerm")
    term.objects.bulk_create(
        term(name=name, value=value, valid_from=dt.date(2020, 1, 1), basis=basis)
        for name, value, basis in TERMS
    )


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_consumerterm")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
