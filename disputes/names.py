"""Whether a text names somebody that it must not name. Pure: it is given the names."""

import re
from collections.abc import Iterable


def named_in(text: str, names: Iterable[str]) -> str:
    """Return the first of some names that stands in a text, whatever its case and line breaks; "" if none does.

    A name is found as whole words: "Ash" is not in "Ashbourne". An ending like "'s" does not hide it, and neither do
    "&" for "and" or a left-out "the" or "Limited".
    """
    plain = _plain(text)
    for name in names:
        if (words := _plain(name)) and f" {words} " in f" {plain} ":
            return name
    return ""


def _plain(text: str) -> str:
    text = re.sub(r"['’]s\b", "", text.casefold()).replace("&", " and ")
    words = re.findall(r"\w+", text)
    return " ".join(word for word in words if word not in ("the", "limited", "ltd"))
