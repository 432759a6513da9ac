"""A logo for Derby, made up: three rings that hold together."""

import io

from PIL import Image, ImageDraw

from compact_portal.compacts import logos
from compact_portal.compacts.models import Compact

RINGS = [((10, 10, 150, 150), "#1d4f73"), ((110, 10, 250, 150), "#5b3a8c"), ((60, 90, 200, 230), "#1e6b45")]


def give_a_logo(compact: Compact) -> None:
    """Draw the logo and keep it."""
    picture = Image.new("RGBA", (260, 240), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    for box, colour in RINGS:
        pen.ellipse(box, outline=colour, width=16)
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    compact.logo = logos.keep(compact.slug, logos.draw_anew(drawn.getvalue()))
    compact.save()
