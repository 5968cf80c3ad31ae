import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("catalog", "0002_product_is_perishable"),
        ("orders", "0001_initial"),
        ("vendors", "0003_shipping_pickup_payout"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommissionRule",
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
                        blank=True,
                        choices=[
                            ("social_enterprise", "사회적기업"),
                            ("preliminary_social_enterprise", "예비사회적기업"),
                            ("cooperative", "협동조합"),
                            ("social_cooperative", "사회적협동조합"),
                            ("village_enterprise", "마을기업"),
                            ("self_support_enterprise", "자활기업"),
                            ("busan_type", "부산형 사회적경제기업"),
                            ("social_venture", "소셜벤처"),
                            ("women_owned", "여성기업"),
                            ("disabled_owned", "장애인기업"),
                            ("severe_disability_producer", "중증장애인생산품"),
                            ("green_certificate", "녹색인증"),
                        ],
                        max_length=32,
                        verbose_name="기업 유형",
                    ),
                ),
                ("rate_bp", models.PositiveIntegerField(verbose_name="수수료율(만분율)")),
                ("valid_from", models.DateField(verbose_name="시작일")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="종료일")),
                ("basis", models.CharField(max_length=200, verbose_name="근거")),
            ],
            options={
                "verbose_name": "수수료 규정",
            },
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ReturnRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("return", "반품"), ("exchange", "교환")], max_length=8
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("change_of_mind", "단순 변심"),
                            ("defective", "불량·파손"),
                            ("wrong_item", "다른 상품이 옴"),
                            ("not_as_described", "설명과 다름"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("noticed_on", models.DateField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "접수"),
                            ("approved", "회수 중"),
                            ("arrived", "도착"),
                            ("completed", "완료"),
                            ("refused", "거절"),
                            ("withdrawn", "철회"),
                        ],
                        default="requested",
                        max_length=9,
                    ),
                ),
                ("fee_amount", models.BigIntegerField(default=0)),
                ("carrier", models.CharField(blank=True, max_length=40)),
                ("tracking_number", models.CharField(blank=True, max_length=40)),
                ("refusal", models.CharField(blank=True, max_length=300)),
                ("requested_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                ("refund_due_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "반품·교환",
            },
        ),
        migrations.CreateModel(
            name="TrackingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.CharField(max_length=120)),
                ("place", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="order",
            name="order_total_sums",
        ),
        migrations.RemoveConstraint(
            model_name="orderline",
            name="line_tax_sums",
        ),
        migrations.RemoveConstraint(
            model_name="orderline",
            name="line_never_more_than_ordered",
        ),
        migrations.RemoveConstraint(
            model_name="vendororder",
            name="vendor_order_total_sums",
        ),
        migrations.AddField(
            model_name="order",
            name="agreed_made_to_order",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="order",
            name="cancel_reason",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="order",
            name="discount_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="order",
            name="gift_message",
            field=models.CharField(blank=True, max_length=200, verbose_name="선물 메시지"),
        ),
        migrations.AddField(
            model_name="order",
            name="is_gift",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="orderline",
            name="cancelled_quantity",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="orderline",
            name="commission_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="orderline",
            name="commission_rate_bp",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="orderline",
            name="enterprise_discount_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="orderline",
            name="market_discount_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="orderline",
            name="returned_quantity",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="orderline",
            name="shipping_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="orderline",
            name="withdrawal_exclusion",
            field=models.CharField(
                blank=True,
                choices=[("perishable", "신선식품"), ("made_to_order", "주문제작")],
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="shipment",
            name="tracked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="shipment",
            name="tracking_error",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="vendororder",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="vendororder",
            name="delivery_method",
            field=models.CharField(
                choices=[("parcel", "택배"), ("pickup", "픽업")], default="parcel", max_length=6
            ),
        ),
        migrations.AddField(
            model_name="vendororder",
            name="enterprise_discount_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="vendororder",
            name="market_discount_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="vendororder",
            name="pickup_place",
            field=models.CharField(blank=True, max_length=300, verbose_name="픽업 장소"),
        ),
        migrations.AddField(
            model_name="vendororder",
            name="pickup_point",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="vendors.pickuppoint",
            ),
        ),
        migrations.AddField(
            model_name="vendororder",
            name="return_fee_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="vendororder",
            name="surcharge_amount",
            field=models.BigIntegerField(default=0),
        ),
        # What was kept a part, a line keeps now: its refunds by when they were, its commission rate.
        migrations.RunSQL(
            """
            UPDATE orders_orderline l SET
                returned_quantity = LEAST(l.refunded_quantity, l.shipped_quantity),
                cancelled_quantity = l.refunded_quantity
                    - LEAST(l.refunded_quantity, l.shipped_quantity),
                commission_rate_bp = p.commission_rate_bp,
                commission_amount = (2 * l.total_amount * p.commission_rate_bp + 10000) / 20000
            FROM orders_vendororder p WHERE p.id = l.vendor_order_id
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(
            model_name="orderline",
            name="refunded_quantity",
        ),
        migrations.RemoveField(
            model_name="vendororder",
            name="commission_rate_bp",
        ),
        migrations.AlterField(
            model_name="vendororder",
            name="status",
            field=models.CharField(
                choices=[
                    ("pending", "결제 대기"),
                    ("confirmed", "신규 주문"),
                    ("accepted", "접수"),
                    ("partly_shipped", "일부 발송"),
                    ("shipped", "배송 중"),
                    ("delivered", "배송 완료"),
                    ("closed", "구매 확정"),
                    ("cancelled", "취소"),
                ],
                default="pending",
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="vendororder",
            index=models.Index(
                condition=models.Q(("status", "delivered")),
                fields=["delivered_at"],
                name="vendor_order_unconfirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("goods_amount"), "+", models.F("shipping_amount")
                            ),
                            "-",
                            models.F("discount_amount"),
                        ),
                    )
                ),
                name="order_total_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("total_amount__gte", 0), ("discount_amount__gte", 0)),
                name="order_never_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("supply_amount"), "+", models.F("vat_amount")
                            ),
                            "+",
                            models.F("enterprise_discount_amount"),
                        ),
                    )
                ),
                name="line_tax_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("market_discount_amount__gte", 0),
                    ("enterprise_discount_amount__gte", 0),
                    (
                        "total_amount__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("market_discount_amount"),
                            "+",
                            models.F("enterprise_discount_amount"),
                        ),
                    ),
                ),
                name="line_never_below_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "quantity__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("shipped_quantity"), "+", models.F("cancelled_quantity")
                        ),
                    ),
                    ("shipped_quantity__gte", models.F("returned_quantity")),
                ),
                name="line_never_more_than_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="vendororder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("goods_amount"), "+", models.F("shipping_amount")
                                ),
                                "-",
                                models.F("market_discount_amount"),
                            ),
                            "-",
                            models.F("enterprise_discount_amount"),
                        ),
                    )
                ),
                name="vendor_order_total_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="vendororder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total_amount__gte", 0),
                    ("market_discount_amount__gte", 0),
                    ("enterprise_discount_amount__gte", 0),
                    ("surcharge_amount__gte", 0),
                    ("surcharge_amount__lte", models.F("shipping_amount")),
                ),
                name="vendor_order_never_negative",
            ),
        ),
        migrations.AddField(
            model_name="commissionrule",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.category",
            ),
        ),
        migrations.AddField(
            model_name="commissionrule",
            name="enterprise",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commission_rules",
                to="vendors.enterprise",
            ),
        ),
        migrations.AddField(
            model_name="returnline",
            name="order_line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_lines",
                to="orders.orderline",
            ),
        ),
        migrations.AddField(
            model_name="returnline",
            name="variant",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.variant",
            ),
        ),
        migrations.AddField(
            model_name="returnrequest",
            name="vendor_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="orders.vendororder",
            ),
        ),
        migrations.AddField(
            model_name="returnline",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="orders.returnrequest",
            ),
        ),
        migrations.AddField(
            model_name="shipment",
            name="exchange",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacement",
                to="orders.returnrequest",
            ),
        ),
        migrations.AddIndex(
            model_name="shipment",
            index=models.Index(
                condition=models.Q(("delivered_at", None)),
                fields=["tracked_at"],
                name="shipment_on_its_way",
            ),
        ),
        migrations.AddField(
            model_name="trackingevent",
            name="shipment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tracking",
                to="orders.shipment",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("rate_bp__lte", 10000)), name="commission_at_most_all"
            ),
        ),
        migrations.AddIndex(
            model_name="returnrequest",
            index=models.Index(
                condition=models.Q(("status", "arrived")),
                fields=["refund_due_on"],
                name="return_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.UniqueConstraint(
                fields=("request", "order_line"), name="line_once_a_return"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1)), name="returns_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="trackingevent",
            constraint=models.UniqueConstraint(
                fields=("shipment", "at", "text"), name="tracked_once"
            ),
        ),
    ]
