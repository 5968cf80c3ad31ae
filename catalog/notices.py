"""Help with the product information notice: what its fields ask for, in plain words, and values
that are mostly the same for all products of an enterprise. Knows no framework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: By what stands in a field's label (the first that fits): what to write there.
_HELP = (
    ("소비자상담", "구매자가 전화할 수 있는 번호"),
    ("책임판매업자", "화장품을 만든 곳과 파는 곳의 이름. 예: 제조 바다공방 / 판매 영도바다비누"),
    ("생산자", "만든 곳의 이름과 주소"),
    ("제조자", "만든 곳의 이름. 직접 만들었으면 우리 기업 이름"),
    ("원산지", "예: 대한민국. 원료를 들여왔으면 원료의 나라도"),
    ("제조국", "예: 대한민국"),
    ("소비기한", "예: 제조일로부터 12개월"),
    ("사용기한", "예: 제조일로부터 3년, 개봉 후 1년"),
    ("연월일", "날짜가 주문마다 다르면: 주문 후 제조, 포장에 따로 표시"),
    ("용량", "한 개의 무게나 부피와 개수. 예: 100g × 4개"),
    ("중량", "예: 500g"),
    ("원재료", "많이 든 것부터. 원산지도 함께. 예: 찹쌀(국산) 60%, 팥(국산)"),
    ("성분", "포장에 적힌 전성분"),
    ("소재", "예: 면 100%"),
    ("치수", "예: 가로 20cm × 세로 30cm"),
    ("크기", "예: 가로 20cm × 세로 30cm"),
    ("색상", "고를 수 있는 색 모두"),
    ("유전자변형", "예: 해당 없음"),
    ("기능성", "예: 해당 없음"),
    ("주의사항", "예: 직사광선을 피해 서늘한 곳에 두세요."),
    ("보관", "예: 냉장(0~10℃) 보관"),
    ("품질보증", "예: 관련 법과 소비자분쟁해결기준에 따릅니다."),
    ("세탁", "예: 찬물 손세탁"),
    ("인증", "예: 해당 없음. 있으면 인증번호"),
)
#: Keys whose value an enterprise writes the same for most of its products.
STEADY = frozenset({
    "producer", "maker", "contact", "warranty", "origin", "gmo", "caution", "storage", "functional",
})  # fmt: skip
_WARRANTY = "관련 법과 소비자분쟁해결기준에 따릅니다."


def help_for(label: str) -> str:
    """What to write in a field, by its label; "" where the label says enough."""
    return next((text for word, text in _HELP if word in label), "")


def defaults(
    fields: Iterable[Mapping[str, Any]],
    *,
    before: Mapping[str, str],
    enterprise: str,
    address: str,
    phone: str,
) -> dict[str, str]:
    """Values to begin with, by key: as in the enterprise's product before, or what is known of the
    enterprise. The seller sees and changes them; nothing is saved by this."""
    found: dict[str, str] = {}
    for entry in fields:
        key, label = str(entry["key"]), str(entry["label"])
        if key in STEADY and before.get(key):
            found[key] = before[key]
        elif "소비자상담" in label and phone:
            found[key] = phone
        elif "생산자" in label or label.startswith("제조자"):
            found[key] = f"{enterprise} / {address}" if "소재지" in label else enterprise
        elif "품질보증" in label:
            found[key] = _WARRANTY
    return found
