"""The rules there are, all of them off: the city switches on what it wants to see first."""

from __future__ import annotations

from typing import Any

from django.db import migrations

RULES = (
    {"kind": "first_listing", "count": 3},
    {"kind": "price_up", "share_bp": 3000},
    {"kind": "category"},
    {
        "kind": "claims",
        "words": "완치\n치료\n항암\n당뇨\n특효\n100% 안전\n부작용 없는\n의사가 추천",
    },
)


def forwards(apps: Any, schema_editor: Any) -> None:
    rule = apps.get_model("catalog", "ModerationRule")
    rule.objects.bulk_create(rule(**fields) for fields in RULES)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_moderation")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
