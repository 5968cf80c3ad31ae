import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0002_product_is_perishable"),
        ("vendors", "0003_shipping_pickup_payout"),
    ]

    operations = [
        migrations.CreateModel(
            name="Coupon",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True, verbose_name="쿠폰 코드")),
                ("name", models.CharField(max_length=80, verbose_name="이름")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="영문 이름")),
                (
                    "funder",
                    models.CharField(
                        choices=[("market", "온장 부담"), ("enterprise", "기업 부담")],
                        max_length=10,
                        verbose_name="부담",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("amount", "정액"), ("percent", "정률")],
                        max_length=7,
                        verbose_name="방식",
                    ),
                ),
                ("value", models.PositiveIntegerField(verbose_name="할인")),
                ("most_amount", models.BigIntegerField(default=0, verbose_name="최대 할인액")),
                (
                    "least_goods_amount",
                    models.BigIntegerField(default=0, verbose_name="최소 주문액"),
                ),
                ("valid_from", models.DateTimeField(verbose_name="시작")),
                ("valid_to", models.DateTimeField(verbose_name="끝")),
                (
                    "use_limit",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="총 사용 수"),
                ),
                (
                    "buyer_limit",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="1인당 사용 수"
                    ),
                ),
                ("used", models.PositiveIntegerField(default=0, verbose_name="사용됨")),
                ("is_active", models.BooleanField(default=True, verbose_name="사용")),
                ("created_at", models.DateTimeField()),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.category",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="vendors.enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "쿠폰",
            },
        ),
        migrations.CreateModel(
            name="CouponUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.CharField(max_length=64)),
                ("buyer", models.CharField(max_length=260)),
                ("amount", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "사용 중"), ("released", "되돌림")],
                        default="held",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "coupon",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="promotions.coupon",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("use_limit", None), ("used__lte", models.F("use_limit")), _connector="OR"
                ),
                name="coupon_never_used_more_than_allowed",
            ),
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("funder", "enterprise"), _negated=True),
                    ("enterprise__isnull", False),
                    _connector="OR",
                ),
                name="coupon_funder_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__gte", 1),
                    models.Q(("kind", "amount"), ("value__lte", 10000), _connector="OR"),
                ),
                name="coupon_takes_something_off",
            ),
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__lt", models.F("valid_to"))),
                name="coupon_has_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="couponuse",
            index=models.Index(fields=["holder"], name="coupon_use_by_holder"),
        ),
        migrations.AddIndex(
            model_name="couponuse",
            index=models.Index(fields=["coupon", "buyer"], name="coupon_use_by_buyer"),
        ),
        migrations.AddConstraint(
            model_name="couponuse",
            constraint=models.UniqueConstraint(
                fields=("coupon", "holder"), name="coupon_once_a_holder"
            ),
        ),
    ]
