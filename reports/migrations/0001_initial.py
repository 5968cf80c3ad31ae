import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PurchaseTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("social_economy", "사회적경제기업 제품"),
                            ("severe_disability", "중증장애인생산품"),
                            ("women_owned", "여성기업 제품"),
                            ("disabled_owned", "장애인기업 제품"),
                        ],
                        max_length=20,
                    ),
                ),
                ("rate_bp", models.PositiveIntegerField(verbose_name="목표 비율(만분율)")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("basis", models.CharField(max_length=200, verbose_name="근거")),
            ],
        ),
        migrations.CreateModel(
            name="SaleFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=64, unique=True)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("sold", "주문"),
                            ("cancelled", "취소"),
                            ("delivered", "납품·배송 완료"),
                            ("refunded", "환불"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("day", models.DateField()),
                ("order_id", models.BigIntegerField()),
                ("order_line_id", models.BigIntegerField()),
                ("enterprise_id", models.BigIntegerField()),
                ("product_id", models.BigIntegerField(null=True)),
                ("category_id", models.BigIntegerField(null=True)),
                ("organization_id", models.BigIntegerField(null=True)),
                ("buyer_key", models.CharField(blank=True, max_length=32)),
                ("buyer_kind", models.CharField(max_length=8)),
                ("buyer_district", models.CharField(blank=True, max_length=5)),
                ("seller_district", models.CharField(blank=True, max_length=5)),
                ("sales_channel", models.CharField(max_length=10)),
                ("primary_kind", models.CharField(blank=True, max_length=32)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None
                    ),
                ),
                ("is_green", models.BooleanField(default=False)),
                ("quantity", models.IntegerField()),
                ("total_amount", models.BigIntegerField()),
                ("supply_amount", models.BigIntegerField()),
                ("vat_amount", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["day", "event"], name="fact_by_day"),
                    models.Index(fields=["enterprise_id", "day"], name="fact_by_enterprise"),
                    models.Index(
                        condition=models.Q(("organization_id__isnull", False)),
                        fields=["organization_id", "day"],
                        name="fact_by_organization",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclaredPurchases",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="연도")),
                ("total_amount", models.BigIntegerField(verbose_name="총 구매액")),
                (
                    "off_market_amount",
                    models.BigIntegerField(default=0, verbose_name="온장 밖 사회적경제 구매액"),
                ),
                ("declared_on", models.DateField()),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="근거자료")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="declared_purchases",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "year"), name="declared_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total_amount__gte", 0), ("off_market_amount__gte", 0)),
                        name="declared_not_negative",
                    ),
                ],
            },
        ),
    ]
