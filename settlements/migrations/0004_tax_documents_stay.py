"""What a tax document says is never changed or deleted; only whether it was issued becomes known."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION tax_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a tax document is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'issued' OR
       (to_jsonb(NEW) - 'state' - 'approval_number' - 'issued_at' - 'error') IS DISTINCT FROM
       (to_jsonb(OLD) - 'state' - 'approval_number' - 'issued_at' - 'error') THEN
        RAISE EXCEPTION 'tax document % is amended by another, never changed', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tax_document_stays BEFORE UPDATE OR DELETE ON settlements_taxdocument
    FOR EACH ROW EXECUTE FUNCTION tax_document_stays();
"""

BACKWARD = """
DROP TRIGGER tax_document_stays ON settlements_taxdocument;
DROP FUNCTION tax_document_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("settlements", "0003_tax_documents")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
