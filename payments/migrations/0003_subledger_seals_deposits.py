import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0002_returns_coupons_commission"),
        ("payments", "0002_ledger_guard"),
        ("vendors", "0003_shipping_pickup_payout"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankDeposit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("amount", models.BigIntegerField()),
                ("payer", models.CharField(max_length=80, verbose_name="입금자")),
                ("memo", models.CharField(blank=True, max_length=200)),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("matched", "일치"),
                            ("wrong_amount", "금액 다름"),
                            ("late", "늦은 입금"),
                            ("unknown", "입금자 불명"),
                            ("returned", "돌려줌"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("handled_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "입금",
            },
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="파일")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("imported_at", models.DateTimeField()),
                ("repeated", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "은행 거래내역",
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider_ref", models.CharField(max_length=80, unique=True)),
                ("amount", models.BigIntegerField()),
                ("reason", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "진행 중"), ("won", "승소"), ("lost", "패소")],
                        default="open",
                        max_length=4,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LedgerSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("entries", models.PositiveIntegerField()),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PayableItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sale", "판매"),
                            ("invoice", "납품"),
                            ("refund", "환불"),
                            ("adjustment", "조정"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("quantity", models.IntegerField(default=0)),
                ("goods_amount", models.BigIntegerField(default=0)),
                ("enterprise_discount_amount", models.BigIntegerField(default=0)),
                ("market_discount_amount", models.BigIntegerField(default=0)),
                ("shipping_amount", models.BigIntegerField(default=0)),
                ("fee_amount", models.BigIntegerField(default=0)),
                ("commission_amount", models.BigIntegerField(default=0)),
                ("commission_vat_amount", models.BigIntegerField(default=0)),
                ("net_amount", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SealedEntry",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sealed",
                        serialize=False,
                        to="payments.ledgerentry",
                    ),
                ),
            ],
        ),
        migrations.AlterModelOptions(
            name="refund",
            options={"verbose_name": "환불"},
        ),
        migrations.AddField(
            model_name="payment",
            name="checked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="flag",
            field=models.CharField(blank=True, max_length=200, verbose_name="확인 필요"),
        ),
        migrations.AddField(
            model_name="payment",
            name="refund_account",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="refund",
            name="enterprise_discount_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="refund",
            name="error",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="refund",
            name="fee_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="refund",
            name="market_discount_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="refund",
            name="return_request",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refund",
                to="orders.returnrequest",
            ),
        ),
        migrations.AddField(
            model_name="refundline",
            name="commission_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="refundline",
            name="enterprise_discount_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="refundline",
            name="market_discount_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="refundline",
            name="shipping_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="webhookevent",
            name="payment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="webhooks",
                to="payments.payment",
            ),
        ),
        migrations.AlterField(
            model_name="refundline",
            name="order_line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refund_lines",
                to="orders.orderline",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["checked_at"], name="payment_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "goods_amount__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("market_discount_amount"),
                                    "+",
                                    models.F("enterprise_discount_amount"),
                                ),
                                "+",
                                models.F("fee_amount"),
                            ),
                            "-",
                            models.F("shipping_amount"),
                        ),
                    )
                ),
                name="refund_never_negative",
            ),
        ),
        migrations.AddField(
            model_name="bankdeposit",
            name="handled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bankdeposit",
            name="payment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deposits",
                to="payments.payment",
            ),
        ),
        migrations.AddField(
            model_name="bankstatement",
            name="imported_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bankdeposit",
            name="statement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deposits",
                to="payments.bankstatement",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disputes",
                to="payments.payment",
            ),
        ),
        migrations.AddField(
            model_name="payableitem",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="vendors.enterprise",
            ),
        ),
        migrations.AddField(
            model_name="payableitem",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="payments.ledgerentry",
            ),
        ),
        migrations.AddField(
            model_name="payableitem",
            name="order_line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.orderline",
            ),
        ),
        migrations.AddField(
            model_name="payableitem",
            name="vendor_order",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payable_items",
                to="orders.vendororder",
            ),
        ),
        migrations.AddField(
            model_name="sealedentry",
            name="seal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="payments.ledgerseal",
            ),
        ),
        migrations.AddIndex(
            model_name="bankdeposit",
            index=models.Index(fields=["state", "-at"], name="deposit_to_do"),
        ),
        migrations.AddConstraint(
            model_name="bankdeposit",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1)), name="deposit_brings_money"
            ),
        ),
        migrations.AddIndex(
            model_name="payableitem",
            index=models.Index(fields=["enterprise", "happened_at"], name="payable_by_enterprise"),
        ),
        migrations.AddConstraint(
            model_name="payableitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "net_amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("goods_amount"),
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
                name="payable_item_sums",
            ),
        ),
    ]
