"""Charts drawn on the server as SVG: the same on a page, in print and without JavaScript.

Colours come from the page's style sheet (``chart.css``) by class, so that dark mode and print need
no second drawing. Every value stands beside its mark; every chart has its table behind it.
"""

from storefront.charts.draw import Bar, Bullet, Line, bars, bullets, lines

__all__ = ["Bar", "Bullet", "Line", "bars", "bullets", "lines"]
