"""Facts are append-only, and the targets of preferential purchase have their basis."""

from __future__ import annotations

import datetime as dt

from django.db import migrations

FORWARD = """
CREATE TRIGGER sale_fact_append_only BEFORE UPDATE OR DELETE ON reports_salefact
    FOR EACH ROW EXECUTE FUNCTION row_is_append_only();
"""
BACKWARD = "DROP TRIGGER sale_fact_append_only ON reports_salefact;"

TARGETS = [
    (
        "social_economy",
        500,
        dt.date(2021, 1, 1),
        "부산광역시 사회적경제기업 제품 구매촉진 조례(권장 5%)",
    ),
    (
        "severe_disability",
        110,
        dt.date(2025, 1, 1),
        "중증장애인생산품 우선구매 특별법 시행령 제10조(1.1%)",
    ),
    ("women_owned", 500, dt.date(2017, 1, 1), "여성기업지원에 관한 법률 시행령(물품·용역 5%)"),
    ("disabled_owned", 100, dt.date(2017, 1, 1), "장애인기업활동 촉진법 시행령(1%, 확인 필요)"),
]


def seed(apps, schema_editor):
    target = apps.get_model("reports", "PurchaseTarget")
    target.objects.bulk_create(
        target(scheme=scheme, rate_bp=bp, valid_from=day, basis=basis)
        for scheme, bp, day, basis in TARGETS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("core", "0002_guards_and_rates"),
    ]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
