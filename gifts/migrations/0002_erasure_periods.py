"""For how long recipients are kept, as rows with their day and basis."""

from __future__ import annotations

import datetime as dt

from django.db import migrations

ACT = "개인정보 보호법 제21조 (목적을 달성하면 지체 없이 파기)"
SINCE = dt.date(2024, 1, 1)
#: A new figure is a new row with its day.
PERIODS = [
    ("delivered", 90, f"{ACT}; 전자상거래법 제17조제3항의 3개월을 반영한 온장 운영 기준"),
    ("cancelled", 30, f"{ACT}; 온장 운영 기준"),
]


def seed(apps, schema_editor):
    period = apps.get_model("gifts", "ErasurePeriod")
    period.objects.bulk_create(
        period(after=after, days=days, basis=basis, valid_from=SINCE)
        for after, days, basis in PERIODS
    )


class Migration(migrations.Migration):
    dependencies = [("gifts", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
