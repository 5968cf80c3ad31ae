from django.apps import AppConfig


class SettlementsConfig(AppConfig):
    name = "settlements"
    verbose_name = "정산"
    default_auto_field = "django.db.models.BigAutoField"
