import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orders", "0002_returns_coupons_commission"),
        ("payments", "0003_subledger_seals_deposits"),
        ("vendors", "0003_shipping_pickup_payout"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReconciliationReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("totals", models.JSONField()),
                ("differences", models.JSONField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "대사 보고",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="정산번호")),
                ("period_from", models.DateField(verbose_name="시작일")),
                ("period_to", models.DateField(verbose_name="종료일")),
                ("sales_amount", models.BigIntegerField()),
                ("refunds_amount", models.BigIntegerField()),
                ("enterprise_discount_amount", models.BigIntegerField()),
                ("market_discount_amount", models.BigIntegerField()),
                ("shipping_amount", models.BigIntegerField()),
                ("fee_amount", models.BigIntegerField()),
                ("commission_amount", models.BigIntegerField()),
                ("commission_vat_amount", models.BigIntegerField()),
                ("net_amount", models.BigIntegerField()),
                ("carried_in_amount", models.BigIntegerField(default=0)),
                ("payout_amount", models.BigIntegerField()),
                ("carried_out_amount", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("closed", "지급 예정"),
                            ("paid", "지급 완료"),
                            ("carried", "이월"),
                        ],
                        default="closed",
                        max_length=8,
                    ),
                ),
                ("closed_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="vendors.enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "정산",
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("bank_file", "은행 이체"),
                            ("stripe", "Stripe"),
                            ("toss", "토스페이먼츠 지급대행"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "지급 대기"), ("sent", "보냄"), ("paid", "지급 완료")],
                        default="open",
                        max_length=4,
                    ),
                ),
                ("attempt", models.PositiveIntegerField(default=1)),
                ("provider_ref", models.CharField(blank=True, max_length=80)),
                ("destination", models.JSONField(default=dict)),
                ("batch", models.CharField(blank=True, max_length=32)),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="오류")),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "settlement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout",
                        to="settlements.settlement",
                    ),
                ),
            ],
            options={
                "verbose_name": "지급",
            },
        ),
        migrations.CreateModel(
            name="SettlementLine",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="settled",
                        serialize=False,
                        to="payments.payableitem",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="settlements.settlement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaxDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="문서번호")),
                ("source", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("tax_invoice", "세금계산서"), ("invoice", "계산서")],
                        max_length=11,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[("goods", "상품"), ("commission", "판매 수수료")], max_length=10
                    ),
                ),
                ("supplier", models.JSONField()),
                ("recipient", models.JSONField()),
                ("items", models.JSONField()),
                ("supplied_on", models.DateField(verbose_name="작성일자")),
                ("supply_amount", models.BigIntegerField(verbose_name="공급가액")),
                ("vat_amount", models.BigIntegerField(verbose_name="세액")),
                (
                    "amendment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "당초 발행"),
                            ("01", "기재사항 착오·정정"),
                            ("02", "공급가액 변동"),
                            ("03", "환입"),
                            ("04", "계약의 해제"),
                            ("05", "내국신용장 사후 개설"),
                            ("06", "착오에 의한 이중발급"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "발행 전"), ("issued", "발행"), ("failed", "발행 실패")],
                        default="draft",
                        max_length=6,
                    ),
                ),
                ("approval_number", models.CharField(blank=True, max_length=40)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                (
                    "amends",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="settlements.taxdocument",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_documents",
                        to="vendors.enterprise",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_documents",
                        to="settlements.settlement",
                    ),
                ),
                (
                    "vendor_order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_documents",
                        to="orders.vendororder",
                    ),
                ),
            ],
            options={
                "verbose_name": "세금계산서",
            },
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(fields=["enterprise", "-period_to"], name="settlement_desk"),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(
                fields=("enterprise", "period_to"), name="a_period_closes_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "net_amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("sales_amount"),
                                                "+",
                                                models.F("refunds_amount"),
                                            ),
                                            "-",
                                            models.F("enterprise_discount_amount"),
                                        ),
                                        "+",
                                        models.F("shipping_amount"),
                                    ),
                                    "+",
                                    models.F("fee_amount"),
                                ),
                                "-",
                                models.F("commission_amount"),
                            ),
                            "-",
                            models.F("commission_vat_amount"),
                        ),
                    )
                ),
                name="settlement_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "payout_amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("net_amount"), "+", models.F("carried_in_amount")
                            ),
                            "-",
                            models.F("carried_out_amount"),
                        ),
                    ),
                    ("payout_amount__gte", 0),
                    ("carried_out_amount__lte", 0),
                ),
                name="settlement_pays_or_carries",
            ),
        ),
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(fields=["state", "method"], name="payout_to_do"),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1)), name="payout_moves_money"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "invoice"), _negated=True), ("vat_amount", 0), _connector="OR"
                ),
                name="exempt_bears_no_vat",
            ),
        ),
    ]
