"""How Compacts word things: who promises, what a heading announces, what is only page furniture.

Patterns for the importer, kept apart so that they can be read and mended without knowing how it works. They
are those of English Compacts with the commonest Welsh words, and name no place. Every pattern is applied to a
short string (a heading, a sentence, a line), or looks no further than a bounded way into a long one.
"""

import re

from compact_portal.compacts.kinds import OwedBy

STATUTORY = re.compile(
    r"\b(?:statutory|public (?:sector|bod(?:y|ies)|authorit(?:y|ies)|services?|agenc(?:y|ies)|partners)"
    r"|(?<!voluntary services )councils?(?! (?:for|of) voluntary)|local authorit(?:y|ies)"
    r"|government|nhs|health (?:board|authority|trust)s?|police|statudol|cyngor)\b",
    re.IGNORECASE,
)
VOLUNTARY = re.compile(
    r"\b(?:voluntary|community (?:sector|groups?|organi[sz]ations?)|vcse?|vcfse?|third sector|charit(?:y|ies)"
    r"|not-for-profit|civil society|gwirfoddol|trydydd sector)\b",
    re.IGNORECASE,
)
JOINT = re.compile(
    r"\b(?:both|all|each|either|every) (?:(?:of|the|our|signatory|compact|\w+ compact) ){0,3}"
    r"(?:sectors?|part(?:y|ies)|partners?|sides?|signator(?:y|ies)|organi[sz]ations?)\b"
    r"|\b(?:two|shared|joint|mutual)\b|\b(?:jointly|together|we|partners|signatories)\b",
    re.IGNORECASE,
)
JOINED = re.compile(r"(?:\band|&|/|,|\bor|\bas well as|\bwith)\s*(?:(?:the|all|local|our)\s*)*$", re.IGNORECASE)

PROMISE = re.compile(
    r"\b(?:will|shall|must|should|agrees?|agreed|undertakes?|commits?|promises?|pledges?|(?:is|are) committed"
    r"|(?:is|are) expected|byddwn|bydd)\b",
    re.IGNORECASE,
)
NOT_A_PARTY = re.compile(
    r"\b(?:it|this|compact|code|codes|plan|agreement|document|framework|charter|review)\s*$", re.IGNORECASE
)

GLOSSARY = re.compile(
    r"\b(?:glossary|definitions?|defined terms|key terms|terms used|terminology|jargon|interpretation|geirfa"
    r"|diffiniadau|what (?:the|these) (?:words|terms) mean)\b",
    re.IGNORECASE,
)
PRINCIPLES = re.compile(r"\b(?:principles?|shared values|egwyddor(?:ion)?)\b", re.IGNORECASE)
COMMITMENTS = re.compile(
    r"\b(?:commitments?|undertakings?|promises?|pledges?|responsibilit(?:y|ies)|obligations?|ymrwymiad(?:au)?)\b",
    re.IGNORECASE,
)
DISPUTES = re.compile(
    r"\b(?:disputes?|conflicts? resolution|disagreements?|complaints|breach(?:es)?|conflict)\b", re.IGNORECASE
)
CODES = re.compile(r"\bcodes?\b", re.IGNORECASE)
CODE_NAME = re.compile(r"\bcode(?: of (?:good )?practice)?[.;,]?$", re.IGNORECASE)
OUTER = re.compile(
    r"^(?:foreword|preface|introduction|summary|glossary|definitions?|append(?:ix|ices)|annex(?:es)?|schedules?"
    r"|signator(?:y|ies)|contacts?|references|further information|acknowledgements?"
    r"|part (?:\d{1,2}|one|two|three|[a-f])"
    r"|rhagair|cyflwyniad|geirfa|atodiad(?:au)?)\b",
    re.IGNORECASE,
)
CONTENTS = re.compile(r"^(?:table of )?(?:contents|cynnwys)$", re.IGNORECASE)

