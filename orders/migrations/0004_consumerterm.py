from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_commission_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsumerTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("withdrawal_days", "청약철회 기간(일)"),
                            ("fault_months", "하자 반품 기간(개월)"),
                            ("fault_known_days", "하자를 안 날부터(일)"),
                            ("dispatch_business_days", "발송 기한(영업일)"),
                            ("refund_business_days", "환급 기한(영업일)"),
                            ("late_interest_bp", "지연이자율(만분율)"),
                            ("answer_days", "반품 응답 기한(일)"),
                            ("confirm_days", "자동 구매확정(일)"),
                        ],
                        max_length=24,
                        verbose_name="항목",
                    ),
                ),
                ("value", models.PositiveIntegerField(verbose_name="값")),
                ("valid_from", models.DateField(verbose_name="시작일")),
                ("basis", models.CharField(max_length=200, verbose_name="근거")),
            ],
            options={
                "verbose_name": "소비자 기한",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "valid_from"), name="consumer_term_once_a_day"
                    )
                ],
            },
        ),
    ]
