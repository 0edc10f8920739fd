"""The blank sheet of a Word report: page, styles and fonts of official documents (GB/T 9704-2012),
the pieces it is written with, and a way to save that gives the same bytes at each run.

It knows neither reports nor tables. Looks belong to named styles, so that an office restyles a
report as it restyles any document; only fonts stand at the runs too, because a reader that does not
know a Chinese font of a style takes a Latin one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import IO, Any, NamedTuple

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from msgspec.structs import asdict

from reportcli.export.archive import MOMENT, copy_still
from reportcli.export.element import clean
from reportcli.settings import Fonts

# GB/T 9704-2012, 5.2: A4 with a text of 156 × 225 mm.
PAGE = 210, 297
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
ACROSS_MARGINS = {"top": 28, "bottom": 26, "left": 25, "right": 25}
WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
WIDTH_ACROSS = PAGE[1] - ACROSS_MARGINS["left"] - ACROSS_MARGINS["right"]
TO_HEADER, TO_FOOTER, TO_FOOTER_ACROSS = 15, 22, 14
LINE = 28.9  # points: 22 lines fill a page
CELL_MARGIN = 40  # twips
LONGEST_PROPERTY = 255  # characters, what Word takes

# The parts of the library's template that are kept: the package's, and the document's.
KEPT = ("officeDocument", "core-properties"), ("styles", "settings", "fontTable", "theme")


class Look(NamedTuple):
    """How the paragraphs of a style look; sizes and spaces in points, indents in characters.

    `font` is one of the settings' fonts, `level` what the style is in the outline of the document.
    """

    name: str
    font: str = "body"
    size: float = 16
    line: float = LINE
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    bold: bool = False
    keep: bool = False
    level: int | None = None

    @property
    def id(self) -> str:
        """The name by which paragraphs take the style."""
        return "".join(word[0].upper() + word[1:] for word in self.name.split())


# The names are Word's own where it has one, so that its navigation and its menus know them.
LOOKS: Mapping[str, Look] = {
    look.name: look
    for look in (
        Look("Normal"),
        Look("Title", "title", 22, line=36, align="center", after=LINE, keep=True),
        Look("heading 1", "heading", align="left", first=2, keep=True, level=0),
        Look("heading 2", "subheading", align="left", first=2, keep=True, level=1),
        Look("heading 3", align="left", first=2, bold=True, keep=True, level=2),
        Look("heading 4", align="left", first=2, keep=True, level=3),
        Look("Body Text", first=2),
        Look("Unjustified Text", first=2, align="left"),
        Look("List Paragraph", first=2),
        Look("List 2", first=2, left=2),
        Look("List 3", first=2, left=4),
        Look("Signature", align="right", right=4, before=2 * LINE, keep=True),
        Look("Date", align="right", right=4),
        Look("header", "heading", 16, line=20, align="right"),
        Look("footer", "table", 14, line=18),
        Look("Table Text", "table", 10.5, line=14, align="center"),
        Look("Table Head", "table", 10.5, line=14, align="center", bold=True),
        Look("Table Total", "table", 10.5, line=14, align="center", bold=True),
        Look("Table Label", "table", 10.5, line=14, align="left"),
        Look("Small Table Text", "table", 9, line=11.5, align="center"),
        # Indented a little, so that words of two characters break between the words.
        Look(
            "Small Table Head",
            "table",
            9,
            line=11.5,
            align="center",
            bold=True,
            left=0.1,
            right=0.1,
        ),
        Look("Small Table Total", "table", 9, line=11.5, align="center", bold=True),
        Look("Small Table Label", "table", 9, line=11.5, align="left"),
        Look("Table End", "table", 4, line=8),
    )
}
STYLES_OF_RUNS = {"strong": "Strong", "emphasis": "Emphasis"}


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element of WordprocessingML with its attributes, which are of the same name space."""
    made = OxmlElement(
        f"w:{tag}", {qn(f"w:{name}"): str(value) for name, value in attributes.items()}
    )
    made.extend(children)
    return made


