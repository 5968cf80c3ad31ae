from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"
    verbose_name = "결제"
    default_auto_field = "django.db.models.BigAutoField"
