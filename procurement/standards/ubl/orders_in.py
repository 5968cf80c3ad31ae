"""Reading a UBL Order that somebody sent: nothing in it is trusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from core.business_number import digits_of
from procurement.standards.errors import StandardsError
from procurement.standards.parts import (
    KRW,
    SEOUL,
    Address,
    Contact,
    Delivery,
    Endpoint,
    Line,
    OrderRead,
    Party,
    Tax,
)
from procurement.standards.ubl.reading import LARGEST_AMOUNT, Reading, plain, root_of
from procurement.standards.ubl.xml import KOREAN_SCHEME, NAMES, WITH_VAT

MOST_PROBLEMS = 100
LARGEST_QUANTITY = 1_000_000

_LINE = "cac:OrderLine"


def order_read(xml: bytes) -> OrderRead:
    """The order in ``xml``: UTF-8, at most 5 MB, no DOCTYPE.

    Net line amounts must be whole won; a line without one is its quantity times its net price,
    rounded to the won. A line's VAT is what the market's own item property says or, in a
    stranger's order, a tenth of the supply, fitted to the order's VAT by at most a won a line.
    Orders with allowances or charges aren't taken in.

    Raises StandardsError with every problem found.
    """
    return _Order(root_of(xml, "Order")).order()


class _Order(Reading):
    def __init__(self, root: etree._Element) -> None:
        super().__init__(root)
        #: The ids of the lines whose VAT nobody told.
        self.assumed: set[str] = set()

    def order(self) -> OrderRead:
        self._currency()
        number = self.text(self.root, "cbc:ID", "ID", "주문번호가 없습니다.")
        issued_at = self._issued_at()
        valid_until = self.date(self.root, "cac:ValidityPeriod/cbc:EndDate")
        buyer = self._party("cac:BuyerCustomerParty", "구매자 이름이 없습니다.")
        seller = self._party("cac:SellerSupplierParty", "판매자 이름이 없습니다.")
        delivery = self._delivery()
        lines = self._lines()
        if not self.problems:  # sums of amounts that can't be read say nothing
            lines = self._fitted(lines)
            self._totals(lines)
        if self.problems or issued_at is None:
            raise StandardsError(self.problems[:MOST_PROBLEMS])
        return OrderRead(
            number=number,
            issued_at=issued_at,
            buyer=buyer,
            seller=seller,
            lines=tuple(lines),
            note="\n".join(self.all(self.root, "cbc:Note")),
            buyer_reference=self.text(self.root, "cbc:CustomerReference"),
            quotation_number=self.text(self.root, "cac:QuotationDocumentReference/cbc:ID"),
            payment_terms="\n".join(self.all(self.root, "cac:PaymentTerms/cbc:Note")),
            valid_until=valid_until,
            delivery=delivery,
            vat_assumed=bool(self.assumed),
        )

    def _issued_at(self) -> dt.datetime | None:
        """In Seoul's time unless the document tells another offset."""
        self.text(self.root, "cbc:IssueDate", "IssueDate", "주문일이 없습니다.")
        day = self.date(self.root, "cbc:IssueDate")
        text = self.text(self.root, "cbc:IssueTime")
        try:
            time = dt.time.fromisoformat(text) if text else dt.time()
        except ValueError:
            self.wrong("IssueTime", "시각(HH:MM:SS)이 아닙니다.")
            return None
        if day is None:
            return None
        return dt.datetime.combine(day, time, time.tzinfo or SEOUL).astimezone(SEOUL)

    def _currency(self) -> None:
        """Every amount in won, the document's currency told."""
        stated = self.text(
            self.root, "cbc:DocumentCurrencyCode", "DocumentCurrencyCode", "통화가 없습니다."
        )
        if stated and stated != KRW:
            self.wrong("DocumentCurrencyCode", f"원화({KRW}) 주문만 받을 수 있습니다.")
        for element in self.root.iter(etree.Element):
            if element.get("currencyID", KRW) != KRW:
                self.wrong(self.where(element), f"원화({KRW}) 금액만 받을 수 있습니다.")
                return
            if element.tag == f"{{{NAMES['cac']}}}AllowanceCharge":
                self.wrong(self.where(element), "할인·할증이 든 주문은 받을 수 없습니다.")
                return

    # -- parties and places

    def _party(self, path: str, needed: str) -> Party:
        where = plain(path)
        node = self.root.find(f"{path}/cac:Party", NAMES)
        if node is None:
            self.wrong(where, needed)
            return Party("")
        name = self.text(node, "cac:PartyLegalEntity/cbc:RegistrationName") or self.text(
            node, "cac:PartyName/cbc:Name"
        )
        if not name:
            self.wrong(where, needed)
        endpoint = self._endpoint(node)
        number = (
            self.text(node, "cac:PartyLegalEntity/cbc:CompanyID")
            or self.text(node, "cac:PartyTaxScheme/cbc:CompanyID").removeprefix("KR")
            or self.text(node, "cac:PartyIdentification/cbc:ID")
        )
        if endpoint is not None and endpoint.scheme == KOREAN_SCHEME:
            number, endpoint = number or endpoint.id, None
        bare = digits_of(number)  # but a number of another country's stays as it was told
        place = node.find("cac:PostalAddress", NAMES)
        return Party(
            name=name,
            business_number=bare if len(bare) == 10 else number,
            address=Address() if place is None else self._address(place),
            contact=Contact(
                name=self.text(node, "cac:Contact/cbc:Name"),
                phone=self.text(node, "cac:Contact/cbc:Telephone"),
                email=self.text(node, "cac:Contact/cbc:ElectronicMail"),
            ),
            endpoint=endpoint,
        )

    def _endpoint(self, node: etree._Element) -> Endpoint | None:
        told = self.text(node, "cbc:EndpointID")
        if not told:
            return None
        found = node.find("cbc:EndpointID", NAMES)
        return Endpoint("" if found is None else found.get("schemeID", ""), told)

    def _address(self, node: etree._Element) -> Address:
        detail = [
            self.text(node, "cbc:AdditionalStreetName"),
            *self.all(node, "cac:AddressLine/cbc:Line"),
        ]
        return Address(
            street=self.text(node, "cbc:StreetName"),
            detail=" ".join(text for text in detail if text),
            postal_code=self.text(node, "cbc:PostalZone"),
            city=self.text(node, "cbc:CityName"),
            region=self.text(node, "cbc:CountrySubentity"),
            country=self.text(node, "cac:Country/cbc:IdentificationCode") or "KR",
        )

    def _delivery(self) -> Delivery | None:
        node = self.root.find("cac:Delivery", NAMES)
        if node is None:
            return None
        place = node.find("cac:DeliveryLocation/cac:Address", NAMES)
        if place is None:
            place = node.find("cac:DeliveryParty/cac:PostalAddress", NAMES)
        return Delivery(
            address=Address() if place is None else self._address(place),
            recipient=self.text(node, "cac:DeliveryParty/cac:PartyName/cbc:Name"),
            phone=self.text(node, "cac:DeliveryParty/cac:Contact/cbc:Telephone"),
            from_on=self.date(node, "cac:RequestedDeliveryPeriod/cbc:StartDate", "Delivery/"),
            until_on=self.date(node, "cac:RequestedDeliveryPeriod/cbc:EndDate", "Delivery/"),
        )

    # -- lines and totals

    def _lines(self) -> list[Line]:
        nodes = self.root.findall(_LINE, NAMES)
        if not nodes:
            self.wrong("OrderLine", "주문 품목이 없습니다.")
        found: list[Line] = []
        seen: set[str] = set()
        for place, node in enumerate(nodes, start=1):
            line = self._line(node, f"OrderLine[{place}]/LineItem")
            if line is None:
                continue
            if line.id in seen:
                self.wrong(f"OrderLine[{place}]/LineItem/ID", "품목 번호가 겹칩니다.")
            seen.add(line.id)
            found.append(line)
        return found

    def _line(self, outer: etree._Element, where: str) -> Line | None:
        node = outer.find("cac:LineItem", NAMES)
        if node is None:
            self.wrong(where, "주문 품목이 비어 있습니다.")
            return None
        before = len(self.problems)
        number = self.text(node, "cbc:ID", f"{where}/ID", "품목 번호가 없습니다.")
        name = self.text(node, "cac:Item/cbc:Name", f"{where}/Item/Name", "품명이 없습니다.")
        quantity = self._quantity(node, f"{where}/Quantity")
        tax = self._tax(node, f"{where}/Item/ClassifiedTaxCategory")
        supply = self._supply(node, where, quantity)
        if len(self.problems) > before or quantity is None or tax is None or supply is None:
            return None
        vat = self._vat(node, f"{where}/Item/AdditionalItemProperty", tax, supply)
        if vat is None:
            vat = (supply * tax.percent + 50) // 100
            if tax is Tax.TAXABLE:
                self.assumed.add(number)
        unit = node.find("cbc:Quantity", NAMES)
        return Line(
            id=number,
            name=name,
            quantity=quantity,
            supply=supply,
            vat=vat,
            tax=tax,
            unit="EA" if unit is None else unit.get("unitCode", "EA"),
            sku=self.text(node, "cac:Item/cac:SellersItemIdentification/cbc:ID"),
            buyer_code=self.text(node, "cac:Item/cac:BuyersItemIdentification/cbc:ID"),
            description="\n".join(self.all(node, "cac:Item/cbc:Description")),
            note="\n".join(self.all(outer, "cbc:Note")),
            source_line_id=self.text(outer, "cac:QuotationLineReference/cbc:LineID"),
        )

    def _quantity(self, node: etree._Element, where: str) -> int | None:
        before = len(self.problems)
        found = self.decimal(node, "cbc:Quantity", where)
        if found is None:
            if len(self.problems) == before:
                self.wrong(where, "수량이 없습니다.")
            return None
        if found != found.to_integral_value() or not 1 <= found <= LARGEST_QUANTITY:
            self.wrong(where, "수량은 1 이상 1,000,000 이하의 자연수여야 합니다.")
            return None
        return int(found)

    def _tax(self, node: etree._Element, where: str) -> Tax | None:
        code = self.text(node, "cac:Item/cac:ClassifiedTaxCategory/cbc:ID")
        kind = next((tax for tax in Tax if tax.code == code), None)
        if kind is None:
            self.wrong(where, "과세 구분은 과세(S)나 면세(E)여야 합니다.")
            return None
        percent = self.decimal(
            node, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", f"{where}/Percent"
        )
        if percent is not None and percent != kind.percent:
            self.wrong(f"{where}/Percent", f"세율은 {kind.percent}%여야 합니다.")
            return None
        return kind

    def _supply(self, node: etree._Element, where: str, quantity: int | None) -> int | None:
        """The line's won before VAT, which its price must bear out to the won."""
        before = len(self.problems)
        supply = self.won(node, "cbc:LineExtensionAmount", f"{where}/LineExtensionAmount")
        price = self.decimal(node, "cac:Price/cbc:PriceAmount", f"{where}/Price/PriceAmount")
        base = self.decimal(node, "cac:Price/cbc:BaseQuantity", f"{where}/Price/BaseQuantity")
        if len(self.problems) > before or quantity is None:
            return None
        if base is not None and base <= 0:
            self.wrong(f"{where}/Price/BaseQuantity", "가격 기준 수량은 0보다 커야 합니다.")
            return None
        if price is None:
            if supply is None:
                self.wrong(f"{where}/Price", "단가와 금액이 모두 없습니다.")
            return supply
        counted = quantity * price / (base or 1)
        if not 0 <= counted <= LARGEST_AMOUNT:
            self.wrong(f"{where}/Price/PriceAmount", "금액이 범위를 벗어났습니다.")
            return None
        if supply is None:
            return int(counted.quantize(Decimal(1), ROUND_HALF_UP))
        if abs(counted - supply) >= 1:
            self.wrong(f"{where}/LineExtensionAmount", "수량과 단가를 곱한 금액과 다릅니다.")
            return None
        return supply

    def _vat(self, node: etree._Element, where: str, tax: Tax, supply: int) -> int | None:
        """What the market's own property tells; None where there is no such property."""
        for found in node.findall("cac:Item/cac:AdditionalItemProperty", NAMES):
            if self.text(found, "cbc:Name") != WITH_VAT:
                continue
            total = self.won(found, "cbc:Value", where)
            vat = (total or 0) - supply
            near = abs(10 * vat - supply) < 10 if tax is Tax.TAXABLE else vat == 0
            if vat < 0 or not near:
                self.wrong(where, "부가세를 포함한 금액이 공급가액과 맞지 않습니다.")
                return 0
            return vat
        return None

    def _fitted(self, lines: list[Line]) -> list[Line]:
        """The lines, what VAT was assumed fitted to the order's by at most a won a line."""
        stated = self.won(self.root, "cac:TaxTotal/cbc:TaxAmount", "TaxTotal/TaxAmount")
        if stated is None:
            return lines
        missing = stated - sum(line.vat for line in lines)
        step = 1 if missing > 0 else -1
        fitting = [x.id for x in lines if x.id in self.assumed and x.vat + step >= 0]
        if abs(missing) > len(fitting):
            self.wrong("TaxTotal/TaxAmount", "부가세가 품목별 부가세의 합과 다릅니다.")
            return lines
        moved = set(fitting[: abs(missing)])
        return [replace(x, vat=x.vat + step) if x.id in moved else x for x in lines]

    def _totals(self, lines: Sequence[Line]) -> None:
        """What the order says it comes to must be what its lines come to, to the won."""
        total = self.root.find("cac:AnticipatedMonetaryTotal", NAMES)
        if total is None:
            return
        where = "AnticipatedMonetaryTotal"
        supply, vat = sum(line.supply for line in lines), sum(line.vat for line in lines)
        expected = {
            "LineExtensionAmount": supply,
            "TaxExclusiveAmount": supply,
            "TaxInclusiveAmount": supply + vat,
        }
        for name, ours in expected.items():
            stated = self.won(total, f"cbc:{name}", f"{where}/{name}")
            if stated is not None and stated != ours:
                self.wrong(f"{where}/{name}", f"품목을 더한 금액({ours:,}원)과 다릅니다.")
        prepaid = self.won(total, "cbc:PrepaidAmount", f"{where}/PrepaidAmount") or 0
        rounding = self.decimal(
            total, "cbc:PayableRoundingAmount", f"{where}/PayableRoundingAmount"
        ) or Decimal(0)
        payable = self.won(total, "cbc:PayableAmount", f"{where}/PayableAmount")
        due = supply + vat - prepaid + rounding
        if payable is not None and payable != due:
            self.wrong(f"{where}/PayableAmount", f"내야 할 금액({due:,}원)과 다릅니다.")
