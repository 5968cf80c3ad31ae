"""Pictures: taken in, made in several sizes, ordered, described."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from catalog import media, rules
from catalog.models import ProductMedia
from catalog.services.shared import locked, require_complete, tell
from core import audit, clock, ids, outbox
from core.actor import Actor
from core.errors import InvalidInput, NotFound


@transaction.atomic
def media_add(
    *, actor: Actor, product_id: int, file: UploadedFile[bytes], alt: str = ""
) -> ProductMedia:
    """Add a picture; its renditions are made in the background. The same file again is the picture
    that is there. Raises NotFound, InvalidInput on ``file``."""
    product = locked(actor, product_id)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    known = product.media.filter(digest=digest).first()
    if known is not None:
        return known
    if product.media.count() >= rules.MOST_PICTURES:
        text = _("사진은 상품마다 %(most)d장까지 올릴 수 있습니다.")
        raise InvalidInput({"file": text % {"most": rules.MOST_PICTURES}})
    content = media.cleaned(file, size=file.size or 0)
    last = product.media.order_by("-sort_order").values_list("sort_order", flat=True).first()
    picture = ProductMedia(
        product=product,
        alt=alt.strip()[:200] or product.name,
        sort_order=0 if last is None else last + 1,
        digest=digest,
        created_at=clock.now(),
    )
    picture.original.save(f"{ids.new_token()}.webp", ContentFile(content), save=False)
    picture.save()
    audit.record(actor=actor, action="media.add", obj=picture)
    outbox.emit(topic="media.added", payload={"media_id": picture.pk})
    return picture


@transaction.atomic
def media_arrange(
    *, actor: Actor, product_id: int, order: Sequence[int], alts: Mapping[int, str]
) -> None:
    """Put a product's pictures in an order and say what is on them; those that aren't named come
    last. Raises NotFound for another product's picture, InvalidInput on ``alt``."""
    product = locked(actor, product_id)
    rows = {row.pk: row for row in product.media.all()}
    if not set(order) | set(alts) <= set(rows):
        raise NotFound
    if any(len(text.strip()) > 200 for text in alts.values()):
        raise InvalidInput({"alt": _("사진 설명은 200자까지입니다.")})
    placed = [*dict.fromkeys(order), *(pk for pk in rows if pk not in order)]
    for place, pk in enumerate(placed):
        rows[pk].sort_order = place
        rows[pk].alt = alts.get(pk, rows[pk].alt).strip() or product.name
    ProductMedia.objects.bulk_update(rows.values(), ["sort_order", "alt"])
    tell(actor, product, "media.arrange", order=placed)


@transaction.atomic
def media_delete(*, actor: Actor, product_id: int, media_id: int) -> None:
    """Take a picture away, its files with it; what is for sale keeps one. Raises NotFound,
    NotPublishable."""
    product = locked(actor, product_id)
    picture = product.media.filter(pk=media_id).first()
    if picture is None:
        raise NotFound
    files = [picture.original.name, *picture.renditions.values(), *picture.avif.values()]
    storage = picture.original.storage
    picture.delete()
    if product.listings.filter(is_published=True).exists():
        require_complete(product)
    tell(actor, product, "media.delete", media=media_id)
    if ProductMedia.objects.filter(original=files[0]).exists():
        return  # another product shows the same file

    def forget() -> None:
        for name in files:
            if name:
                storage.delete(name)

    transaction.on_commit(forget, robust=True)


def media_render(*, media_id: int) -> None:
    """Make the widths a page asks for, as WebP and AVIF. Idempotent: what is there stays."""
    picture = ProductMedia.objects.filter(pk=media_id).first()
    if picture is None:
        return
    storage = picture.original.storage
    webp, avif = dict(picture.renditions), dict(picture.avif)
    for width in media.WIDTHS:
        key = str(width)
        if all(key in made and storage.exists(made[key]) for made in (webp, avif)):
            continue
        with picture.original.open("rb") as file:
            contents = media.renditions(file, width=width)
        stem = (picture.original.name or "").rpartition(".")[0]
        for made, ending, content in zip((webp, avif), ("webp", "avif"), contents, strict=True):
            name = f"{stem}-{width}.{ending}"
            storage.delete(name)  # what a run that was killed left behind
            made[key] = storage.save(name, ContentFile(content))
    if (webp, avif) != (picture.renditions, picture.avif):
        ProductMedia.objects.filter(pk=media_id).update(renditions=webp, avif=avif)
