import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="이메일")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="이름")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="전화번호")),
                ("language", models.CharField(default="ko", max_length=2, verbose_name="언어")),
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
                ("is_city_officer", models.BooleanField(default=False, verbose_name="시 담당자")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "사용자",
                "verbose_name_plural": "사용자",
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Organization",
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
                        choices=[("company", "기업"), ("agency", "공공기관")], max_length=8
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="기관명")),
                ("name_en", models.CharField(blank=True, max_length=120)),
                (
                    "business_number",
                    models.CharField(max_length=10, unique=True, verbose_name="사업자등록번호"),
                ),
                (
                    "email_domain",
                    models.CharField(blank=True, max_length=120, verbose_name="이메일 도메인"),
                ),
                (
                    "representative",
                    models.CharField(blank=True, max_length=80, verbose_name="대표자"),
                ),
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
                ("address", models.CharField(blank=True, max_length=200, verbose_name="주소")),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=5, verbose_name="우편번호"),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="전화번호")),
                (
                    "net_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="외상 결제일"
                    ),
                ),
                (
                    "credit_limit_amount",
                    models.BigIntegerField(default=0, verbose_name="여신 한도"),
                ),
                ("is_verified", models.BooleanField(default=False)),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "기관",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("credit_limit_amount__gte", 0)),
                        name="credit_limit_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=40, verbose_name="배송지 이름")),
                ("recipient", models.CharField(max_length=80, verbose_name="받는 사람")),
                ("phone", models.CharField(max_length=20, verbose_name="전화번호")),
                ("postal_code", models.CharField(max_length=5, verbose_name="우편번호")),
                ("road_address", models.CharField(max_length=200, verbose_name="도로명주소")),
                ("detail", models.CharField(blank=True, max_length=100, verbose_name="상세주소")),
                ("is_default", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="accounts.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="직위")),
                ("department", models.CharField(blank=True, max_length=80, verbose_name="부서")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "user"), name="one_membership_each"
                    )
                ],
            },
        ),
    ]
