"""Islands that carriers charge more to, as their public lists had them; check your carrier's.

Mountain areas differ from carrier to carrier: the operator enters those of theirs.
"""

from __future__ import annotations

from django.db import migrations

ISLANDS = [
    ("제주도", "63000", "63644"),
    ("울릉도", "40200", "40240"),
    ("인천 중구 섬 지역", "22386", "22388"),
    ("인천 강화 섬 지역", "23004", "23010"),
    ("인천 옹진 섬 지역", "23100", "23116"),
    ("인천 옹진 섬 지역", "23124", "23136"),
    ("충남 당진 섬 지역", "31708", "31708"),
    ("충남 태안 섬 지역", "32133", "32133"),
    ("충남 보령 섬 지역", "33411", "33411"),
    ("부산 강서 섬 지역", "46768", "46771"),
    ("경남 사천 섬 지역", "52570", "52571"),
    ("경남 통영 섬 지역", "53031", "53033"),
    ("경남 통영 섬 지역", "53089", "53104"),
    ("전북 군산 섬 지역", "54000", "54000"),
    ("전북 부안 섬 지역", "56347", "56349"),
    ("전남 영광 섬 지역", "57068", "57069"),
    ("전남 목포 섬 지역", "58760", "58762"),
    ("전남 신안 섬 지역", "58800", "58810"),
    ("전남 진도 섬 지역", "58953", "58958"),
    ("전남 완도 섬 지역", "59781", "59790"),
    ("전남 여수 섬 지역", "59102", "59103"),
    ("전남 여수 섬 지역", "59137", "59166"),
]


def seed(apps, schema_editor):
    area = apps.get_model("vendors", "RemoteArea")
    area.objects.bulk_create(
        area(kind="island", name=name, postal_from=first, postal_to=last)
        for name, first, last in ISLANDS
    )


class Migration(migrations.Migration):
    dependencies = [("vendors", "0004_delete_commissionterm")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
