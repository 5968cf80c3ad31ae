"""The audit trail is append-only, and VAT has its rates with their articles."""

from __future__ import annotations

import datetime as dt

from django.db import migrations

FORWARD = """
CREATE FUNCTION row_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION row_is_append_only();
"""

BACKWARD = """
DROP TRIGGER audit_append_only ON core_auditentry;
DROP FUNCTION row_is_append_only();
"""

RATES = [
    ("taxable", 1000, dt.date(1977, 7, 1), "부가가치세법 제30조"),
    ("exempt", 0, dt.date(1977, 7, 1), "부가가치세법 제26조"),
]


def seed(apps, schema_editor):
    rate = apps.get_model("core", "TaxRate")
    rate.objects.bulk_create(
        rate(tax_class=name, rate_bp=bp, valid_from=day, basis=basis)
        for name, bp, day, basis in RATES
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
