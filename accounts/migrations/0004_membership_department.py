import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_departments_from_texts")]

    operations = [
        migrations.RemoveField(model_name="membership", name="department"),
        migrations.RenameField(model_name="membership", old_name="team", new_name="department"),
        migrations.AlterField(
            model_name="membership",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="memberships",
                to="accounts.department",
            ),
        ),
    ]
