from django.apps import AppConfig
from django.conf import settings

from core import clock


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "핵심"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        if settings.DEMO:
            clock.follow(settings.VAR / clock.SHIFT)
