from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "checkout"
    verbose_name = "장바구니"
    default_auto_field = "django.db.models.BigAutoField"
