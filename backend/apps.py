"""The composition root as an app: it makes sure that every process knows every room's doors."""

import sys

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BackendConfig(AppConfig):
    name = "backend"
    verbose_name = "온장"

    def ready(self) -> None:
        # Whoever emits an event must know its handlers, not the worker alone.
        try:
            autodiscover_modules("tasks")
        except ImportError as error:
            sys.stderr.write(f"warning: a room's tasks don't load: {error}\n")