def new_paper(fonts: Fonts, *, across: bool) -> Any:
    """An empty document in the fonts of the office, without what the library's own template
    says."""
    paper = docx.Document()
    for rels, kept in zip((paper.part.package.rels, paper.part.rels), KEPT, strict=True):
        for key, relation in list(rels.items()):
            kind = relation.reltype.rpartition("/")[2]
            if kind not in kept:
                del rels[key]
            elif kind == "fontTable":
                relation.target_part._blob = serialize_part_xml(font_table(fonts))
    paper.styles.element[:] = [defaults(fonts), *styles(fonts)]
    paper.settings.element[:] = settings()
    turn(paper.sections[0], across=across)
    return paper


def turn(section: Any, *, across: bool) -> None:
    """Lay the pages of a section upright or across."""
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = map(Mm, reversed(PAGE) if across else PAGE)
    for side, margin in (ACROSS_MARGINS if across else MARGINS).items():
        setattr(section, f"{side}_margin", Mm(margin))
    section.header_distance = Mm(TO_HEADER)
    section.footer_distance = Mm(TO_FOOTER_ACROSS if across else TO_FOOTER)


def describe(paper: Any, title: str, author: str) -> None:
    """The properties of the file: what it is and whose, and no person, program or time."""
    properties = paper.core_properties
    for name in ("title", "author", "language", "comments", "last_modified_by"):
        setattr(properties, name, "")
    properties.title = clean(title)[:LONGEST_PROPERTY]
    properties.author = clean(author)[:LONGEST_PROPERTY]
    properties.language = "zh-CN"
    properties.created = properties.modified = MOMENT


def save_paper(paper: Any, target: IO[bytes]) -> None:
    """The document, written to an open file."""
    timed = io.BytesIO()
    paper.save(timed)
    copy_still(timed, target)


# ---- pieces


def paragraph(look: str, *runs: Any, keep: bool = False) -> Any:
    """A paragraph of a style; `keep` it on the page of the next."""
    kept = [element("keepNext")] if keep else []
    return element("p", element("pPr", element("pStyle", val=LOOKS[look].id), *kept), *runs)


