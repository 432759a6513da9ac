"""The badge "We signed" as a picture: what it says on a day, in English and Welsh, and how it is drawn (SVG 1.1)."""

from datetime import date
from typing import NamedTuple

from django.utils.html import format_html

from compact_portal.compacts.models import Compact
from signatories.models import Signature
from signatories.registered import Register, Row
from signatories.standing import Standing

#: What a badge says of each standing. Its own words, not the page's: it stands on websites in either language.
SAYS = {
    "en": {
        Standing.SIGNED: "We signed: {edition} edition",
        Standing.REAFFIRMED: "We signed again: {edition} edition",
        Standing.EARLIER: "We signed the {edition} edition only",
        Standing.LEAVING: "We leave on {day}",
        Standing.WITHDRAWN: "No longer signed since {day}",
        None: "Not in the register",
    },
    "cy": {
        Standing.SIGNED: "Wedi llofnodi: argraffiad {edition}",
        Standing.REAFFIRMED: "Wedi llofnodi eto: argraffiad {edition}",
        Standing.EARLIER: "Wedi llofnodi argraffiad {edition} yn unig",
        Standing.LEAVING: "Yn gadael ar {day}",
        Standing.WITHDRAWN: "Heb lofnod ers {day}",
        None: "Nid yw yn y gofrestr",
    },
}
WELSH_MONTHS = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
    *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)
# Background of the second line: white words on it have a contrast of at least 4.5:1 (7.2, 6.4 and 7.0).
GREEN, BROWN, GREY = "#00612f", "#7a4b00", "#505a5f"
COLOURS = {Standing.SIGNED: GREEN, Standing.REAFFIRMED: GREEN, Standing.EARLIER: BROWN, Standing.LEAVING: BROWN}


class Words(NamedTuple):
    """What a badge says: whose Compact, how the organisation stands, its name, the day, the colour and language."""

    first: str
    second: str
    organisation: str
    on: str
    colour: str
    language: str


def words_of(compact: Compact, signature: Signature | None, day: date, language: str) -> Words:
    """What the badge of a signature says on a day; of one that is not there, that it is not in the register."""
    row = row_of(Register(compact, day, only=signature.organisation), signature) if signature else None
    standing = row.standing if row else None
    second = SAYS[language].get(standing, SAYS[language][None])
    if row:
        ends = row.ends_on
        second = second.format(edition=row.signature.edition.label, day=_day(ends, language) if ends else "")
    organisation = str(row.organisation) if row else ""
    colour = COLOURS.get(standing, GREY) if standing else GREY
    return Words(str(compact), second, organisation, _day(day, language), colour, language)


def row_of(register: Register, signature: Signature) -> Row | None:
    """The row of the organisation that gave a signature: it may have signed again since."""
    body = signature.organisation.remaining
    return next((row for row in register.rows if row.organisation == body and row.member is None), None)


def line_of(compact: Compact, signature: Signature, language: str) -> str:
    """The alternative text to copy. It claims nothing that may change: that is what the badge is for."""
    if language == "cy":
        return f"Statws {signature.organisation.remaining} yng nghofrestr {compact}"
    return f"How {signature.organisation.remaining} stands in the register of the {compact}"


def _day(day: date, language: str) -> str:
    if language == "cy":
        return f"{day.day} {WELSH_MONTHS[day.month - 1]} {day.year}"
    return f"{day:%-d %B %Y}"


def draw(words: Words) -> str:
    """Draw a badge. Its words are text, so that a screen reader and a search read them; its title says it all."""
    asked = {"en": "Asked on {}", "cy": "Holwyd ar {}"}[words.language].format(words.on)
    said = (
        f"{words.organisation}. {words.first}: {words.second}."
        if words.organisation
        else f"{words.first}: {words.second}."
    )
    # Some 6.6 of a letter's width at 12 of size in the widest of the fonts named.
    width = max(190, 24 + max(round(7.4 * len(words.first)), round(7.0 * len(words.second))))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{lang}" lang="{lang}" role="img" '
        'aria-labelledby="title desc" width="{width}" height="56" viewBox="0 0 {width} 56">'
        '<title id="title">{said}</title><desc id="desc">{asked}</desc>'
        '<rect width="{width}" height="56" rx="4" fill="{colour}"/>'
        '<path d="M4 1h{top}a3 3 0 0 1 3 3v24H1V4a3 3 0 0 1 3-3z" fill="#ffffff"/>'
        '<g font-family="Verdana, DejaVu Sans, Arial, sans-serif">'
        '<text x="12" y="20" font-size="13" font-weight="bold" fill="#0b0c0c">{first}</text>'
        '<text x="12" y="46" font-size="12" fill="#ffffff">{second}</text></g></svg>',
        lang=words.language,
        width=width,
        top=width - 8,
        said=said,
        asked=asked,
        colour=words.colour,
        first=words.first,
        second=words.second,
    )
