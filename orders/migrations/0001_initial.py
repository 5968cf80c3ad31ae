import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("catalog", "0001_initial"),
        ("vendors", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Shipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=28, unique=True)),
                ("carrier", models.CharField(blank=True, max_length=40, verbose_name="택배사")),
                (
                    "tracking_number",
                    models.CharField(blank=True, max_length=40, verbose_name="송장번호"),
                ),
                ("shipped_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="주문번호")),
                ("token", models.CharField(max_length=32, unique=True)),
                (
                    "buyer_kind",
                    models.CharField(
                        choices=[
                            ("citizen", "시민"),
                            ("company", "지역기업"),
                            ("agency", "공공기관"),
                        ],
                        default="citizen",
                        max_length=8,
                    ),
                ),
                (
                    "buyer_district",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("26110", "중구"),
                            ("26140", "서구"),
                            ("26170", "동구"),
                            ("26200", "영도구"),
                            ("26230", "부산진구"),
                            ("26260", "동래구"),
                            ("26290", "남구"),
                            ("26320", "북구"),
                            ("26350", "해운대구"),
                            ("26380", "사하구"),
                            ("26410", "금정구"),
                            ("26440", "강서구"),
                            ("26470", "연제구"),
                            ("26500", "수영구"),
                            ("26530", "사상구"),
                            ("26710", "기장군"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "sales_channel",
                    models.CharField(
                        choices=[
                            ("shop", "상점"),
                            ("po", "발주"),
                            ("gift", "선물"),
                            ("recurring", "정기"),
                        ],
                        default="shop",
                        max_length=10,
                    ),
                ),
                (
                    "terms",
                    models.CharField(
                        choices=[("prepaid", "선결제"), ("on_account", "후불")],
                        default="prepaid",
                        max_length=10,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=40, verbose_name="발주번호")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "결제 대기"),
                            ("confirmed", "주문 확정"),
                            ("completed", "완료"),
                            ("cancelled", "취소"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("channel", models.CharField(default="default-channel", max_length=50)),
                ("currency", models.CharField(default="KRW", max_length=3)),
                ("language", models.CharField(default="ko", max_length=2)),
                ("email", models.EmailField(max_length=254)),
                ("recipient", models.CharField(max_length=80, verbose_name="받는 사람")),
                ("phone", models.CharField(max_length=20, verbose_name="전화번호")),
                ("postal_code", models.CharField(max_length=5, verbose_name="우편번호")),
                ("road_address", models.CharField(max_length=200, verbose_name="주소")),
                (
                    "address_detail",
                    models.CharField(blank=True, max_length=100, verbose_name="상세주소"),
                ),
                (
                    "delivery_note",
                    models.CharField(blank=True, max_length=200, verbose_name="배송 메모"),
                ),
                ("goods_amount", models.BigIntegerField()),
                ("shipping_amount", models.BigIntegerField()),
                ("total_amount", models.BigIntegerField()),
                ("placed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="accounts.organization",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "주문",
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("name_en", models.CharField(blank=True, max_length=300)),
                ("variant_name", models.CharField(blank=True, max_length=120)),
                ("sku", models.CharField(blank=True, max_length=40)),
                ("quantity", models.PositiveIntegerField()),
                ("shipped_quantity", models.PositiveIntegerField(default=0)),
                ("refunded_quantity", models.PositiveIntegerField(default=0)),
                ("unit_price_amount", models.BigIntegerField()),
                ("total_amount", models.BigIntegerField()),
                ("supply_amount", models.BigIntegerField()),
                ("vat_amount", models.BigIntegerField()),
                (
                    "tax_class",
                    models.CharField(
                        choices=[("taxable", "과세"), ("exempt", "면세")], max_length=8
                    ),
                ),
                ("tax_rate_bp", models.PositiveIntegerField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None
                    ),
                ),
                ("credentials", models.JSONField(default=list)),
                ("seller_district", models.CharField(blank=True, max_length=5)),
                ("is_green", models.BooleanField(default=False)),
                ("notice", models.JSONField(default=dict)),
                ("thumbnail", models.CharField(blank=True, max_length=200)),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.category",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_lines",
                        to="catalog.product",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.variant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShipmentLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.shipment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VendorOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=28, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "결제 대기"),
                            ("confirmed", "신규 주문"),
                            ("accepted", "접수"),
                            ("partly_shipped", "일부 발송"),
                            ("shipped", "배송 중"),
                            ("delivered", "배송 완료"),
                            ("cancelled", "취소"),
                        ],
                        default="pending",
                        max_length=16,
                    ),
                ),
                ("goods_amount", models.BigIntegerField()),
                ("shipping_amount", models.BigIntegerField()),
                ("total_amount", models.BigIntegerField()),
                ("commission_rate_bp", models.PositiveIntegerField()),
                ("commission_amount", models.BigIntegerField()),
                ("ship_by", models.DateField(null=True)),
                ("shipped_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vendor_orders",
                        to="vendors.enterprise",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vendor_orders",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "verbose_name": "기업별 주문",
            },
        ),
        migrations.AddField(
            model_name="shipment",
            name="vendor_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shipments",
                to="orders.vendororder",
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="vendor_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="orders.vendororder",
            ),
        ),
        migrations.CreateModel(
            name="OrderEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("data", models.JSONField(default=dict)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="orders.order",
                    ),
                ),
                (
                    "vendor_order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="orders.vendororder",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["user", "-placed_at"], name="order_by_user"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["organization", "-placed_at"], name="order_by_organization"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("status", "pending")),
                fields=["expires_at"],
                name="order_expiring",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("goods_amount"), "+", models.F("shipping_amount")
                        ),
                    )
                ),
                name="order_total_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="shipmentline",
            constraint=models.UniqueConstraint(
                fields=("shipment", "order_line"), name="line_shipped_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="shipmentline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1)), name="ships_something"
            ),
        ),
        migrations.AddIndex(
            model_name="vendororder",
            index=models.Index(fields=["enterprise", "status", "-id"], name="vendor_order_desk"),
        ),
        migrations.AddIndex(
            model_name="vendororder",
            index=models.Index(
                condition=models.Q(("status", "shipped")),
                fields=["shipped_at"],
                name="vendor_order_on_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="vendororder",
            constraint=models.UniqueConstraint(
                fields=("order", "enterprise"), name="one_part_an_enterprise"
            ),
        ),
        migrations.AddConstraint(
            model_name="vendororder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("goods_amount"), "+", models.F("shipping_amount")
                        ),
                    )
                ),
                name="vendor_order_total_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1)), name="line_has_pieces"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("unit_price_amount"), "*", models.F("quantity")
                        ),
                    )
                ),
                name="line_total_is_price_times_quantity",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("supply_amount"), "+", models.F("vat_amount")
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
                    ("shipped_quantity__lte", models.F("quantity")),
                    ("refunded_quantity__lte", models.F("quantity")),
                ),
                name="line_never_more_than_ordered",
            ),
        ),
    ]
