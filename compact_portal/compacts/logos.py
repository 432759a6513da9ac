"""The logo of a Compact: a picture that somebody uploads is drawn anew, so that nothing else in the file stays."""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from compact_portal.printing import store

MOST_BYTES = 2_000_000
MOST_PIXELS = 25_000_000
LARGEST = (800, 400)  # Pixels: sharp at 70 mm by 24 mm on paper.
SMALLEST = 24


def draw_anew(upload: bytes) -> bytes:
    """Return a PNG or JPEG as a PNG of at most `LARGEST`, or raise ValidationError with what to do.

    What the file is, its content says and not its name.
    """
    if len(upload) > MOST_BYTES:
        raise ValidationError(_("The logo is larger than 2 MB. Choose a smaller file."))
    try:
        picture = Image.open(io.BytesIO(upload), formats=["PNG", "JPEG"])
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(_("The logo has too many pixels. Make it smaller, then choose it again."))
        drawn = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("The logo could not be read. Choose a picture saved as PNG or JPEG.")) from None
    if min(drawn.size) < SMALLEST:
        raise ValidationError(_("The logo is too small. Choose one at least 24 pixels wide and high."))
    drawn.thumbnail(LARGEST)
    anew = io.BytesIO()
    drawn.save(anew, "PNG", optimize=True)
    return anew.getvalue()


def keep(slug: str, picture: bytes) -> str:
    """Store a logo under a name of its content, so that no earlier one is lost. Returns the name."""
    name = f"logos/{slug}-{hashlib.sha256(picture).hexdigest()[:16]}.png"
    store(name, picture)
    return name
