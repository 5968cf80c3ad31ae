"""The grounds of a private contract, and what of procurement is only ever added to."""

from __future__ import annotations

import datetime as dt

from django.db import migrations

APPEND_ONLY = (
    "procurement_approval",
    "procurement_acceptance",
    "procurement_acceptanceline",
    "procurement_invoiceline",
    "procurement_invoicepayment",
)
FORWARD = "\n".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION row_is_append_only();"
    for table in APPEND_ONLY
)
BACKWARD = "\n".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in APPEND_ONLY)

DECREE = "지방자치단체를 당사자로 하는 계약에 관한 법률 시행령"
WITH_RATIO = [
    "social_enterprise", "social_cooperative", "self_support_enterprise", "village_enterprise",
]  # fmt: skip
WITHOUT_RATIO = ["women_owned", "disabled_owned"]
#: The first day the market decides about; how the limits stood before isn't its business.
SINCE = dt.date(2024, 1, 1)
#: A new amount is a new row with its day; these get a ``valid_to`` then. Won without VAT.
RULES = [
    {
        "code": "no_quote_2m",
        "name": "2백만원 미만: 견적 생략",
        "basis": f"{DECREE} 제25조·제30조 (추정가격 2백만원 미만 견적 생략)",
        "max_supply_amount": 1_999_999,
        "quotes_required": 0,
    },
    {
        "code": "one_quote_20m",
        "name": "2천만원 이하: 1인 견적",
        "basis": f"{DECREE} 제25조·제30조 (추정가격 2천만원 이하 1인 견적)",
        "max_supply_amount": 20_000_000,
        "quotes_required": 1,
    },
    {
        "code": "one_quote_50m",
        "name": "5천만원 이하: 사회적경제·여성·장애인기업 1인 견적",
        "basis": f"{DECREE} 제25조·제30조 (추정가격 5천만원 이하 특례기업 1인 견적)",
        "max_supply_amount": 50_000_000,
        "quotes_required": 1,
        "eligible_kinds": [*WITHOUT_RATIO, *WITH_RATIO],
        "ratio_kinds": WITH_RATIO,
        "min_vulnerable_bp": 3000,
    },
    {
        "code": "two_quotes_100m",
        "name": "1억원 이하: 지정정보처리장치 2인 이상 견적",
        "basis": f"{DECREE} 제25조·제30조·제31조 (추정가격 1억원 이하, 지정정보처리장치 이용)",
        "max_supply_amount": 100_000_000,
        "quotes_required": 2,
        "eligible_kinds": [*WITHOUT_RATIO, *WITH_RATIO],
        "ratio_kinds": WITH_RATIO,
        "min_vulnerable_bp": 3000,
        "in_designated_system": True,
    },
]


def seed(apps, schema_editor):
    rule = apps.get_model("procurement", "ContractRule")
    rule.objects.bulk_create(
        rule(valid_from=SINCE, sort_order=place, **row) for place, row in enumerate(RULES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial"), ("core", "0002_guards_and_rates")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
