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
        ("orders", "0001_initial"),
        ("vendors", "0002_commission"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("note", models.TextField(blank=True, verbose_name="검수 의견")),
                ("inspected_at", models.DateTimeField()),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shipment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptance",
                        to="orders.shipment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="회계연도")),
                ("account", models.CharField(max_length=60, verbose_name="회계")),
                ("programme", models.CharField(max_length=160, verbose_name="정책/단위/세부사업")),
                ("item_code", models.CharField(max_length=12, verbose_name="통계목")),
                ("amount", models.BigIntegerField(verbose_name="예산액")),
                ("committed_amount", models.BigIntegerField(default=0, verbose_name="원인행위액")),
                ("spent_amount", models.BigIntegerField(default=0, verbose_name="지출액")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget_lines",
                        to="accounts.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("basis", models.CharField(max_length=160, verbose_name="근거")),
                ("max_supply_amount", models.BigIntegerField()),
                ("quotes_required", models.PositiveSmallIntegerField()),
                (
                    "eligible_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("min_vulnerable_bp", models.PositiveIntegerField(default=0)),
                (
                    "ratio_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("in_designated_system", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("sort_order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["sort_order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="rule_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="CostCenter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=80)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cost_centers",
                        to="accounts.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="계산서번호")),
                (
                    "status",
                    models.CharField(
                        choices=[("issued", "청구"), ("paid", "지급 완료")],
                        default="issued",
                        max_length=8,
                    ),
                ),
                ("goods_amount", models.BigIntegerField()),
                ("shipping_amount", models.BigIntegerField(default=0)),
                ("total_amount", models.BigIntegerField()),
                ("supply_amount", models.BigIntegerField()),
                ("vat_amount", models.BigIntegerField()),
                ("paid_amount", models.BigIntegerField(default=0)),
                ("issued_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "acceptance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice",
                        to="procurement.acceptance",
                    ),
                ),
                (
                    "vendor_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="orders.vendororder",
                    ),
                ),
            ],
            options={
                "verbose_name": "계산서",
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("total_amount", models.BigIntegerField()),
                ("supply_amount", models.BigIntegerField()),
                ("vat_amount", models.BigIntegerField()),
                (
                    "tax_class",
                    models.CharField(
                        choices=[("taxable", "과세"), ("exempt", "면세")], max_length=8
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="procurement.invoice",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InvoicePayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("paid_on", models.DateField(verbose_name="이체일")),
                ("reference", models.CharField(max_length=60, verbose_name="이체 참조")),
                ("recorded_at", models.DateTimeField()),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="procurement.invoice",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PurchaseOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="발주번호")),
                ("title", models.CharField(max_length=120, verbose_name="건명")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "작성 중"),
                            ("submitted", "승인 대기"),
                            ("rejected", "반려"),
                            ("ordered", "발주 완료"),
                            ("delivering", "납품 중"),
                            ("inspected", "검수 완료"),
                            ("closed", "종결"),
                            ("cancelled", "취소"),
                        ],
                        default="submitted",
                        max_length=10,
                    ),
                ),
                (
                    "rule_basis",
                    models.CharField(blank=True, max_length=200, verbose_name="계약 근거"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="선정 사유")),
                (
                    "system_reference",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="지정정보처리장치 번호"
                    ),
                ),
                ("recipient", models.CharField(max_length=80)),
                ("phone", models.CharField(max_length=20)),
                ("postal_code", models.CharField(max_length=5)),
                ("road_address", models.CharField(max_length=200)),
                ("address_detail", models.CharField(blank=True, max_length=100)),
                ("needed_by", models.DateField(blank=True, null=True, verbose_name="납품 기한")),
                ("net_days", models.PositiveSmallIntegerField(default=30)),
                ("total_amount", models.BigIntegerField()),
                ("supply_amount", models.BigIntegerField()),
                ("vat_amount", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "budget_line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.budgetline",
                    ),
                ),
                (
                    "cost_center",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.costcenter",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purchase_order",
                        to="orders.order",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purchase_orders",
                        to="accounts.organization",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.contractrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "발주서",
            },
        ),
        migrations.AddField(
            model_name="invoice",
            name="purchase_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoices",
                to="procurement.purchaseorder",
            ),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("approved", "승인"), ("rejected", "반려")], max_length=8
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="의견")),
                ("at", models.DateTimeField()),
                (
                    "approver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "purchase_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="procurement.purchaseorder",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="acceptance",
            name="purchase_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acceptances",
                to="procurement.purchaseorder",
            ),
        ),
        migrations.CreateModel(
            name="PurchaseOrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("sku", models.CharField(blank=True, max_length=40)),
                ("quantity", models.PositiveIntegerField()),
                ("list_price_amount", models.BigIntegerField(default=0)),
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
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vendors.enterprise",
                    ),
                ),
                (
                    "purchase_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="procurement.purchaseorder",
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
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "제출"),
                            ("replaced", "새 견적으로 대체"),
                            ("ordered", "발주"),
                            ("lost", "미선정"),
                            ("withdrawn", "철회"),
                        ],
                        default="submitted",
                        max_length=10,
                    ),
                ),
                ("valid_until", models.DateField(verbose_name="견적 유효일")),
                ("lead_days", models.PositiveSmallIntegerField(verbose_name="납기(일)")),
                ("prices_include_vat", models.BooleanField(default=True)),
                ("note", models.TextField(blank=True, verbose_name="비고")),
                ("total_amount", models.BigIntegerField()),
                ("supply_amount", models.BigIntegerField()),
                ("vat_amount", models.BigIntegerField()),
                ("submitted_at", models.DateTimeField()),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="vendors.enterprise",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="purchaseorder",
            name="quote",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="purchase_orders",
                to="procurement.quote",
            ),
        ),
        migrations.CreateModel(
            name="RequestForQuote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="건명")),
                ("description", models.TextField(blank=True, verbose_name="요청 사항")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "견적 요청 중"),
                            ("ordered", "발주됨"),
                            ("closed", "마감"),
                            ("cancelled", "취소"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("deadline", models.DateTimeField(verbose_name="견적 마감")),
                ("needed_by", models.DateField(verbose_name="납품 기한")),
                ("recipient", models.CharField(max_length=80)),
                ("phone", models.CharField(max_length=20)),
                ("postal_code", models.CharField(max_length=5)),
                ("road_address", models.CharField(max_length=200)),
                ("address_detail", models.CharField(blank=True, max_length=100)),
                ("created_at", models.DateTimeField()),
                ("comparison", models.JSONField(null=True)),
                ("comparison_digest", models.CharField(blank=True, max_length=64)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests_for_quote",
                        to="accounts.organization",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="quote",
            name="rfq",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotes",
                to="procurement.requestforquote",
            ),
        ),
        migrations.CreateModel(
            name="RfqInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("invited", "요청됨"),
                            ("quoted", "견적 제출"),
                            ("declined", "거절"),
                        ],
                        default="invited",
                        max_length=10,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rfq_invitations",
                        to="vendors.enterprise",
                    ),
                ),
                (
                    "rfq",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="procurement.requestforquote",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RfqLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("description", models.CharField(max_length=200, verbose_name="품명")),
                (
                    "specification",
                    models.CharField(blank=True, max_length=300, verbose_name="규격"),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="수량")),
                (
                    "rfq",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="procurement.requestforquote",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("quantity", models.PositiveIntegerField()),
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
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="procurement.quote",
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
                (
                    "rfq_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quote_lines",
                        to="procurement.rfqline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AcceptanceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("delivered", models.PositiveIntegerField()),
                ("accepted", models.PositiveIntegerField()),
                ("rejected", models.PositiveIntegerField(default=0)),
                (
                    "defect",
                    models.CharField(blank=True, max_length=200, verbose_name="불합격 사유"),
                ),
                (
                    "acceptance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="procurement.acceptance",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("acceptance", "order_line"), name="line_inspected_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "delivered",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("accepted"), "+", models.F("rejected")
                                ),
                            )
                        ),
                        name="inspected_all_delivered",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("committed_amount__gte", 0),
                    ("spent_amount__gte", 0),
                    (
                        "amount__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("committed_amount"), "+", models.F("spent_amount")
                        ),
                    ),
                ),
                name="budget_never_exceeded",
            ),
        ),
        migrations.AddConstraint(
            model_name="costcenter",
            constraint=models.UniqueConstraint(
                fields=("organization", "code"), name="cost_center_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicepayment",
            constraint=models.UniqueConstraint(
                fields=("invoice", "reference"), name="transfer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicepayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1)), name="transfer_moves_money"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("supply_amount"), "+", models.F("vat_amount")
                        ),
                    ),
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("goods_amount"), "+", models.F("shipping_amount")
                        ),
                    ),
                ),
                name="invoice_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_amount__gte", 0), ("paid_amount__lte", models.F("total_amount"))
                ),
                name="never_paid_more_than_invoiced",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchaseorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("unit_price_amount"), "*", models.F("quantity")
                        ),
                    ),
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("supply_amount"), "+", models.F("vat_amount")
                        ),
                    ),
                    ("quantity__gte", 1),
                ),
                name="po_line_sums",
            ),
        ),
        migrations.AddIndex(
            model_name="purchaseorder",
            index=models.Index(fields=["organization", "status", "-created_at"], name="po_desk"),
        ),
        migrations.AddConstraint(
            model_name="purchaseorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("supply_amount"), "+", models.F("vat_amount")
                        ),
                    )
                ),
                name="po_tax_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchaseorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["rejected", "cancelled"]), _negated=True),
                fields=("quote",),
                name="quote_ordered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                fields=("rfq", "enterprise", "version"), name="quote_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("supply_amount"), "+", models.F("vat_amount")
                        ),
                    )
                ),
                name="quote_tax_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="rfqinvitation",
            constraint=models.UniqueConstraint(fields=("rfq", "enterprise"), name="invited_once"),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("unit_price_amount"), "*", models.F("quantity")
                        ),
                    ),
                    (
                        "total_amount",
                        django.db.models.expressions.CombinedExpression(
                            models.F("supply_amount"), "+", models.F("vat_amount")
                        ),
                    ),
                    ("quantity__gte", 1),
                ),
                name="quote_line_sums",
            ),
        ),
    ]
