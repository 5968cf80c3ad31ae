"""Pictures: told by their content, bounded before they are opened, kept without their metadata."""

from __future__ import annotations

import io
import warnings
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import InvalidInput

FORMATS = ("JPEG", "PNG", "WEBP")
#: 40 megapixels: more than any shop picture, far less than a bomb.
MOST_PIXELS = 40_000_000
WIDTHS = (320, 640, 1200)
#: The longest side of the kept original.
KEPT_SIDE = 2000
QUALITY = 82
AVIF_QUALITY = 60
#: 0 (smallest file) to 10: eight times as fast as 6, for a file hardly larger.
AVIF_SPEED = 8


def cleaned(file: IO[bytes], *, size: int) -> bytes:
    """The uploaded picture as WebP: turned upright, without EXIF and GPS, at most 2000 px.

    Raises InvalidInput on ``file`` for what is no picture, too large, or a decompression bomb.
    """
    most = settings.MAX_UPLOAD_BYTES
    if size > most:
        text = _("사진은 %(most)dMB까지 올릴 수 있습니다.") % {"most": most // 1024**2}
        raise InvalidInput({"file": text})
    return _webp(_opened(file, side=KEPT_SIDE))


def renditions(file: IO[bytes], *, width: int) -> tuple[bytes, bytes]:
    """The picture at ``width`` px (never enlarged), as WebP and as AVIF."""
    picture = _opened(file, side=KEPT_SIDE)
    if picture.width > width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    return _webp(picture), _avif(picture)


def _opened(file: IO[bytes], *, side: int) -> Image.Image:
    """Upright pixels, at most ``side`` px long. Shrunk before anything is copied: a picture of 40
    megapixels would otherwise fill a web worker's memory three times over."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Any = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.draft(None, (side, side))  # a JPEG is decoded at half or a quarter of its size
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidInput({"file": _("사진의 가로세로가 너무 큽니다(최대 4천만 화소).")}) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise InvalidInput({"file": _("JPG, PNG, WebP 사진만 올릴 수 있습니다.")}) from None
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if picture.mode == "P" or max(picture.size) <= side:
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(picture)
    return upright.convert("RGBA" if has_alpha else "RGB")


def _webp(picture: Image.Image) -> bytes:
    """Encoded anew from pixels alone: no metadata survives."""
    buffer = io.BytesIO()
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    bare.save(buffer, "WEBP", quality=QUALITY, method=4)
    return buffer.getvalue()


def _avif(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED)
    return buffer.getvalue()
