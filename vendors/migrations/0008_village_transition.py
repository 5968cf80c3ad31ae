"""Village enterprises designated before their Act came into force must be designated anew."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import migrations

KIND = "village_enterprise"
IN_FORCE = dt.date(2026, 8, 15)
DUE = dt.date(2027, 8, 14)
BASIS = "마을기업 육성 및 지원에 관한 법률 부칙(2026. 8. 15. 시행): 시행 뒤 1년 안에 다시 지정"


def forwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("vendors", "TransitionRule").objects.create(
        kind=KIND, issued_before=IN_FORCE, due_on=DUE, basis=BASIS
    )
    apps.get_model("vendors", "Credential").objects.filter(
        kind=KIND, issued_on__lt=IN_FORCE
    ).update(transition_due=DUE)


class Migration(migrations.Migration):
    dependencies = [("vendors", "0007_joining")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
