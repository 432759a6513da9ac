"""The numbers that Word prints by itself, computed from numbering.xml (ECMA-376, part 1, section 17.9)."""

import re
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml import etree

from compact_portal.compacts.importing.readers.counting import written

LEVELS = 9


@dataclass
class Level:
    """How one level of a list counts: from where, in which kind of number, and what is printed around it."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    style: str = ""
    legal: bool = False
    restart: int | None = None  # The level (from 1) after which it begins anew; None: any above it; 0: never.


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # By the key of the abstract list.
    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)  # By key: abstract list, overrides.
    starts: dict[str, dict[int, int]] = field(default_factory=dict)  # By key: levels that a list begins anew.
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Numbering":
        """Return the lists of a document; none where it has no numbering part."""
        made = cls()
        if root is None:
            return made
        for abstract in root.iterchildren(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"), "")
            made.levels[key] = {_place(raw): _level(raw) for raw in abstract.iterchildren(qn("w:lvl"))}
        for raw in root.iterchildren(qn("w:num")):
            target = raw.find(qn("w:abstractNumId"))
            overrides: dict[int, Level] = {}
            starts: dict[int, int] = {}
            for override in raw.iterchildren(qn("w:lvlOverride")):
                whole, start = override.find(qn("w:lvl")), override.find(qn("w:startOverride"))
                if whole is not None:
                    overrides[_place(override)] = _level(whole)
                if start is not None:
                    starts[_place(override)] = _whole(start.get(qn("w:val")), 1)
            abstract_key = target.get(qn("w:val"), "") if target is not None else ""
            key = raw.get(qn("w:numId"), "")
            made.lists[key] = (abstract_key, overrides)
            made.starts[key] = starts
        return made

    def level_of_style(self, key: str, style: str) -> int:
        """Return the level of a list that a paragraph style stands for."""
        abstract, _overrides = self.lists.get(key, ("", {}))
        return next((place for place, level in self.levels.get(abstract, {}).items() if level.style == style), 0)

    def label(self, key: str, place: int) -> str | None:
        """Count the next point at a level (from 0) of a list; return what is printed before it, None where nothing.

        "" is a bullet.
        """
        if key not in self.lists or key == "0":
            return None
        abstract, overrides = self.lists[key]
        place = min(max(place, 0), LEVELS - 1)
        levels = {**self.levels.get(abstract, {}), **overrides}
        counts = self.counts.setdefault(abstract, {})
        for of, start in self.starts.pop(key, {}).items():
            counts[of] = start - 1
        level = levels.get(place, Level())
        counts[place] = counts.get(place, level.start - 1) + 1
        for below in [other for other in counts if other > place]:
            restart = levels.get(below, Level()).restart
            if restart is None or restart > place:
                del counts[below]
        if level.kind == "bullet":
            return ""
        if level.kind == "none" and "%" not in level.text.replace(f"%{place + 1}", ""):
            return re.sub(r"%\d", "", level.text).strip() or None

        def number(found: re.Match[str]) -> str:
            of = int(found[1]) - 1
            other = levels.get(of, Level())
            return written(counts.get(of, other.start), "decimal" if level.legal else other.kind)

        return re.sub(r"%([1-9])", number, level.text).strip() or None


def _place(raw: etree._Element) -> int:
    return min(max(_whole(raw.get(qn("w:ilvl")), 0), 0), LEVELS - 1)


def _whole(value: str | None, otherwise: int) -> int:
    """Return a whole number as Word writes it, kept within reason."""
    return min(int(value), 9999) if value and re.fullmatch(r"-?\d{1,9}", value) else otherwise


def _level(raw: etree._Element) -> Level:
    """Return a level from its element."""

    def value(tag: str) -> str | None:
        found = raw.find(qn(tag))
        return None if found is None else found.get(qn("w:val"), "")

    legal = raw.find(qn("w:isLgl"))
    restart = value("w:lvlRestart")
    return Level(
        _whole(value("w:start"), 1),
        value("w:numFmt") or "decimal",
        value("w:lvlText") or "",
        value("w:pStyle") or "",
        legal is not None and legal.get(qn("w:val"), "1") not in ("0", "false"),
        None if restart is None else _whole(restart, 0),
    )
