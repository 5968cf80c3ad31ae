"""A closed settlement's sums and lines are frozen, by the database's own word."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION settlement_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a closed settlement is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (to_jsonb(NEW) - 'status' - 'paid_at') IS DISTINCT FROM
       (to_jsonb(OLD) - 'status' - 'paid_at') THEN
        RAISE EXCEPTION 'settlement % is closed', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER settlement_is_frozen BEFORE UPDATE OR DELETE ON settlements_settlement
    FOR EACH ROW EXECUTE FUNCTION settlement_is_frozen();
CREATE TRIGGER settlement_line_append_only BEFORE UPDATE OR DELETE ON settlements_settlementline
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
"""

BACKWARD = """
DROP TRIGGER settlement_line_append_only ON settlements_settlementline;
DROP TRIGGER settlement_is_frozen ON settlements_settlement;
DROP FUNCTION settlement_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("settlements", "0001_initial"),
        ("payments", "0004_subledger_guard"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
