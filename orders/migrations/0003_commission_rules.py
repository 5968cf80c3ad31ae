"""The commission terms that vendors kept, as rules."""

from __future__ import annotations

from django.db import migrations


def move(apps, schema_editor):
    term = apps.get_model("vendors", "CommissionTerm")
    rule = apps.get_model("orders", "CommissionRule")
    rule.objects.bulk_create(
        rule(
            enterprise_id=row.enterprise_id,
            rate_bp=row.rate_bp,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            basis=row.basis,
        )
        for row in term.objects.order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0002_returns_coupons_commission"),
        ("vendors", "0003_shipping_pickup_payout"),
    ]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
