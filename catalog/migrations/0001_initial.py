import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("vendors", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attribute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("slug", models.SlugField(allow_unicode=True, max_length=80, unique=True)),
                (
                    "input_type",
                    models.CharField(
                        choices=[
                            ("dropdown", "Dropdown"),
                            ("multiselect", "Multiselect"),
                            ("plain-text", "Plain Text"),
                            ("boolean", "Boolean"),
                        ],
                        default="dropdown",
                        max_length=12,
                    ),
                ),
                ("filterable", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=80)),
                ("currency", models.CharField(default="KRW", max_length=3)),
                ("country", models.CharField(default="KR", max_length=2)),
                ("is_active", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(blank=True, max_length=120)),
                ("slug", models.SlugField(allow_unicode=True, max_length=120, unique=True)),
                ("description", models.TextField(blank=True)),
                ("description_en", models.TextField(blank=True)),
                ("is_published", models.BooleanField(default=True)),
                ("background", models.ImageField(blank=True, upload_to="collections/")),
            ],
        ),
        migrations.CreateModel(
            name="Menu",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(allow_unicode=True, max_length=80, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                ("title_en", models.CharField(blank=True, max_length=150)),
                ("slug", models.SlugField(allow_unicode=True, max_length=150, unique=True)),
                ("content", models.TextField(blank=True)),
                ("content_en", models.TextField(blank=True)),
                ("is_published", models.BooleanField(default=True)),
                ("published_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ProductType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(allow_unicode=True, max_length=80, unique=True)),
                ("is_shipping_required", models.BooleanField(default=True)),
                ("has_variants", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="AttributeValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(blank=True, max_length=120)),
                ("slug", models.SlugField(allow_unicode=True, max_length=120)),
                (
                    "attribute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="catalog.attribute",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("slug", models.SlugField(allow_unicode=True, max_length=80, unique=True)),
                ("description", models.TextField(blank=True)),
                ("notice_fields", models.JSONField(blank=True, default=list)),
                ("image", models.ImageField(blank=True, upload_to="categories/")),
                ("sort_order", models.IntegerField(default=0)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="catalog.category",
                    ),
                ),
            ],
            options={
                "verbose_name": "카테고리",
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MenuItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("sort_order", models.IntegerField(default=0)),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="catalog.category",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="catalog.collection",
                    ),
                ),
                (
                    "menu",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="catalog.menu",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="catalog.menuitem",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="catalog.page",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="상품명")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=150, verbose_name="영문 상품명"),
                ),
                ("slug", models.SlugField(allow_unicode=True, max_length=160, unique=True)),
                ("description", models.TextField(blank=True, verbose_name="상세설명")),
                ("description_en", models.TextField(blank=True)),
                (
                    "keywords",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "tax_class",
                    models.CharField(
                        choices=[("taxable", "과세"), ("exempt", "면세")],
                        default="taxable",
                        max_length=8,
                    ),
                ),
                (
                    "notice",
                    models.JSONField(blank=True, default=dict, verbose_name="상품정보제공고시"),
                ),
                ("is_green", models.BooleanField(default=False, verbose_name="녹색인증")),
                ("is_made_to_order", models.BooleanField(default=False, verbose_name="주문제작")),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(default=2, verbose_name="준비 기간(일)"),
                ),
                ("weight_g", models.PositiveIntegerField(default=0, verbose_name="무게(g)")),
                ("translations", models.JSONField(blank=True, default=dict)),
                ("rating_sum", models.PositiveIntegerField(default=0)),
                ("rating_count", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "attribute_values",
                    models.ManyToManyField(
                        blank=True, related_name="products", to="catalog.attributevalue"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="catalog.category",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="vendors.enterprise",
                    ),
                ),
                (
                    "product_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="catalog.producttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "상품",
            },
        ),
        migrations.CreateModel(
            name="CollectionProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(default=0)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="catalog.collection"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="catalog.product"
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="collection",
            name="products",
            field=models.ManyToManyField(
                related_name="collections",
                through="catalog.CollectionProduct",
                to="catalog.product",
            ),
        ),
        migrations.CreateModel(
            name="ProductListing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_published", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField(null=True)),
                ("price_min_amount", models.BigIntegerField(default=0)),
                ("price_max_amount", models.BigIntegerField(default=0)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="catalog.channel",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="catalog.product",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProductMedia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("original", models.ImageField(max_length=200, upload_to="products/")),
                ("alt", models.CharField(blank=True, max_length=200, verbose_name="대체 텍스트")),
                ("renditions", models.JSONField(blank=True, default=dict)),
                ("sort_order", models.IntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="media",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="attribute",
            name="product_types",
            field=models.ManyToManyField(
                blank=True, related_name="attributes", to="catalog.producttype"
            ),
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(max_length=40, unique=True, verbose_name="상품코드")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="옵션")),
                ("name_en", models.CharField(blank=True, max_length=120)),
                ("weight_g", models.PositiveIntegerField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("sort_order", models.IntegerField(default=0)),
                (
                    "attribute_values",
                    models.ManyToManyField(
                        blank=True, related_name="variants", to="catalog.attributevalue"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variants",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "옵션",
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="VariantListing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_amount", models.BigIntegerField(verbose_name="가격")),
                ("prior_price_amount", models.BigIntegerField(blank=True, null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.channel",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="catalog.variant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceTier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("min_quantity", models.PositiveIntegerField(verbose_name="수량")),
                ("price_amount", models.BigIntegerField(verbose_name="가격")),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tiers",
                        to="catalog.variantlisting",
                    ),
                ),
            ],
            options={
                "ordering": ["min_quantity"],
            },
        ),
        migrations.AddConstraint(
            model_name="attributevalue",
            constraint=models.UniqueConstraint(
                fields=("attribute", "slug"), name="attribute_value_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="collectionproduct",
            constraint=models.UniqueConstraint(
                fields=("collection", "product"), name="collected_once"
            ),
        ),
        migrations.AddIndex(
            model_name="productlisting",
            index=models.Index(
                condition=models.Q(("is_published", True)),
                fields=["channel", "-published_at", "product"],
                name="listing_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="productlisting",
            index=models.Index(
                condition=models.Q(("is_published", True)),
                fields=["channel", "price_min_amount", "product"],
                name="listing_cheapest",
            ),
        ),
        migrations.AddConstraint(
            model_name="productlisting",
            constraint=models.UniqueConstraint(
                fields=("product", "channel"), name="product_listed_once"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["category", "-created_at"], name="product_by_category"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["enterprise", "-created_at"], name="product_by_enterprise"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["keywords"], name="product_keywords"
            ),
        ),
        migrations.AddConstraint(
            model_name="variantlisting",
            constraint=models.UniqueConstraint(
                fields=("variant", "channel"), name="variant_priced_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="variantlisting",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_amount__gte", 0)), name="price_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricetier",
            constraint=models.UniqueConstraint(
                fields=("listing", "min_quantity"), name="tier_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricetier",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_amount__gte", 0), ("min_quantity__gte", 2)),
                name="tier_makes_sense",
            ),
        ),
    ]
