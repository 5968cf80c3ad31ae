"""What codes of the books and of an order's life are called on screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

#: What the accounts of the books are called on screen.
ACCOUNTS = {
    "bank": gettext_lazy("은행"),
    "gateway_clearing": gettext_lazy("결제사 보관금"),
    "buyer_receivable": gettext_lazy("기관·기업 미수금"),
    "disputes": gettext_lazy("분쟁 중"),
    "coupons": gettext_lazy("온장 부담 쿠폰"),
    "provider_fees": gettext_lazy("결제사 수수료"),
    "losses": gettext_lazy("손실·조정"),
    "buyer_funds": gettext_lazy("구매자 예치금"),
    "refunds": gettext_lazy("보낼 환불"),
    "enterprise_payable": gettext_lazy("기업에 줄 돈"),
    "payouts": gettext_lazy("보내는 중인 지급"),
    "unmatched_deposits": gettext_lazy("주인 모르는 입금"),
    "commission": gettext_lazy("수수료"),
    "commission_vat": gettext_lazy("수수료 부가세"),
    "sealed_entries": gettext_lazy("봉인된 전표 수"),
}

#: What the nightly comparison calls its differences (``settlements.services.reconcile``).
DIFFERENCES = {
    "invoice_not_paid": gettext_lazy("이체와 맞지 않는 청구"),
    "payment_not_booked": gettext_lazy("장부에 없거나 금액이 다른 결제"),
    "refunds_not_summing": gettext_lazy("환불 합계가 다른 결제"),
    "order_not_paid": gettext_lazy("결제 금액이 다른 주문"),
    "paid_but_no_order": gettext_lazy("결제되었으나 확정되지 않은 주문"),
    "parts_not_summing": gettext_lazy("기업별 합계가 다른 주문"),
    "lines_not_summing": gettext_lazy("상품 합계가 다른 주문"),
    "delivery_not_booked": gettext_lazy("장부에 없는 배송 완료"),
    "payable_not_explained": gettext_lazy("내역과 다른 기업 잔액"),
    "settlement_not_summing": gettext_lazy("내역과 다른 정산"),
    "funds_below_zero": gettext_lazy("0보다 작은 잔액"),
    "refund_overdue": gettext_lazy("기한이 지난 환불"),
    "books_not_proved": gettext_lazy("봉인이 맞지 않는 장부"),
    "books_not_balanced": gettext_lazy("차변과 대변이 다른 장부"),
    "provider_silent": gettext_lazy("결제사가 답하지 않은 결제"),
    "provider_amount": gettext_lazy("결제사와 금액이 다른 결제"),
    "provider_refunds": gettext_lazy("결제사와 환불액이 다른 결제"),
}

#: Where a moment was noted.
SOURCES = {
    "event": gettext_lazy("주문"),
    "payment": gettext_lazy("결제"),
    "refund": gettext_lazy("환불"),
    "ledger": gettext_lazy("장부"),
    "mail": gettext_lazy("메일"),
    "webhook": gettext_lazy("결제사 통지"),
    "audit": gettext_lazy("감사 기록"),
}

#: What happened, by where it was noted and its code.
HAPPENINGS = {
    ("event", "placed"): gettext_lazy("주문함"),
    ("event", "confirmed"): gettext_lazy("주문 확정"),
    ("event", "cancelled"): gettext_lazy("주문 취소"),
    ("event", "revived"): gettext_lazy("늦은 결제로 되살림"),
    ("event", "accepted"): gettext_lazy("기업이 접수"),
    ("event", "shipped"): gettext_lazy("발송"),
    ("event", "delivered"): gettext_lazy("배송 완료"),
    ("event", "closed"): gettext_lazy("구매 확정"),
    ("event", "lines_cancelled"): gettext_lazy("일부 취소"),
    ("event", "return_requested"): gettext_lazy("반품·교환 요청"),
    ("event", "return_approved"): gettext_lazy("반품·교환 수락"),
    ("event", "return_arrived"): gettext_lazy("반품 도착"),
    ("event", "return_completed"): gettext_lazy("반품·교환 완료"),
    ("event", "return_refused"): gettext_lazy("반품·교환 거절"),
    ("event", "return_withdrawn"): gettext_lazy("반품·교환 철회"),
    ("payment", "started"): gettext_lazy("결제 시작"),
    ("payment", "captured"): gettext_lazy("결제 완료"),
    ("refund", "decided"): gettext_lazy("환불 결정"),
    ("refund", "done"): gettext_lazy("환불 완료"),
    ("ledger", "capture"): gettext_lazy("결제받음"),
    ("ledger", "recognition"): gettext_lazy("판매 인식"),
    ("ledger", "refund"): gettext_lazy("환불 결정"),
    ("ledger", "refund_sent"): gettext_lazy("환불 보냄"),
    ("ledger", "transfer"): gettext_lazy("대금 이체"),
    ("ledger", "deposit"): gettext_lazy("입금"),
    ("ledger", "provider_payout"): gettext_lazy("결제사 정산"),
    ("ledger", "dispute"): gettext_lazy("분쟁"),
    ("ledger", "payout"): gettext_lazy("정산 지급"),
    ("ledger", "adjustment"): gettext_lazy("조정"),
}

#: What somebody did, by the action of the audit trail.
ACTS = {
    "enterprise.begin": gettext_lazy("신청 시작"),
    "enterprise.apply": gettext_lazy("입점 신청"),
    "enterprise.return": gettext_lazy("신청 보완 요청"),
    "enterprise.reject": gettext_lazy("신청 거절"),
    "enterprise.activate": gettext_lazy("입점"),
    "enterprise.active": gettext_lazy("판매 허용"),
    "enterprise.suspended": gettext_lazy("판매 중지"),
    "enterprise.profile": gettext_lazy("기업 정보 변경"),
    "enterprise.shipping": gettext_lazy("배송 조건 변경"),
    "enterprise.closure": gettext_lazy("휴무 변경"),
    "enterprise.number_state": gettext_lazy("국세청 조회"),
    "credential.submit": gettext_lazy("인증서 제출"),
    "credential.withdraw": gettext_lazy("인증서 거둠"),
    "credential.verified": gettext_lazy("인증 확인"),
    "credential.returned": gettext_lazy("인증 보완 요청"),
    "credential.rejected": gettext_lazy("인증 거절"),
    "override.ask": gettext_lazy("예외 승인 요청"),
    "override.granted": gettext_lazy("예외 승인"),
    "override.refused": gettext_lazy("예외 거절"),
    "organization.create": gettext_lazy("가입 신청"),
    "organization.mend": gettext_lazy("보완해 다시 신청"),
    "organization.verify": gettext_lazy("기관 확인"),
    "organization.returned": gettext_lazy("신청 보완 요청"),
    "organization.refused": gettext_lazy("신청 거절"),
    "organization.terms": gettext_lazy("결제 조건 변경"),
    "organization.number_state": gettext_lazy("국세청 조회"),
    "organization.address": gettext_lazy("배송지 추가"),
    "organization.sign_in": gettext_lazy("로그인 연동 변경"),
    "organization.sign_in_removed": gettext_lazy("로그인 연동 해제"),
    "membership.set": gettext_lazy("역할 변경"),
    "membership.invite": gettext_lazy("구성원 초대"),
    "membership.uninvite": gettext_lazy("초대 거둠"),
    "membership.join": gettext_lazy("구성원 합류"),
    "membership.sign_in": gettext_lazy("기관 로그인으로 합류"),
    "membership.remove": gettext_lazy("구성원 내보냄"),
}

#: What somebody may do for an organization (``accounts.rules.Role``), and what that means.
ROLES = {
    "owner": gettext_lazy("대표"),
    "requester": gettext_lazy("요청자"),
    "approver": gettext_lazy("승인자"),
    "contract_officer": gettext_lazy("계약 담당"),
    "inspector": gettext_lazy("검수자"),
    "finance": gettext_lazy("회계"),
}
ROLES_EXPLAINED = {
    "owner": gettext_lazy("구성원과 모든 설정, 기한이 지난 결재"),
    "requester": gettext_lazy("견적 요청과 발주"),
    "approver": gettext_lazy("결재"),
    "contract_officer": gettext_lazy("견적 비교와 계약"),
    "inspector": gettext_lazy("납품 검수"),
    "finance": gettext_lazy("예산과 한도, 청구와 지급"),
}

#: What a browser says of itself holds the names of those it is like: the first that fits is it.
_BROWSERS = (
    ("KAKAOTALK", "KakaoTalk"),
    ("NAVER(", "Naver"),
    ("Whale/", "Whale"),
    ("SamsungBrowser", "Samsung"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def device(agent: str) -> str:
    """A browser and its system by their names, as far as they say."""
    names = [
        next((name for mark, name in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(filter(None, names)) or str(gettext_lazy("알 수 없는 기기"))
