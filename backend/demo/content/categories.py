"""The twelve categories with the fields of their product information notice.

The fields follow the order of the Fair Trade Commission's notice on product information
(전자상거래 등에서의 상품 등의 정보제공에 관한 고시), shortened to what the demo's goods need.
"""

from __future__ import annotations

from backend.demo.content.model import CategorySpec, NoticeField

_F = NoticeField

_MAKER = _F("producer", "생산자 및 소재지", "Producer and place")
_CONTACT = _F("contact", "소비자상담 전화번호", "Customer service phone")
_NAME = _F("name", "품명", "Product name")
_ORIGIN = _F("origin", "제조국(원산지)", "Country of origin")
_CAUTION = _F("caution", "취급 시 주의사항", "Handling notes")
_WARRANTY = _F("warranty", "품질보증기준", "Warranty")

_FOOD = (
    _NAME,
    _F("food_type", "식품의 유형", "Food type"),
    _MAKER,
    _F("made_on", "제조연월일", "Date of manufacture"),
    _F("shelf_life", "소비기한 또는 품질유지기한", "Use-by or best-before date"),
    _F("volume", "포장단위별 내용물의 용량(중량), 수량", "Contents by package"),
    _F("ingredients", "원재료명 및 함량", "Ingredients"),
    _F("nutrition", "영양성분", "Nutrition facts", required=False),
    _F("gmo", "유전자변형식품 해당 여부", "Genetically modified food"),
    _F("caution", "소비자안전을 위한 주의사항", "Safety notes"),
    _CONTACT,
)

_FRESH = (
    _NAME,
    _F("volume", "포장단위별 내용물의 용량(중량), 수량", "Contents by package"),
    _MAKER,
    _F("origin", "원산지", "Origin"),
    _F("made_on", "생산연월일 또는 포장일", "Date of harvest or packing"),
    _F("shelf_life", "소비기한 또는 품질유지기한", "Use-by or best-before date"),
    _F("storage", "보관방법 또는 취급방법", "Storage"),
    _F("grade", "등급 표시", "Grade", required=False),
    _CONTACT,
)

_COSMETIC = (
    _F("volume", "내용물의 용량 또는 중량", "Contents"),
    _F("skin_type", "제품 주요 사양", "Main features"),
    _F("shelf_life", "사용기한 또는 개봉 후 사용기간", "Use-by or period after opening"),
    _F("usage", "사용방법", "How to use"),
    _F("producer", "화장품제조업자 및 책임판매업자", "Manufacturer and responsible seller"),
    _ORIGIN,
    _F("ingredients", "주요 성분", "Ingredients"),
    _F("functional", "기능성 화장품 심사 필 여부", "Functional cosmetic review"),
    _CAUTION,
    _WARRANTY,
    _CONTACT,
)

_GOODS = (
    _F("name", "품명 및 모델명", "Name and model"),
    _F("material", "재질", "Material"),
    _F("volume", "구성품 및 크기", "Parts and size"),
    _F("producer", "제조자", "Manufacturer"),
    _ORIGIN,
    _CAUTION,
    _WARRANTY,
    _CONTACT,
)

_TEXTILE = (
    _F("material", "제품 소재(섬유의 조성 또는 혼용률)", "Fabric composition"),
    _F("colour", "색상", "Colour"),
    _F("size", "치수", "Size"),
    _F("producer", "제조자", "Manufacturer"),
    _ORIGIN,
    _F("caution", "세탁방법 및 취급 시 주의사항", "Washing and care"),
    _F("made_on", "제조연월", "Month of manufacture"),
    _WARRANTY,
    _CONTACT,
)

_KIDS = (
    *_GOODS[:2],
    _F("age", "사용연령", "Age"),
    _F(
        "safety_mark", "어린이제품 인증·신고 여부", "Children's product safety mark", required=False
    ),
    *_GOODS[2:],
)

_SERVICE = (
    _F("name", "서비스명", "Service"),
    _F("producer", "서비스 제공 사업자", "Provider"),
    _F("scope", "서비스 범위 및 제공 조건", "Scope and conditions"),
    _F("qualification", "법에 의한 인증·허가·신고 사항", "Licences and registrations"),
    _F("cancellation", "취소 및 환불 기준", "Cancellation and refund"),
    _CONTACT,
)

CATEGORIES: tuple[CategorySpec, ...] = (
    CategorySpec(
        "processed-food",
        "가공식품",
        "Prepared food",
        "장, 잼, 어묵과 반찬. 동네 부엌에서 정직하게 만들었습니다.",
        "Sauces, preserves, fishcakes and side dishes from neighbourhood kitchens.",
        _FOOD,
    ),
    CategorySpec(
        "farm-sea",
        "농수산물",
        "Farm & sea",
        "기장 바다와 강서 들녘에서 온 제철 먹거리입니다.",
        "What the Gijang sea and the Gangseo fields bring this season.",
        _FRESH,
    ),
    CategorySpec(
        "bakery",
        "베이커리·디저트",
        "Bakery & dessert",
        "아침에 굽고 찌는 빵, 과자, 떡입니다.",
        "Bread, biscuits and rice cakes baked and steamed in the morning.",
        _FOOD,
    ),
    CategorySpec(
        "tea-coffee",
        "차·커피",
        "Tea & coffee",
        "천천히 덖은 차와 갓 볶은 커피입니다.",
        "Slowly roasted teas and freshly roasted coffee.",
        _FOOD,
    ),
    CategorySpec(
        "beauty-soap",
        "화장품·비누",
        "Soap & skin care",
        "손으로 저어 굳힌 비누와 순한 화장품입니다.",
        "Hand-stirred soaps and gentle skin care.",
        _COSMETIC,
    ),
    CategorySpec(
        "household",
        "생활용품",
        "Household",
        "부엌과 욕실을 가볍게 하는 물건들입니다.",
        "Things that make kitchen and bathroom lighter on the earth.",
        _GOODS,
    ),
    CategorySpec(
        "textile",
        "의류·패브릭",
        "Clothing & textile",
        "재봉틀 앞에서 오래 일한 손이 지은 옷과 천입니다.",
        "Clothes and cloth from hands that know the sewing machine.",
        _TEXTILE,
    ),
    CategorySpec(
        "crafts-gifts",
        "공예·선물",
        "Crafts & gifts",
        "흙, 나무, 한지로 부산을 담은 선물입니다.",
        "Clay, wood and paper: gifts that hold a piece of Busan.",
        _GOODS,
    ),
    CategorySpec(
        "office",
        "사무용품·인쇄",
        "Office & print",
        "재생용지, 인쇄물, 사무실에 늘 필요한 것들입니다.",
        "Recycled paper, printing and the things an office always needs.",
        _GOODS,
    ),
    CategorySpec(
        "kids-education",
        "아동·교육",
        "Children & learning",
        "만지고 만들며 배우는 놀잇감과 수업입니다.",
        "Toys and classes to learn by touching and making.",
        _KIDS,
    ),
    CategorySpec(
        "cleaning-living",
        "청소·생활 서비스",
        "Cleaning & living",
        "믿고 맡기는 청소, 방역, 집수리, 돌봄입니다.",
        "Cleaning, disinfection, repairs and care you can rely on.",
        _SERVICE,
        shippable=False,
    ),
    CategorySpec(
        "catering-events",
        "케이터링·행사",
        "Catering & events",
        "도시락 한 상자부터 축제 무대까지 차려 드립니다.",
        "From one lunch box to a festival stage.",
        _SERVICE,
        shippable=False,
    ),
)

CATEGORY_BY_SLUG = {category.slug: category for category in CATEGORIES}
