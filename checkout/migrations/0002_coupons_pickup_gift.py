import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checkout", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="cart",
            name="coupon_codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="cart",
            name="gift_message",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="cart",
            name="is_gift",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="cart",
            name="pickups",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
