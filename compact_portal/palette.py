"""The accent colours that a Compact may choose from."""

from django.utils.translation import gettext_lazy as _

#: Name of the accent: its value (as in static/css/_accents.scss) and what to call it.
#: Each stands out from white by at least 4.5 to 1 (WCAG 2.2, 1.4.3).
PALETTE = {
    "blue": ("#1d4f73", _("Blue")),
    "teal": ("#0f6674", _("Teal")),
    "green": ("#1e6b45", _("Green")),
    "purple": ("#5b3a8c", _("Purple")),
    "plum": ("#8a2a5b", _("Plum")),
    "red": ("#9b2c1f", _("Red")),
    "brown": ("#6f4a1d", _("Brown")),
    "slate": ("#44546a", _("Slate grey")),
}

#: What a Compact has that chose none, and what stands in for a name we do not know.
DEFAULT_ACCENT = "blue"

#: For the choices of a model or form field.
ACCENT_CHOICES = [(name, label) for name, (_value, label) in PALETTE.items()]


def accent(name: str) -> str:
    """Return the name if it is in the palette, else the one that is safe to use."""
    return name if name in PALETTE else DEFAULT_ACCENT


def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of a colour such as ``#1d4f73`` (WCAG 2.2, definition)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours such as ``#1d4f73`` (WCAG 2.2, definition)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
