"""The law's clocks, what is only ever added to, and a first movement for budgets that exist."""

from __future__ import annotations

import datetime as dt

from django.db import migrations

APPEND_ONLY = (
    "procurement_budgetmovement",
    "procurement_purchaseorderresponse",
    "procurement_changeconsent",
    "procurement_disputemessage",
    "procurement_acceptancephoto",
    "procurement_cancelledpieces",
)
FORWARD = "\n".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION row_is_append_only();"
    for table in APPEND_ONLY
)
BACKWARD = "\n".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in APPEND_ONLY)

DECREE = "지방자치단체를 당사자로 하는 계약에 관한 법률 시행령"
SINCE = dt.date(2024, 1, 1)
#: A new figure is a new row with its day; the old one gets a ``valid_to`` then.
CLOCKS = [
    ("respond_business_days", 3, "온장 이용약관 (발주 수락 여부를 3영업일 안에 알림)"),
    ("inspect_days", 14, f"{DECREE} 제64조 (납품 통지 후 14일 이내 검사)"),
    ("pay_business_days", 5, f"{DECREE} 제67조 (청구를 받은 날부터 5일 이내, 공휴일·토요일 제외)"),
    (
        "late_interest_ppm_year",
        50_000,
        f"{DECREE} 제68조 (대출평균금리; 한국은행 통계를 확인해 고시된 값으로 바꿀 것)",
    ),
    (
        "delay_damages_ppm_day",
        800,
        "지방계약법 시행규칙 제75조 (물품의 제조·구매: 1일 1천분의 0.8)",
    ),
    ("delay_damages_most_ppm", 300_000, f"{DECREE} 제90조 (계약금액의 100분의 30 한도)"),
    ("split_window_days", 90, "온장 운영 기준 (같은 기관·기업·품목의 최근 90일)"),
]


def seed(apps, schema_editor):
    clock = apps.get_model("procurement", "Clock")
    clock.objects.bulk_create(
        clock(code=code, value=value, basis=basis, valid_from=SINCE)
        for code, value, basis in CLOCKS
    )


def explain_budgets(apps, schema_editor):
    from django.utils import timezone

    line = apps.get_model("procurement", "BudgetLine")
    movement = apps.get_model("procurement", "BudgetMovement")
    movement.objects.bulk_create(
        movement(
            line=row,
            reference="이월",
            granted=row.amount,
            committed=row.committed_amount,
            spent=row.spent_amount,
            at=timezone.now(),
        )
        for row in line.objects.all()
    )


def open_steps(apps, schema_editor):
    """Purchase orders that wait for an approver take one consent, as they always did."""
    step = apps.get_model("procurement", "ApprovalStep")
    order = apps.get_model("procurement", "PurchaseOrder")
    step.objects.bulk_create(
        step(purchase_order=row, place=1, status="open", role="approver", opened_at=row.created_at)
        for row in order.objects.filter(status="submitted")
    )


def join_lines(apps, schema_editor):
    """Lines of purchase orders and of their orders were written in the same order."""
    line = apps.get_model("procurement", "PurchaseOrderLine")
    placed = apps.get_model("orders", "OrderLine")
    order = apps.get_model("procurement", "PurchaseOrder")
    order.objects.exclude(quote=None).update(kind="quote")
    for po in order.objects.exclude(order=None):
        theirs = {}
        for row in placed.objects.filter(vendor_order__order=po.order_id).order_by("pk"):
            theirs.setdefault(row.vendor_order.enterprise_id, []).append(row.pk)
        for row in line.objects.filter(purchase_order=po).order_by("pk"):
            row.order_line_id = theirs[row.enterprise_id].pop(0)
            row.save(update_fields=["order_line"])


class Migration(migrations.Migration):
    dependencies = [("procurement", "0004_needs_approvals_changes"), ("core", "0003_seals")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunPython(explain_budgets, migrations.RunPython.noop),
        migrations.RunPython(open_steps, migrations.RunPython.noop),
        migrations.RunPython(join_lines, migrations.RunPython.noop),
    ]
