"""Departments become rows: each text that stood with a member, once an organization."""

from django.db import migrations


def forward(apps, schema_editor):
    membership = apps.get_model("accounts", "Membership")
    department = apps.get_model("accounts", "Department")
    rows = {}
    for member in membership.objects.exclude(department="").order_by("pk"):
        name = member.department.strip()
        if not name:
            continue
        key = (member.organization_id, name)
        if key not in rows:
            rows[key] = department.objects.create(organization_id=key[0], name=name)
        member.team = rows[key]
        member.save(update_fields=["team"])


def back(apps, schema_editor):
    membership = apps.get_model("accounts", "Membership")
    for member in membership.objects.exclude(team=None).select_related("team"):
        member.department = member.team.name
        member.save(update_fields=["department"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_organizations_join")]

    operations = [migrations.RunPython(forward, back)]
