"""What can never be more than what, and who can never be whom, held by the database itself: the
invariants of a purchase that look at several tables. Checked when a transaction ends."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION procurement_pieces_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    accepted bigint;
    invoiced bigint;
    shipped bigint;
BEGIN
    SELECT coalesce(sum(a.accepted), 0) INTO accepted
        FROM procurement_acceptanceline a WHERE a.order_line_id = NEW.order_line_id;
    SELECT coalesce(sum(i.quantity), 0) INTO invoiced
        FROM procurement_invoiceline i WHERE i.order_line_id = NEW.order_line_id;
    SELECT l.shipped_quantity INTO shipped
        FROM orders_orderline l WHERE l.id = NEW.order_line_id;
    IF accepted > shipped OR invoiced > accepted THEN
        RAISE EXCEPTION 'invoiced (%) <= accepted (%) <= delivered (%) fails for order line %',
            invoiced, accepted, shipped, NEW.order_line_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER procurement_acceptanceline_holds
    AFTER INSERT OR UPDATE ON procurement_acceptanceline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION procurement_pieces_hold();
CREATE CONSTRAINT TRIGGER procurement_invoiceline_holds
    AFTER INSERT OR UPDATE ON procurement_invoiceline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION procurement_pieces_hold();

CREATE FUNCTION procurement_duties_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    po bigint := NEW.purchase_order_id;
BEGIN
    IF EXISTS (
        SELECT 1 FROM procurement_purchaseorder o
        JOIN procurement_approval a ON a.purchase_order_id = o.id
        WHERE o.id = po AND a.approver_id = o.requester_id
    ) OR EXISTS (
        SELECT 1 FROM procurement_purchaseorder o
        JOIN procurement_acceptance i ON i.purchase_order_id = o.id
        LEFT JOIN procurement_approval a ON a.purchase_order_id = o.id
            AND a.decision = 'approved'
        WHERE o.id = po AND (i.inspector_id = o.requester_id OR i.inspector_id = a.approver_id)
    ) THEN
        RAISE EXCEPTION 'requester, approver and inspector of purchase order % must differ', po
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER procurement_approval_duties
    AFTER INSERT ON procurement_approval
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION procurement_duties_part();
CREATE CONSTRAINT TRIGGER procurement_acceptance_duties
    AFTER INSERT ON procurement_acceptance
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION procurement_duties_part();
"""
BACKWARD = """
DROP TRIGGER procurement_acceptance_duties ON procurement_acceptance;
DROP TRIGGER procurement_approval_duties ON procurement_approval;
DROP FUNCTION procurement_duties_part();
DROP TRIGGER procurement_invoiceline_holds ON procurement_invoiceline;
DROP TRIGGER procurement_acceptanceline_holds ON procurement_acceptanceline;
DROP FUNCTION procurement_pieces_hold();
"""


class Migration(migrations.Migration):
    dependencies = [("procurement", "0007_open_documents"), ("orders", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
