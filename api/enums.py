"""Enumerations and scalars, by Saleor's names and values."""

from __future__ import annotations

import json
from decimal import Decimal as PythonDecimal
from decimal import InvalidOperation
from enum import Enum
from typing import Any

import graphene
from graphql import GraphQLError
from graphql.language import ast


def _enum(name: str, values: str, text: str) -> Any:
    names = values.split()
    return graphene.Enum(name, [(value, value) for value in names], description=text)


CountryCode = _enum(
    "CountryCode",
    "AF AX AL DZ AS AD AO AI AQ AG AR AM AW AU AT AZ BS BH BD BB BY BE BZ BJ BM BT BO BQ BA BW "
    "BV BR IO BN BG BF BI CV KH CM CA KY CF TD CL CN CX CC CO KM CG CD CK CR CI HR CU CW CY CZ "
    "DK DJ DM DO EC EG SV GQ ER EE SZ ET EU FK FO FJ FI FR GF PF TF GA GM GE DE GH GI GR GL GD "
    "GP GU GT GG GN GW GY HT HM VA HN HK HU IS IN ID IR IQ IE IM IL IT JM JP JE JO KZ KE KI XK "
    "KW KG LA LV LB LS LR LY LI LT LU MO MG MW MY MV ML MT MH MQ MR MU YT MX FM MD MC MN ME MS "
    "MA MZ MM NA NR NP NL NC NZ NI NE NG NU NF KP MK MP NO OM PK PW PS PA PG PY PE PH PN PL PT "
    "PR QA RE RO RU RW BL SH KN LC MF PM VC WS SM ST SA SN RS SC SL SG SX SK SI SB SO ZA GS KR "
    "SS ES LK SD SR SJ SE CH SY TW TJ TZ TH TL TG TK TO TT TN TR TM TC TV UG UA AE GB UM US UY "
    "UZ VU VE VN VG VI WF EH YE ZM ZW ",
    "Countries by ISO 3166-1. The market delivers within KR.",
)
LanguageCodeEnum = _enum(
    "LanguageCodeEnum",
    "AF AK AM AR AS AZ BE BG BM BN BO BR BS CA CE CS CU CY DA DE DZ EE EL EN EO ES ET EU FA FF "
    "FI FO FR FY GA GD GL GU GV HA HE HI HR HU HY IA ID IG II IS IT JA JV KA KI KK KL KM KN KO "
    "KS KU KW KY LB LG LN LO LT LU LV MG MI MK ML MN MR MS MT MY NB ND NE NL NN OM OR OS PA PL "
    "PS PT QU RM RN RO RU RW SD SE SG SI SK SL SN SO SQ SR SU SV SW TA TE TG TH TI TK TO TR TT "
    "UG UK UR UZ VI VO WO XH YI YO ZH ZU EN_AU EN_CA EN_GB EN_IN EN_SG EN_US JA_JP KO_KR "
    "ZH_HANS ZH_HANS_CN ZH_HANT ZH_HANT_HK ZH_HANT_TW VI_VN FIL UZ_LATN MN_MN RU_RU TH_TH ID_ID "
    "ES_ES FR_FR DE_DE PT_BR PT_PT ",
    "Languages by ISO 639-1, some with their place.",
)
ThumbnailFormatEnum = _enum(
    "ThumbnailFormatEnum", "ORIGINAL AVIF WEBP", "File formats of pictures; AVIF gives WEBP."
)
OrderDirection = _enum("OrderDirection", "ASC DESC", "Upwards or downwards.")
ProductOrderField = _enum(
    "ProductOrderField",
    "NAME RANK PRICE MINIMAL_PRICE LAST_MODIFIED DATE TYPE PUBLISHED PUBLICATION_DATE "
    "PUBLISHED_AT LAST_MODIFIED_AT COLLECTION RATING CREATED_AT",
    "What products are sorted by; RANK needs a search, COLLECTION a collection.",
)
StockAvailability = _enum(
    "StockAvailability", "IN_STOCK OUT_OF_STOCK", "Whether a piece can be had now."
)
VariantAttributeScope = _enum(
    "VariantAttributeScope",
    "ALL VARIANT_SELECTION NOT_VARIANT_SELECTION",
    "Which attributes of a variant: those it is chosen by, or the others.",
)
ProductMediaType = _enum("ProductMediaType", "IMAGE VIDEO", "What a medium is.")
ProductTypeKindEnum = _enum("ProductTypeKindEnum", "NORMAL GIFT_CARD", "Kinds of product types.")
AttributeInputTypeEnum = _enum(
    "AttributeInputTypeEnum",
    "DROPDOWN MULTISELECT FILE REFERENCE SINGLE_REFERENCE NUMERIC RICH_TEXT PLAIN_TEXT SWATCH "
    "BOOLEAN DATE DATE_TIME",
    "How an attribute is filled in.",
)
AttributeTypeEnum = _enum(
    "AttributeTypeEnum", "PRODUCT_TYPE PAGE_TYPE", "What an attribute belongs to."
)
WeightUnitsEnum = _enum("WeightUnitsEnum", "G LB OZ KG TONNE", "Units of weight.")
AddressTypeEnum = _enum("AddressTypeEnum", "BILLING SHIPPING", "What an address is for.")
OrderStatus = _enum(
    "OrderStatus",
    "DRAFT UNCONFIRMED UNFULFILLED PARTIALLY_FULFILLED PARTIALLY_RETURNED RETURNED FULFILLED "
    "CANCELED EXPIRED",
    "The state of an order; UNCONFIRMED waits for its payment.",
)
FulfillmentStatus = _enum(
    "FulfillmentStatus",
    "FULFILLED REFUNDED RETURNED REPLACED REFUNDED_AND_RETURNED CANCELED WAITING_FOR_APPROVAL",
    "The state of a shipment.",
)
PaymentChargeStatusEnum = _enum(
    "PaymentChargeStatusEnum",
    "NOT_CHARGED PENDING PARTIALLY_CHARGED FULLY_CHARGED PARTIALLY_REFUNDED FULLY_REFUNDED "
    "REFUSED CANCELLED",
    "How far an order is paid.",
)
OrderChargeStatusEnum = _enum(
    "OrderChargeStatusEnum", "NONE PARTIAL FULL OVERCHARGED", "What was charged of an order."
)
OrderAuthorizeStatusEnum = _enum(
    "OrderAuthorizeStatusEnum", "NONE PARTIAL FULL", "What is secured of an order's money."
)
CheckoutChargeStatusEnum = _enum(
    "CheckoutChargeStatusEnum", "NONE PARTIAL FULL OVERCHARGED", "What was charged of a checkout."
)
CheckoutAuthorizeStatusEnum = _enum(
    "CheckoutAuthorizeStatusEnum", "NONE PARTIAL FULL", "What is secured of a checkout's money."
)
CheckoutErrorCode = _enum(
    "CheckoutErrorCode",
    "BILLING_ADDRESS_NOT_SET CHECKOUT_NOT_FULLY_PAID GRAPHQL_ERROR PRODUCT_NOT_PUBLISHED "
    "PRODUCT_UNAVAILABLE_FOR_PURCHASE INSUFFICIENT_STOCK INVALID INVALID_SHIPPING_METHOD "
    "NOT_FOUND PAYMENT_ERROR PRICE_OVERRIDE_REASON_WITHOUT_OVERRIDE QUANTITY_GREATER_THAN_LIMIT "
    "REQUIRED SHIPPING_ADDRESS_NOT_SET SHIPPING_METHOD_NOT_APPLICABLE "
    "DELIVERY_METHOD_NOT_APPLICABLE SHIPPING_METHOD_NOT_SET SHIPPING_NOT_REQUIRED TAX_ERROR UNIQUE "
    "VOUCHER_NOT_APPLICABLE GIFT_CARD_NOT_APPLICABLE ZERO_QUANTITY MISSING_CHANNEL_SLUG "
    "CHANNEL_INACTIVE UNAVAILABLE_VARIANT_IN_CHANNEL EMAIL_NOT_SET NO_LINES INACTIVE_PAYMENT "
    "NON_EDITABLE_GIFT_LINE NON_REMOVABLE_GIFT_LINE SHIPPING_CHANGE_FORBIDDEN "
    "MISSING_ADDRESS_DATA IDEMPOTENCY_KEY_REUSED IDEMPOTENCY_IN_FLIGHT",
    "Why a checkout refused.",
)
AccountErrorCode = _enum(
    "AccountErrorCode",
    "GRAPHQL_ERROR INACTIVE INVALID INVALID_PASSWORD INVALID_CREDENTIALS NOT_FOUND "
    "SECOND_FACTOR_REQUIRED "
    "PASSWORD_ENTIRELY_NUMERIC PASSWORD_TOO_COMMON PASSWORD_TOO_SHORT PASSWORD_TOO_SIMILAR "
    "REQUIRED UNIQUE JWT_SIGNATURE_EXPIRED JWT_INVALID_TOKEN JWT_DECODE_ERROR JWT_MISSING_TOKEN "
    "JWT_INVALID_CSRF_TOKEN CHANNEL_INACTIVE MISSING_CHANNEL_SLUG ACCOUNT_NOT_CONFIRMED "
    "LOGIN_ATTEMPT_DELAYED DISABLED_AUTHENTICATION_METHOD",
    "Why an account refused.",
)


