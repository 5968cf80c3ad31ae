from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="is_perishable",
            field=models.BooleanField(default=False, verbose_name="신선식품"),
        ),
    ]
