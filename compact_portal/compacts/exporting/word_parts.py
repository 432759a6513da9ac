"""The parts of a Word document that are the same for every edition: styles, lists, settings (ECMA-376, part 1)."""

from typing import NamedTuple

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OWN = "urn:compact-portal:edition"  # The namespace of the part that carries the edition as JSON.
PROPERTY = "CompactPortalEdition"  # The custom property that the portal's own documents are known by.
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DEEPEST_HEADING = 9
BULLETS, NUMBERS = 1, 2

#: The style of the paragraph that a clause begins with, where that is no heading: by kind and who owes it.
TYPE_STYLES = {
    "section": "Clause section",
    "text": "Clause text",
    "definition": "Clause definition",
    "principle": "Clause principle",
    "commitment statutory": "Clause commitment statutory",
    "commitment vcs": "Clause commitment VCS",
    "commitment both": "Clause commitment both sectors",
}
NUMBER_STYLE = "Clause number"
BODY = "Body Text"
BODY_STYLES = {"p": BODY, "h": "Body heading", "quote": "Quote", "code": "Code", "rule": "Rule"}
SKIPPED = ("Title", "Subtitle", "Edition note", "TOC Heading")  # What stands before the first clause, and is our own.


def list_style(kind: str, depth: int, *, ordered: bool) -> str:
    """The built-in style of a point of a list, or of a further paragraph of one."""
    name = "List Continue" if kind == "more" else "List Number" if ordered else "List Bullet"
    return name if depth < 2 else f"{name} {depth}"


class Style(NamedTuple):
    """A paragraph style: its name, what it is based on, and its properties as XML."""

    name: str
    based_on: str = "Normal"
    paragraph: str = ""
    words: str = ""
    following: str = ""


def style_id(name: str) -> str:
    """The key of a style in the file."""
    return "".join(part[:1].upper() + part[1:] for part in name.split())


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _look(size: int, *, bold: bool = False, colour: str = "") -> str:
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _indent(left: int, hanging: int = 0) -> str:
    return f'<w:ind w:left="{left}"' + (f' w:hanging="{hanging}"' if hanging else "") + "/>"


def _bar(colour: str) -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{colour}"/></w:pBdr>'


OF_OUR_OWN = ' w:customStyle="1"'
BLUE, GREY = "1D4F73", "484949"
TAB = '<w:tabs><w:tab w:val="left" w:pos="851"/></w:tabs>'
STYLES = [
    Style("Title", paragraph=_space(0, 120), words=_look(56, bold=True, colour=BLUE), following="Subtitle"),
    Style("Subtitle", paragraph=_space(0, 240), words=_look(28, colour=GREY), following=BODY),
    Style("Edition note", paragraph=_space(0, 240), words=_look(20, colour=GREY)),
    Style("TOC Heading", paragraph=f"<w:keepNext/>{_space(240, 120)}", words=_look(32, bold=True, colour=BLUE)),
    Style("toc 1", paragraph=_space(60, 60)),
    Style("toc 2", paragraph=f"{_space(0, 60)}{_indent(426)}"),
    *(
        Style(
            f"heading {level}",
            paragraph=f"<w:keepNext/><w:keepLines/>{_space(max(240, 480 - 80 * level), 120)}"
            f'<w:outlineLvl w:val="{level - 1}"/>',
            words=_look(max(24, 40 - 4 * level), bold=True, colour=BLUE),
            following=BODY,
        )
        for level in range(1, DEEPEST_HEADING + 1)
    ),
    Style(BODY, paragraph=_space(0, 160)),
    Style("Clause section", BODY, TAB),
    Style("Clause text", BODY, TAB),
    Style(
        "Clause definition", paragraph=f"<w:keepNext/>{TAB}{_space(160, 40)}", words="<w:b/><w:bCs/>", following=BODY
    ),
    *(
        Style(
            TYPE_STYLES[key],
            paragraph=f"<w:keepNext/>{_bar(colour)}{TAB}{_space(200, 60)}",
            words=_look(20, bold=True, colour=colour),
            following=BODY,
        )
        for key, colour in (
            ("principle", GREY),
            ("commitment statutory", "16538A"),
            ("commitment vcs", "54319F"),
            ("commitment both", "0E6B63"),
        )
    ),
    Style("Body heading", BODY, "<w:keepNext/>", "<w:b/><w:bCs/>", BODY),
    Style("Quote", BODY, _indent(567), "<w:i/><w:iCs/>"),
    Style("Code", BODY, _indent(284), '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'),
    Style("Rule", BODY, '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="484949"/></w:pBdr>'),
    Style("Table text", paragraph=_space(40, 40)),
    *(
        Style(list_style(kind, depth, ordered=ordered), BODY, f"{_space(0, 80)}{_indent(425 * depth, hanging)}")
        for kind, ordered, hanging in (("li", False, 425), ("li", True, 425), ("more", False, 0))
        for depth in (1, 2, 3)
    ),
    Style("footer", paragraph='<w:tabs><w:tab w:val="right" w:pos="9026"/></w:tabs>', words=_look(18, colour=GREY)),
]


