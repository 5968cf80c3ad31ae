"""Pictures for the demo market, drawn with Pillow: no photograph, no download."""

from backend.demo.pictures.studio import draw_cover, draw_logo, draw_product

__all__ = ["draw_cover", "draw_logo", "draw_product"]
