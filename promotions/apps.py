from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    name = "promotions"
    verbose_name = "쿠폰"
    default_auto_field = "django.db.models.BigAutoField"
