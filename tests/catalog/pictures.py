"""Pictures as people upload them, good and bad."""

from __future__ import annotations

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(
    size: tuple[int, int] = (1600, 900), *, kind: str = "JPEG", mode: str = "RGB", **more: object
) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, "#c33").save(buffer, kind, **more)
    return buffer.getvalue()


def phone_photo(size: tuple[int, int] = (1600, 900)) -> bytes:
    """Held upright (orientation 6), with the place it was taken at."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Phone of Kim"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 10.0, 46.0), 3: "E", 4: (129.0, 4.0, 30.0)})
    return picture(size, exif=exif)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes whose header promises 900 megapixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
