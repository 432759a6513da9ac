"""Why a file cannot be read, each in a sentence that says what to do.

What reads files knows only the short names of the reasons: it runs in a process of its own, without translations.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 20_000_000

REFUSALS = {
    "large": gettext_lazy("The file is larger than 20 MB. Make the pictures in it smaller or take them out."),
    "empty": gettext_lazy("The file is empty. Choose a file with the text of the agreement in it."),
    "broken": gettext_lazy(
        "The file is damaged and cannot be read. Open it where it was written, save it anew, and try again."
    ),
    "scanned": gettext_lazy(
        "This PDF holds pictures of pages and no text. Ask for the document it was made from, or have its text "
        "recognised (OCR), and try again."
    ),
    "encrypted": gettext_lazy(
        "The file is locked with a password. Open it, save it without a password, and try again."
    ),
    "macros": gettext_lazy(
        "The file holds macros (small programs), and they are not let in. Save it as an ordinary Word document "
        "(.docx) or OpenDocument text (.odt), and try again."
    ),
    "bomb": gettext_lazy(
        "The file unpacks to far more than a text needs, so it was not opened. Save the document anew, without "
        "pictures, and try again."
    ),
    "tricks": gettext_lazy(
        "The file asks for things outside itself, as no ordinary document does, so it was not read. Save the document "
        "anew with a word processor, and try again."
    ),
    "old_word": gettext_lazy(
        "This is a file of an old Microsoft Office (.doc, .xls or .ppt). Open it, save it as a Word document (.docx), "
        "and try again."
    ),
    "rtf": gettext_lazy("This is an RTF file. Open it, save it as a Word document (.docx), and try again."),
    "pages": gettext_lazy(
        "This is a Pages file. In Pages, choose to export it as a Word document (.docx), and try again."
    ),
    "sheet": gettext_lazy(
        "This is a spreadsheet, a presentation or a drawing. Copy its text into a document, and try again."
    ),
    "picture": gettext_lazy("This is a picture. Choose a file with text in it, or paste the text."),
    "archive": gettext_lazy("This is an archive. Unpack it, choose the document in it, and try again."),
    "mail": gettext_lazy(
        "This is a web page saved in one file with its pictures, or a mail. Save it as an ordinary web page (.html), "
        "and try again."
    ),
    "word_xml": gettext_lazy(
        "This is XML, not a document. Save the document as .docx or .odt with a word processor, and try again."
    ),
    "nested": gettext_lazy(
        "Lists or tables stand inside each other too many times in this file. Use three levels at most."
    ),
    "slow": gettext_lazy(
        "Reading the file takes too long. Save the document anew without pictures, or import it in parts."
    ),
    "huge": gettext_lazy(
        "There is more in this file than can be read at once. Save the document anew without pictures, or import it in "
        "parts."
    ),
    "busy": gettext_lazy("Several files are being read at this moment. Wait a minute, and try again."),
    "no_letters": gettext_lazy(
        "The letters of this PDF cannot be told apart: its fonts do not say which is which. Ask for the document it "
        "was made from, and try again."
    ),
}


class Refused(ValueError):
    """A file that cannot be read; the message is the short name of the reason."""


class NotAText(ValueError):
    """The file cannot be read as a text; the message is a sentence that says what to do."""


def sentence(reason: str) -> str:
    """Return the sentence for a reason; an unknown one means that the file is damaged."""
    return str(REFUSALS.get(reason, REFUSALS["broken"]))


#: Why words of a file were left out, by the short names that the readers of files use.
LEFT_OUT = {
    "running": gettext_lazy("running header or footer"),
    "page_number": gettext_lazy("page number"),
    "comment": gettext_lazy("comment"),
    "deleted": gettext_lazy("deleted in a tracked change"),
    "contents": gettext_lazy("list of contents"),
    "hidden": gettext_lazy("hidden text"),
    "navigation": gettext_lazy("menu or edge of a web page"),
    "side": gettext_lazy("heading of a table of definitions"),
    "field": gettext_lazy("form field"),
    "picture": gettext_lazy("a page that is a picture; its words could not be read"),
}


def why_left_out(reason: str) -> str:
    """Return the reason in words."""
    return str(LEFT_OUT.get(reason, reason)) if reason else _("belongs to the page")
