"""Carriers: their names, where anyone may follow a parcel, and their codes at a tracking service.

The addresses are the carriers' own public tracking pages. A carrier that isn't here ships all the
same: the page then shows its name and number.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Carrier:
    """``page`` takes the tracking number at ``{}``; ``code`` is SweetTracker's (t_code)."""

    name: str
    page: str = ""
    code: str = ""


CARRIERS = (
    Carrier("CJ대한통운", "https://trace.cjlogistics.com/next/tracking.html?wblNo={}", "04"),
    Carrier(
        "우체국택배",
        "https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1={}",
        "01",
    ),
    Carrier(
        "한진택배",
        "https://www.hanjin.com/kor/CMS/DeliveryMgr/WaybillResult.do?wblnumText2={}",
        "05",
    ),
    Carrier(
        "롯데택배", "https://www.lotteglogis.com/home/reservation/tracking/linkView?InvNo={}", "08"
    ),
    Carrier("로젠택배", "https://www.ilogen.com/web/personal/trace/{}", "06"),
    Carrier("경동택배", "https://kdexp.com/service/delivery/delivery_result.do?barcode={}", "23"),
    Carrier("직접배송"),
)

_BY_NAME = {carrier.name: carrier for carrier in CARRIERS}


def carrier_named(name: str) -> Carrier:
    """The carrier of that name; one that isn't known has its name and nothing more."""
    return _BY_NAME.get(name.strip(), Carrier(name.strip()))


def tracking_page(carrier: str, number: str) -> str:
    """The carrier's own page for a parcel, ``""`` where there is none."""
    page = carrier_named(carrier).page
    return page.format(quote(number.replace("-", ""), safe="")) if page and number else ""
