"""The composition root: it alone knows every room.

Celery's app is made here, so that ``shared_task`` finds it wherever Django runs.
"""

from backend.celery import app as celery_app

__all__ = ["celery_app"]
