from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "inventory"
    verbose_name = "재고"
    default_auto_field = "django.db.models.BigAutoField"
