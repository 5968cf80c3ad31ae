"""The sub-ledger and the seals are never rewritten either; and no table of the books is emptied."""

from __future__ import annotations

from django.db import migrations

TABLES = (
    "payments_payableitem",
    "payments_ledgerseal",
    "payments_sealedentry",
)
BOOKS = ("payments_ledgerentry", "payments_ledgerposting", *TABLES)

FORWARD = "\n".join(
    [
        *(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();"
            for table in TABLES
        ),
        *(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();"
            for table in BOOKS
        ),
        """
        CREATE FUNCTION payable_items_match_the_books() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (SELECT COALESCE(SUM(net_amount), 0) FROM payments_payableitem
                WHERE entry_id = NEW.entry_id)
               + (SELECT COALESCE(SUM(p.amount), 0) FROM payments_ledgerposting p
                  JOIN payments_ledgeraccount a ON a.id = p.account_id
                  WHERE p.entry_id = NEW.entry_id AND a.kind = 'enterprise_payable') <> 0 THEN
                RAISE EXCEPTION 'the payable items of entry % do not sum to its posting',
                    NEW.entry_id USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER payable_items_match_the_books
            AFTER INSERT ON payments_payableitem
            DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION payable_items_match_the_books();
        """,
    ]
)

BACKWARD = "\n".join(
    [
        "DROP TRIGGER payable_items_match_the_books ON payments_payableitem;",
        "DROP FUNCTION payable_items_match_the_books();",
        *(f"DROP TRIGGER never_emptied ON {table};" for table in BOOKS),
        *(f"DROP TRIGGER append_only ON {table};" for table in TABLES),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_subledger_seals_deposits")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