def styles() -> str:
    """`word/styles.xml`."""
    rest = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style_id(one.name)}"'
        f"{'' if one.name[0].islower() or one.name in BUILT_IN else OF_OUR_OWN}>"
        f'<w:name w:val="{one.name}"/><w:basedOn w:val="{style_id(one.based_on)}"/>'
        + (f'<w:next w:val="{style_id(one.following)}"/>' if one.following else "")
        + f"<w:qFormat/><w:pPr>{one.paragraph}</w:pPr><w:rPr>{one.words}</w:rPr></w:style>"
        for one in STYLES
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
        '<w:sz w:val="24"/><w:szCs w:val="24"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
        f"{rest}"
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style_id(NUMBER_STYLE)}">'
        f'<w:name w:val="{NUMBER_STYLE}"/>'
        "<w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:rPr><w:color w:val="{BLUE}"/><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="CodeWords"><w:name w:val="Code words"/>'
        '<w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/></w:rPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr>'
        "<w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A9299"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


BUILT_IN = {"Title", "Subtitle", "TOC Heading", BODY, "Quote"} | {
    list_style(kind, depth, ordered=ordered)
    for kind, ordered in (("li", False), ("li", True), ("more", False))
    for depth in (1, 2, 3)
}


def numbering(lists: int) -> str:
    """`word/numbering.xml`, with one list of points and so many numbered lists, each of which begins anew."""
    bullet = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
        '<w:lvlJc w:val="left"/>'
        f"<w:pPr>{_indent(425 * (level + 1), 425)}</w:pPr></w:lvl>"
        for level in range(3)
    )
    formats = ("decimal", "lowerLetter", "lowerRoman")
    number = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{formats[level]}"/>'
        f'<w:lvlText w:val="%{level + 1}."/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{_indent(425 * (level + 1), 425)}</w:pPr></w:lvl>'
        for level in range(3)
    )
    restarts = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(3)
    )
    levels = {BULLETS: bullet, NUMBERS: number}
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="hybridMultilevel"/>{inside}</w:abstractNum>'
        for key, inside in levels.items()
    )
    numbered = "".join(
        f'<w:num w:numId="{count + 2}"><w:abstractNumId w:val="{NUMBERS}"/>{restarts}</w:num>' for count in range(lists)
    )
    points = f'<w:num w:numId="1"><w:abstractNumId w:val="{BULLETS}"/></w:num>'
    return f'{HEAD}<w:numbering xmlns:w="{W}">{abstract}{points}{numbered}</w:numbering>'


SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-GB"/></w:settings>'
)

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for part, kind in (
            ("word/document.xml", "officedocument.wordprocessingml.document.main"),
            ("word/styles.xml", "officedocument.wordprocessingml.styles"),
            ("word/numbering.xml", "officedocument.wordprocessingml.numbering"),
            ("word/settings.xml", "officedocument.wordprocessingml.settings"),
            ("word/footer1.xml", "officedocument.wordprocessingml.footer"),
            ("docProps/core.xml", "package.core-properties"),
            ("docProps/app.xml", "officedocument.extended-properties"),
            ("docProps/custom.xml", "officedocument.custom-properties"),
            ("customXml/itemProps1.xml", "officedocument.customXmlProperties"),
        )
    )
    + "</Types>"
)


def relations(*named: tuple[str, str, str], outside: tuple[str, ...] = ()) -> str:
    """A part of relations: key, kind and target of each; `outside`: addresses, with the keys link1, link2…"""
    inside = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in named)
    links = "".join(
        f'<Relationship Id="link{count}" Type="{KIND}/hyperlink" Target="{target}" TargetMode="External"/>'
        for count, target in enumerate(outside, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}{links}</Relationships>'


PARTS = relations(
    ("rId1", f"{KIND}/officeDocument", "word/document.xml"),
    ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rId3", f"{KIND}/extended-properties", "docProps/app.xml"),
    ("rId4", f"{KIND}/custom-properties", "docProps/custom.xml"),
)
DOCUMENT_PARTS = (
    ("rId1", f"{KIND}/styles", "styles.xml"),
    ("rId2", f"{KIND}/numbering", "numbering.xml"),
    ("rId3", f"{KIND}/settings", "settings.xml"),
    ("rId4", f"{KIND}/footer", "footer1.xml"),
    ("rId5", f"{KIND}/customXml", "../customXml/item1.xml"),
)
OWN_PARTS = relations(("rId1", f"{KIND}/customXmlProps", "itemProps1.xml"))
OWN_PROPERTIES = (
    f'{HEAD}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    'ds:itemID="{6B3C1A52-6B0E-4E0D-9C59-1B8C0F7C2E01}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{OWN}"/></ds:schemaRefs></ds:datastoreItem>'
)
APP = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Compact Portal</Application></Properties>"
)
