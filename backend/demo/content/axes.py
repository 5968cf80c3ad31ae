"""The axes along which products vary, with what each choice does to the price."""

from __future__ import annotations

from backend.demo.content.model import Axis, Choice

SIZE = Axis(
    "size",
    "사이즈",
    "Size",
    (Choice("S", "S"), Choice("M", "M"), Choice("L", "L"), Choice("XL", "XL", 105)),
)
SOCK_SIZE = Axis(
    "size", "사이즈", "Size", (Choice("225–245mm", "225–245 mm"), Choice("250–275mm", "250–275 mm"))
)
COLOUR = Axis(
    "colour",
    "색상",
    "Colour",
    (Choice("자연색", "Natural"), Choice("남색", "Navy"), Choice("먹색", "Charcoal")),
)
WARM_COLOUR = Axis(
    "colour",
    "색상",
    "Colour",
    (Choice("밤색", "Chestnut"), Choice("검정", "Black"), Choice("감색", "Persimmon")),
)
BEANS = Axis(
    "weight",
    "용량",
    "Weight",
    (Choice("200g", "200 g"), Choice("500g", "500 g", 230), Choice("1kg", "1 kg", 430)),
)
RICE = Axis(
    "weight",
    "중량",
    "Weight",
    (Choice("4kg", "4 kg"), Choice("10kg", "10 kg", 235), Choice("20kg", "20 kg", 450)),
)
JAR = Axis("weight", "용량", "Weight", (Choice("250g", "250 g"), Choice("500g", "500 g", 185)))
TUBE = Axis("volume", "용량", "Volume", (Choice("30ml", "30 ml"), Choice("60ml", "60 ml", 170)))
CANDLE = Axis(
    "scent",
    "향",
    "Scent",
    (Choice("은은한 향", "Light"), Choice("진한 향", "Full"), Choice("무향", "Unscented", 95)),
)
AREA = Axis(
    "area",
    "면적",
    "Area",
    (Choice("66㎡까지", "Up to 66 m²"), Choice("132㎡까지", "Up to 132 m²", 180),
     Choice("330㎡까지", "Up to 330 m²", 380)),
)  # fmt: skip
LOAVES = Axis(
    "pieces", "구성", "Pieces", (Choice("8구", "8 pieces"), Choice("16구", "16 pieces", 190))
)
DRIP = Axis(
    "pieces", "구성", "Pieces", (Choice("7개입", "7 bags"), Choice("14개입", "14 bags", 190))
)
CARDS = Axis(
    "quantity",
    "수량",
    "Quantity",
    (Choice("200매", "200 cards"), Choice("500매", "500 cards", 170), Choice("1,000매", "1,000 cards", 280)),
)  # fmt: skip
BANNER = Axis(
    "size",
    "크기",
    "Size",
    (Choice("300×70cm", "300 × 70 cm"), Choice("500×90cm", "500 × 90 cm", 170),
     Choice("700×90cm", "700 × 90 cm", 230)),
)  # fmt: skip
AGE = Axis("age", "연령", "Age", (Choice("3–5세", "Age 3–5"), Choice("6–9세", "Age 6–9")))
