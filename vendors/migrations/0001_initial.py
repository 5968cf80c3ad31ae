import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="상호")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="영문 상호")),
                ("slug", models.SlugField(allow_unicode=True, max_length=80, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "심사 중"),
                            ("active", "입점"),
                            ("suspended", "판매 중지"),
                        ],
                        default="applied",
                        max_length=10,
                    ),
                ),
                (
                    "business_number",
                    models.CharField(max_length=10, unique=True, verbose_name="사업자등록번호"),
                ),
                ("representative", models.CharField(max_length=80, verbose_name="대표자")),
                ("phone", models.CharField(max_length=20, verbose_name="전화번호")),
                ("email", models.EmailField(max_length=254, verbose_name="이메일")),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=5, verbose_name="우편번호"),
                ),
                ("address", models.CharField(max_length=200, verbose_name="주소")),
                (
                    "district",
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
                        verbose_name="구군",
                    ),
                ),
                (
                    "mail_order_number",
                    models.CharField(blank=True, max_length=60, verbose_name="통신판매업신고번호"),
                ),
                (
                    "mail_order_exemption",
                    models.CharField(blank=True, max_length=120, verbose_name="신고 면제 사유"),
                ),
                ("story", models.TextField(blank=True, verbose_name="소개")),
                ("story_en", models.TextField(blank=True, verbose_name="영문 소개")),
                ("logo", models.ImageField(blank=True, upload_to="enterprises/")),
                ("cover", models.ImageField(blank=True, upload_to="enterprises/")),
                ("bank_name", models.CharField(blank=True, max_length=40, verbose_name="은행")),
                (
                    "bank_account",
                    models.CharField(blank=True, max_length=40, verbose_name="계좌번호"),
                ),
                ("bank_holder", models.CharField(blank=True, max_length=80, verbose_name="예금주")),
                (
                    "shipping_fee_amount",
                    models.BigIntegerField(default=3000, verbose_name="배송비"),
                ),
                (
                    "free_shipping_from_amount",
                    models.BigIntegerField(default=50000, verbose_name="무료배송 기준"),
                ),
                ("founded_on", models.DateField(blank=True, null=True)),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "기업",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shipping_fee_amount__gte", 0), ("free_shipping_from_amount__gte", 0)
                        ),
                        name="shipping_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Credential",
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
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="인증번호")),
                ("authority", models.CharField(max_length=80, verbose_name="인증기관")),
                ("law", models.CharField(blank=True, max_length=120, verbose_name="근거법령")),
                ("issued_on", models.DateField(verbose_name="인증일")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="유효기간")),
                ("vulnerable_employment_bp", models.PositiveIntegerField(blank=True, null=True)),
                ("file", models.FileField(blank=True, upload_to="private/credentials/")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "심사 중"),
                            ("verified", "확인됨"),
                            ("rejected", "반려"),
                            ("expired", "만료"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="사유")),
                ("created_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="vendors.enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "인증",
                "indexes": [models.Index(fields=["status", "created_at"], name="credential_queue")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "kind", "number"), name="credential_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on", None),
                            ("expires_on__gte", models.F("issued_on")),
                            _connector="OR",
                        ),
                        name="credential_dates_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommissionTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rate_bp", models.PositiveIntegerField(verbose_name="수수료율(만분율)")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("basis", models.CharField(max_length=200, verbose_name="근거")),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commission_terms",
                        to="vendors.enterprise",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rate_bp__lte", 10000)), name="commission_at_most_all"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseStaff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "대표"),
                            ("manager", "관리자"),
                            ("clerk", "담당자"),
                            ("accountant", "회계"),
                        ],
                        default="clerk",
                        max_length=10,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff",
                        to="vendors.enterprise",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enterprise_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "user"), name="one_staff_role_each"
                    )
                ],
            },
        ),
    ]