TERM = re.compile(
    r"^(?:key )?(?:terms?|words?|phrases?|names?|expressions?|abbreviations?|term diffiniedig)\b", re.IGNORECASE
)
CRUMB = re.compile(r"^(?:yes|no|or|and|(?:not |un)?resolved|(?:is it )?settled)\s*\??$", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"^\W*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
PAGE_MENTION = re.compile(r"\b(?:on|see|at) page \d{1,4}\b", re.IGNORECASE)
LINE_TO_FILL = re.compile(r"_{4,}|\.{6,}|…{3,}")
IMAGE = re.compile(r"^!\[[^\]]{0,300}\]\([^)]{0,500}\)$")

NUMBERED = re.compile(r"^(?:\\?\(?)(\d{1,3}(?:\.\d{1,3}){0,3})(\\?[.):]|\s*[-–—])?\s+(\S.*)$", re.DOTALL)
LEAD_IN = re.compile(
    r"^(?:\*\*|__)(?P<term>[^*\n]{1,120}?)(?P<inner>[:.]?)(?:\*\*|__)(?P<outer>\s*:|\s+[-–—](?=\s))?\s*(?P<rest>.*)$",
    re.DOTALL,
)
BROKEN_LEAD_IN = re.compile(r"^(?P<term>[A-Z][^*\n:]{1,80})(?P<inner>:)\*\*(?P<outer>)\s*(?P<rest>.*)$", re.DOTALL)
PLAIN_TERM = re.compile(
    r"^(?P<term>['‘“\"]?[A-Z][^.:;\n]{0,80}?)(?:(?P<outer>:|\s+[-–—](?=\s))|(?=\s+means?\b))\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
ABBREVIATION = re.compile(r"^(\([^()\n]{1,40}\))\s*")


def owed_by(words: str) -> str:
    """Return the OwedBy value for the sector that these words name as promising, or "" when they name none.

    Where both are named, "the council and voluntary groups" means both, and "the council's duties to
    voluntary groups" the first.
    """
    statutory, voluntary = STATUTORY.search(words), VOLUNTARY.search(words)
    if statutory and voluntary:
        first, second = sorted((statutory, voluntary), key=lambda found: found.start())
        between = words[first.end() : second.start()]
        if len(between) < 60 and JOINED.search(between):
            return OwedBy.BOTH
        return OwedBy.STATUTORY if first is statutory else OwedBy.VCS
    if statutory:
        return OwedBy.STATUTORY
    if voluntary:
        return OwedBy.VCS
    return OwedBy.BOTH if JOINT.search(words) else ""


def promise(sentence: str) -> tuple[bool, str]:
    """Say whether a sentence promises something ("The council will:"), and who does ("" when unclear)."""
    found = PROMISE.search(sentence)
    if not found:
        return False, ""
    subject = sentence[: found.start()].strip()
    who = owed_by(subject or sentence)
    if not who and NOT_A_PARTY.search(subject):
        return False, ""
    return True, who


def last_sentence(paragraph: str) -> str:
    """Return the end of a paragraph that introduces a list, at most 200 characters."""
    tail = " ".join(paragraph[-200:].split())
    return tail[tail.rfind(". ") + 1 :].strip(" *_")


def looks_like_a_heading(line: str) -> bool:
    """Say whether a line standing alone reads like a heading, in a text that marks none."""
    line = line.strip(" *_")
    if "\n" in line or not 2 <= len(line) <= 80 or len(line.split()) > 12:
        return False
    if line[-1] in ".,;:" or "://" in line or "www." in line or "@" in line or line[0] in "-•*|>":
        return False
    return (line[0].isupper() or line[0].isdigit() or line[0] in "'‘“\"") and any(letter.isalpha() for letter in line)


def is_strapline(paragraph: str) -> bool:
    """Say whether a paragraph is a logo and its motto: bold words, then a few that are no sentence."""
    lines = [line.strip() for line in paragraph.split("\n")]
    if not 2 <= len(lines) <= 3 or any(len(line.split()) > 7 or line[-1:] in ".,;:?!" for line in lines):
        return False
    bold = lines[0]
    return bold[:2] == "**" == bold[-2:] and len(bold.split()) <= 3 and not any("**" in line for line in lines[1:])
