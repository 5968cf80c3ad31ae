from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0002_commission"),
    ]

    operations = [
        migrations.CreateModel(
            name="PickupPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="이름")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="영문 이름")),
                (
                    "district",
                    models.CharField(
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
                        verbose_name="구군",
                    ),
                ),
                ("address", models.CharField(max_length=200, verbose_name="주소")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="운영 시간")),
                (
                    "latitude",
                    models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True),
                ),
                (
                    "longitude",
                    models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="운영 중")),
            ],
            options={
                "verbose_name": "픽업 장소",
                "ordering": ["district", "name"],
            },
        ),
        migrations.CreateModel(
            name="RemoteArea",
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
                        choices=[("island", "도서"), ("mountain", "산간")],
                        max_length=8,
                        verbose_name="구분",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="지역")),
                ("postal_from", models.CharField(max_length=5, verbose_name="우편번호 시작")),
                ("postal_to", models.CharField(max_length=5, verbose_name="우편번호 끝")),
            ],
            options={
                "verbose_name": "도서·산간 지역",
                "ordering": ["postal_from"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="enterprise",
            name="shipping_not_negative",
        ),
        migrations.AddField(
            model_name="enterprise",
            name="island_surcharge_amount",
            field=models.BigIntegerField(default=3000, verbose_name="도서 추가 배송비"),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="mountain_surcharge_amount",
            field=models.BigIntegerField(default=2000, verbose_name="산간 추가 배송비"),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="payout_account",
            field=models.CharField(blank=True, max_length=80, verbose_name="지급 계정"),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="payout_method",
            field=models.CharField(
                choices=[
                    ("bank_file", "은행 이체"),
                    ("stripe", "Stripe"),
                    ("toss", "토스페이먼츠 지급대행"),
                ],
                default="bank_file",
                max_length=10,
                verbose_name="지급 방법",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="return_fee_amount",
            field=models.BigIntegerField(default=3000, verbose_name="반품 배송비"),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="settlement_cycle",
            field=models.CharField(
                choices=[
                    ("half_month", "월 2회 (1~15일, 16일~말일)"),
                    ("month", "월 1회"),
                    ("week", "주 1회 (월~일)"),
                ],
                default="half_month",
                max_length=10,
                verbose_name="정산 주기",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="shipping_basis",
            field=models.CharField(
                choices=[("flat", "고정"), ("amount", "금액별"), ("weight", "무게별")],
                default="flat",
                max_length=6,
                verbose_name="배송비 방식",
            ),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="shipping_steps",
            field=models.JSONField(blank=True, default=list, verbose_name="구간별 배송비"),
        ),
        migrations.AddField(
            model_name="enterprise",
            name="pickup_points",
            field=models.ManyToManyField(
                blank=True,
                related_name="enterprises",
                to="vendors.pickuppoint",
                verbose_name="픽업 장소",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shipping_fee_amount__gte", 0),
                    ("free_shipping_from_amount__gte", 0),
                    ("island_surcharge_amount__gte", 0),
                    ("mountain_surcharge_amount__gte", 0),
                    ("return_fee_amount__gte", 0),
                ),
                name="shipping_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="remotearea",
            constraint=models.CheckConstraint(
                condition=models.Q(("postal_from__lte", models.F("postal_to"))),
                name="postal_codes_in_order",
            ),
        ),
    ]
