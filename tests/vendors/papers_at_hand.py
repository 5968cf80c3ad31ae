"""Certificates as people hand them in."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile


def paper(content: bytes = b"%PDF-1.7 a certificate", name: str = "cert.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
