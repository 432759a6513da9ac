"""The numbers by which registers know an organisation, and how each is written.

Sources of the formats:

* charity: the Charity Commission for England and Wales gives 6 or 7 digits, and to a linked charity "-" and a number
  more; the Scottish register SC and 6 digits; that of Northern Ireland NIC and 6 digits (older papers write NI).
* company: Companies House gives 8 characters: 8 digits, or 2 letters (SC, NI, OC, CE, IP, RS…) and 6 digits, the last
  of which is a letter for some registered societies (IP12345R).
* public body: the code in the register of geographic codes of the Office for National Statistics for councils, police
  and fire areas, a letter for the country and 8 digits (Derby is E06000015); or the code of the NHS Organisation Data
  Service for health bodies, 3 to 6 letters and digits, at least one of them a letter.
"""

import re

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

CHARITY = RegexValidator(
    r"^(?:\d{6,7}(?:-\d{1,2})?|SC\d{6}|NIC?\d{6})\Z",
    _("Enter a charity number like 1012345, SC012345 or NIC100012."),
)
COMPANY = RegexValidator(
    r"^(?:\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z])\Z",
    _("Enter a company number of 8 characters, like 01234567 or SC123456."),
)
PUBLIC_BODY = RegexValidator(
    r"^(?:[EKNSW]\d{8}|(?=\w*[A-Z])[A-Z0-9]{3,6})\Z",
    _("Enter the code of the Office for National Statistics, like E06000015, or of the NHS, like QJ2 or RTG."),
)


def written(number: str) -> str:
    """A number as registers write it: capitals, no spaces."""
    return re.sub(r"\s+", "", number).upper()