def plain(value: Any) -> Any:
    """Input as plain values: enumerations by their names, whole input objects included."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


class JSONString(graphene.Scalar):
    """JSON, written into a string. Rich text is the JSON of EditorJS."""

    @staticmethod
    def serialize(value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    @staticmethod
    def parse_value(value: Any) -> Any:
        try:
            return json.loads(value)
        except (TypeError, ValueError):
            raise GraphQLError("JSONString: not JSON.") from None

    @staticmethod
    def parse_literal(node: Any, _variables: Any = None) -> Any:
        if not isinstance(node, ast.StringValueNode):
            raise GraphQLError("JSONString: not a string.")
        return JSONString.parse_value(node.value)


class UUID(graphene.Scalar):
    """A secret of 128 random bits, written as a UUID."""

    serialize = str

    @staticmethod
    def parse_value(value: Any) -> str:
        if not isinstance(value, str):
            raise GraphQLError("UUID: not a string.")
        return value

    @staticmethod
    def parse_literal(node: Any, _variables: Any = None) -> str:
        return UUID.parse_value(getattr(node, "value", None))


class PositiveDecimal(graphene.Scalar):
    """A decimal number, zero or above."""

    serialize = float

    @staticmethod
    def parse_value(value: Any) -> PythonDecimal:
        try:
            number = PythonDecimal(str(value))
        except InvalidOperation:
            raise GraphQLError("PositiveDecimal: not a number.") from None
        if not number.is_finite() or number < 0:
            raise GraphQLError("PositiveDecimal: may not be negative.")
        return number

    @staticmethod
    def parse_literal(node: Any, _variables: Any = None) -> PythonDecimal:
        return PositiveDecimal.parse_value(getattr(node, "value", None))


class Metadata(graphene.Scalar):
    """Keys and their values, both text."""

    serialize = dict
