from django.apps import AppConfig


class VendorsConfig(AppConfig):
    name = "vendors"
    verbose_name = "기업"
    default_auto_field = "django.db.models.BigAutoField"
