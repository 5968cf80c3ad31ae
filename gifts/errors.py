"""What can go wrong with gifts, and what is wrong with a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class WrongState(Conflict):
    """The gifts are somewhere else on their way."""

    code = "WRONG_STATE"
    message = _("지금은 할 수 없습니다. 화면을 새로 열어 진행 상황을 확인해 주세요.")


class StillReading(Conflict):
    """A file of this order is being checked."""

    code = "STILL_READING"
    message = _("파일을 확인하고 있습니다. 끝난 뒤에 다시 시도해 주세요.")


#: What each ``rules.Problem`` means to whoever made the list.
PROBLEMS = {
    "missing": _("비어 있습니다."),
    "too_long": _("너무 깁니다."),
    "phone": _("전화번호가 아닙니다. 010-1234-5678처럼 하나만 적어 주세요."),
    "phone_shortened": _(
        "엑셀이 숫자를 줄여 적었습니다. 셀 서식을 텍스트로 바꾸고 다시 적어 주세요."
    ),
    "postal_code": _("우편번호는 숫자 5자리입니다."),
    "postal_code_old": _("옛 우편번호(6자리)입니다. 새 우편번호 5자리를 적어 주세요."),
    "address_short": _("주소가 너무 짧습니다. 도로명과 건물번호까지 적어 주세요."),
    "quantity": _("수량은 1에서 1,000까지의 정수입니다."),
    "sku": _("판매 중인 상품코드가 아닙니다."),
}
