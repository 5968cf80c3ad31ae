"""Commission rules live with orders now: they also look at the category."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0003_shipping_pickup_payout"),
        ("orders", "0003_commission_rules"),
    ]
    operations = [migrations.DeleteModel(name="CommissionTerm")]
