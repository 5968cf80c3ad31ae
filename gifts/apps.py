from __future__ import annotations

from django.apps import AppConfig


class GiftsConfig(AppConfig):
    name = "gifts"
