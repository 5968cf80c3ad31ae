"""How am I doing: sales, buyers, what sells, and what would help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from reports import rules, shops
from reports.shops import HintKind
from storefront import charts
from storefront.seller.desk import Desk, for_enterprise
from storefront.templatetags.onjang import compact_won

#: Months that can be looked back on.
SPANS = (1, 3, 12)
HINTS = {
    HintKind.NO_PICTURE: gettext_lazy(
        "사진이 없는 상품입니다. 사진이 있는 상품이 먼저 눈에 띕니다."
    ),
    HintKind.NO_NOTICE: gettext_lazy("상품정보제공고시가 비어 있습니다. 법이 정한 표시입니다."),
    HintKind.SOLD_OUT: gettext_lazy("품절입니다. 다시 만들 수 있으면 재고를 넣어 주세요."),
    HintKind.NO_TIER: gettext_lazy(
        "기관과 기업이 이 분류를 대량으로 사고 있습니다. 수량 할인 단가를 넣어 보세요."
    ),
    HintKind.NOT_SOLD: gettext_lazy("90일 동안 팔리지 않았습니다. 이름, 사진, 값을 살펴봐 주세요."),
}


@for_enterprise
def figures(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked = request.GET.get("months", "")
    months = int(asked) if asked in {str(span) for span in SPANS} else 12
    report = shops.shop_report(
        actor=desk.actor,
        enterprise_id=desk.enterprise.pk,
        period=rules.last_months(clock.today(), months),
    )
    series = [
        charts.Line(label, [row.by_key[key] for row in report.trend.rows], tone)
        for tone, (key, label) in enumerate(report.trend.keys, start=1)
    ]
    steps = [f"{row.month:%y.%m}" for row in report.trend.rows]
    context = {
        "report": report,
        "months": months,
        "spans": [(span, _("%(count)d개월") % {"count": span}) for span in SPANS],
        "chart": charts.lines(series, steps=steps, title=_("월별 순매출 추이"), text=compact_won)
        if len(steps) > 1
        else "",
        "hints": [(hint, HINTS[hint.kind]) for hint in report.hints],
    }
    return desk.page(request, "figures", context)
