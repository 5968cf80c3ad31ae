"""Pictures come in by their content, bounded and without metadata; renditions follow."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from catalog import media, services
from catalog.models import ProductMedia
from core.actor import SYSTEM
from core.errors import InvalidInput
from tests.catalog.pictures import bomb, phone_photo, picture, upload
from tests.factories.catalog import ProductFactory


def cleaned(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(media.cleaned(io.BytesIO(content), size=len(content))))


def test_a_photo_stands_upright_and_forgets_where_it_was_taken() -> None:
    kept = cleaned(phone_photo((1600, 900)))
    assert (kept.format, kept.size) == ("WEBP", (900, 1600))
    assert not dict(kept.getexif())
    assert not {"exif", "xmp", "icc_profile"} & set(kept.info)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("WEBP", "RGB"), ("JPEG", "CMYK")],
)
def test_pictures_of_every_kind_are_taken(kind: str, mode: str) -> None:
    content = picture((300, 200), kind=kind, mode="RGB") if mode == "P" else None
    if content is None:
        buffer = io.BytesIO()
        Image.new(mode, (300, 200)).save(buffer, kind)
        content = buffer.getvalue()
    assert cleaned(content).size == (300, 200)


def test_a_large_photo_is_shrunk() -> None:
    assert max(cleaned(picture((6000, 4000))).size) == media.KEPT_SIDE


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (bomb(), "화소"),
        (b"%PDF-1.7 not a picture", "JPG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "JPG"),
        (picture()[:400], "JPG"),
        (b"", "JPG"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes, word: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        cleaned(content)
    assert word in refused.value.by_field()["file"][0]


def test_an_oversized_file_says_what_is_allowed(settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1024**2
    with pytest.raises(InvalidInput) as refused:
        media.cleaned(io.BytesIO(b"x"), size=1024**2 + 1)
    assert "1MB" in refused.value.by_field()["file"][0]


@pytest.mark.django_db
def test_renditions_are_made_once_in_the_background(drain_outbox: Callable[[], int]) -> None:
    product = ProductFactory()
    added = services.media_add(
        actor=SYSTEM, product_id=product.pk, file=upload(picture((900, 600))), alt="비누"
    )
    assert added.renditions == {}
    drain_outbox()
    made = ProductMedia.objects.get(pk=added.pk)
    storage = made.original.storage
    sizes = {}
    for width, name in made.renditions.items():
        with storage.open(name) as file:
            sizes[width] = Image.open(file).width
    assert sizes == {"320": 320, "640": 640, "1200": 900}
    files = set(storage.listdir("products")[1])
    services.media_render(media_id=added.pk)
    assert ProductMedia.objects.get(pk=added.pk).renditions == made.renditions
    assert set(storage.listdir("products")[1]) == files


@pytest.mark.django_db
def test_renditions_left_by_a_killed_run_are_made_again_in_place() -> None:
    product = ProductFactory()
    added = services.media_add(actor=SYSTEM, product_id=product.pk, file=upload(picture()))
    services.media_render(media_id=added.pk)
    made = ProductMedia.objects.get(pk=added.pk).renditions
    ProductMedia.objects.filter(pk=added.pk).update(renditions={})
    services.media_render(media_id=added.pk)
    assert ProductMedia.objects.get(pk=added.pk).renditions == made


@pytest.mark.django_db
def test_a_product_has_so_many_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.rules.MOST_PICTURES", 1)
    product = ProductFactory()
    services.media_add(actor=SYSTEM, product_id=product.pk, file=upload(picture()))
    with pytest.raises(InvalidInput):
        services.media_add(actor=SYSTEM, product_id=product.pk, file=upload(picture((800, 600))))
    assert product.media.count() == 1


@pytest.mark.django_db
def test_the_same_file_again_is_the_picture_that_is_there() -> None:
    product = ProductFactory()
    once, again = (
        services.media_add(actor=SYSTEM, product_id=product.pk, file=upload(picture()))
        for _ in range(2)
    )
    assert once == again