def text_run(text: str, fonts: Fonts, look: str, style: str = "plain") -> Any:
    """Text in the font of its paragraph, in one of the styles of prose; a gap so that nobody
    overlooks it.

    The `hint` makes quotation marks and dashes, which Chinese and Latin share, Chinese ones.
    """
    font = fonts.subheading if style == "emphasis" else getattr(fonts, LOOKS[look].font)
    name = [element("rStyle", val=STYLES_OF_RUNS[style])] if style in STYLES_OF_RUNS else []
    mark = [element("highlight", val="yellow")] if style == "gap" else []
    properties = element("rPr", *name, run_fonts(fonts, font, hint="eastAsia"), *mark)
    if text == "\n":
        return element("r", properties, element("br"))
    words = element("t")
    words.text = clean(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element("r", properties, words)


def page_number(fonts: Fonts, look: str) -> Iterator[Any]:
    """The runs of a field that shows the number of its page."""
    name = element("instrText")
    name.text = "PAGE"
    for inner in (
        element("fldChar", fldCharType="begin"),
        name,
        element("fldChar", fldCharType="separate"),
        None,
        element("fldChar", fldCharType="end"),
    ):
        run = text_run("1", fonts, look)
        if inner is not None:
            run[-1] = inner
        yield run


# ---- styles


def run_fonts(fonts: Fonts, font: tuple[str, ...], **hint: str) -> Any:
    """Chinese in the first font of a list, all else in the Latin one."""
    latin = clean(fonts.latin)
    return element("rFonts", **hint, ascii=latin, hAnsi=latin, eastAsia=clean(font[0]), cs=latin)


def defaults(fonts: Fonts) -> Any:
    """What holds where no style says otherwise: font, size, language.

    Were digits Chinese too, they would be broken over lines like Chinese.
    """
    tongue = element("lang", val="en-US", eastAsia="zh-CN")
    letters = element(
        "rPr", run_fonts(fonts, fonts.body), *letter_size(LOOKS["Normal"].size), tongue
    )
    return element("docDefaults", element("rPrDefault", letters), element("pPrDefault"))


def styles(fonts: Fonts) -> Iterator[Any]:
    """Every style: those of paragraphs, of emphasised runs, and of the tables."""
    yield from (paragraph_style(look, fonts) for look in LOOKS.values())
    usual = style("character", "Default Paragraph Font")
    usual.set(qn("w:default"), "1")
    yield usual
    yield style("character", "Strong", element("rPr", element("b"), element("bCs")))
    yield style("character", "Emphasis", element("rPr", run_fonts(fonts, fonts.subheading)))
    sides = ("top", "left", "bottom", "right")
    margins = element("tblCellMar", *(element(side, w=CELL_MARGIN, type="dxa") for side in sides))
    plain = style("table", "Normal Table", element("tblPr", margins))
    plain.set(qn("w:default"), "1")
    yield plain
    lines = [
        element(side, val="single", sz=4, space=0, color="000000")
        for side in (*sides, "insideH", "insideV")
    ]
    borders = element("tblPr", element("tblBorders", *lines))
    yield style("table", "Table Grid", element("basedOn", val="NormalTable"), borders)


def style(kind: str, name: str, *children: Any) -> Any:
    """One style; its id is its name without spaces."""
    return element(
        "style", element("name", val=name), *children, type=kind, styleId=name.replace(" ", "")
    )


def paragraph_style(look: Look, fonts: Fonts) -> Any:
    """The style that gives paragraphs a look."""
    indents = {
        side: points
        for name, characters in (
            ("left", look.left),
            ("right", look.right),
            ("firstLine", look.first),
        )
        for side, points in (
            (f"{name}Chars", round(characters * 100)),
            (name, twips(characters * look.size)),
        )
        if characters
    }
    layout = [
        *([element("keepNext")] if look.keep else []),
        element(
            "spacing",
            before=twips(look.before),
            after=twips(look.after),
            line=twips(look.line),
            lineRule="exact",
        ),
        *([element("ind", **indents)] if indents else []),
        element("jc", val=look.align),
        *([element("outlineLvl", val=look.level)] if look.level is not None else []),
    ]
    letters = [
        run_fonts(fonts, getattr(fonts, look.font)),
        *([element("b"), element("bCs")] if look.bold else []),
        *letter_size(look.size),
    ]
    is_base = look.name == "Normal"
    made = style(
        "paragraph",
        look.name,
        *([] if is_base else [element("basedOn", val="Normal")]),
        *([element("next", val="BodyText")] if look.level is not None else []),
        element("qFormat"),
        element("pPr", *layout),
        element("rPr", *letters),
    )
    made.set(qn("w:styleId"), look.id)
    if is_base:
        made.set(qn("w:default"), "1")
    return made


def letter_size(points: float) -> Iterator[Any]:
    """The size of letters, which Word measures in halves of a point."""
    yield element("sz", val=round(2 * points))
    yield element("szCs", val=round(2 * points))


def font_table(fonts: Fonts) -> Any:
    """The fonts by name, each with those that stand in for it where it is missing."""
    latin = element("font", element("charset", val="00"), element("family", val="roman"))
    latin.set(qn("w:name"), clean(fonts.latin))
    table = element("fonts", latin)
    lists = {names[0]: names[1:] for names in asdict(fonts).values() if isinstance(names, tuple)}
    for name, others in lists.items():
        family = "swiss" if name == fonts.heading[0] else "roman"
        font = element(
            "font", element("charset", val="86"), element("family", val=family), name=clean(name)
        )
        if others:
            font.insert(0, element("altName", val=clean(",".join(others))))
        table.append(font)
    return table


def settings() -> Iterator[Any]:
    """What Word is to know of the whole document: page numbers stand on the outer side of each
    page."""
    yield element("zoom", percent=100)
    yield element("defaultTabStop", val=420)
    yield element("evenAndOddHeaders")
    yield element("characterSpacingControl", val="compressPunctuation")
    uri = "http://schemas.microsoft.com/office/word"
    yield element("compat", element("compatSetting", name="compatibilityMode", uri=uri, val=15))
    yield element("themeFontLang", val="en-US", eastAsia="zh-CN")
    yield element("decimalSymbol", val=".")
    yield element("listSeparator", val=",")


def twips(points: float) -> int:
    """Twentieths of a point, in which Word measures."""
    return round(points * 20)
