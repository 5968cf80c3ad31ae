"""The general commission term, until the city sets another."""

from __future__ import annotations

import datetime as dt

from django.db import migrations


def seed(apps, schema_editor):
    term = apps.get_model("vendors", "CommissionTerm")
    term.objects.create(
        rate_bp=330,
        valid_from=dt.date(2024, 1, 1),
        basis="온장 이용약관 제12조(수수료 3.3%, 부가세 포함)",
    )


class Migration(migrations.Migration):
    dependencies = [("vendors", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
