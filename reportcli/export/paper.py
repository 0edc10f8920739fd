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
PAGE_SIZE = 210, 297
# Millimetres, as GB/T 9704 has them for official documents.
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
# Millimetres, of a page that lies across for a wide table.
ACROSS_MARGINS = {"top": 28, "bottom": 26, "left": 25, "right": 25}
WIDTH = PAGE_SIZE[0] - MARGINS["left"] - MARGINS["right"]
WIDTH_ACROSS = PAGE_SIZE[1] - ACROSS_MARGINS["left"] - ACROSS_MARGINS["right"]
TO_HEADER, TO_FOOTER, TO_FOOTER_ACROSS = 15, 22, 14  # millimetres from the edge of the paper
LINE = 28.9  # points: 22 lines fill a page
CELL_MARGIN = 40  # twips
LONGEST_PROPERTY = 255  # characters, what Word takes

# The parts of the library's template that are kept: the package's, and the document's.
KEPT = ("officeDocument", "core-properties"), ("styles", "settings", "fontTable", "theme")


class ParagraphLook(NamedTuple):
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
PARAGRAPH_LOOKS: Mapping[str, ParagraphLook] = {
    look.name: look
    for look in (
        ParagraphLook("Normal"),
        ParagraphLook("Title", "title", 22, line=36, align="center", after=LINE, keep=True),
        ParagraphLook("heading 1", "heading", align="left", first=2, keep=True, level=0),
        ParagraphLook("heading 2", "subheading", align="left", first=2, keep=True, level=1),
        ParagraphLook("heading 3", align="left", first=2, bold=True, keep=True, level=2),
        ParagraphLook("heading 4", align="left", first=2, keep=True, level=3),
        ParagraphLook("Body Text", first=2),
        ParagraphLook("Unjustified Text", first=2, align="left"),
        ParagraphLook("List Paragraph", first=2),
        ParagraphLook("List 2", first=2, left=2),
        ParagraphLook("List 3", first=2, left=4),
        ParagraphLook("Signature", align="right", right=4, before=2 * LINE, keep=True),
        ParagraphLook("Date", align="right", right=4),
        ParagraphLook("header", "heading", 16, line=20, align="right"),
        ParagraphLook("footer", "table", 14, line=18),
        ParagraphLook("Table Text", "table", 10.5, line=14, align="center"),
        ParagraphLook("Table Head", "table", 10.5, line=14, align="center", bold=True),
        ParagraphLook("Table Total", "table", 10.5, line=14, align="center", bold=True),
        ParagraphLook("Table Label", "table", 10.5, line=14, align="left"),
        ParagraphLook("Small Table Text", "table", 9, line=11.5, align="center"),
        # Indented a little, so that words of two characters break between the words.
        ParagraphLook(
            "Small Table Head",
            "table",
            9,
            line=11.5,
            align="center",
            bold=True,
            left=0.1,
            right=0.1,
        ),
        ParagraphLook("Small Table Total", "table", 9, line=11.5, align="center", bold=True),
        ParagraphLook("Small Table Label", "table", 9, line=11.5, align="left"),
        ParagraphLook("Table End", "table", 4, line=8),
    )
}
STYLES_OF_RUNS = {"strong": "Strong", "emphasis": "Emphasis"}


def word_element(tag: str, *children: Any, **attributes: object) -> Any:
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
    section.page_width, section.page_height = map(Mm, reversed(PAGE_SIZE) if across else PAGE_SIZE)
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
    kept = [word_element("keepNext")] if keep else []
    return word_element(
        "p", word_element("pPr", word_element("pStyle", val=PARAGRAPH_LOOKS[look].id), *kept), *runs
    )


def text_run(text: str, fonts: Fonts, look: str, style: str = "plain") -> Any:
    """Text in the font of its paragraph, in one of the styles of prose; a gap so that nobody
    overlooks it.

    The `hint` makes quotation marks and dashes, which Chinese and Latin share, Chinese ones.
    """
    font = fonts.subheading if style == "emphasis" else getattr(fonts, PARAGRAPH_LOOKS[look].font)
    name = [word_element("rStyle", val=STYLES_OF_RUNS[style])] if style in STYLES_OF_RUNS else []
    mark = [word_element("highlight", val="yellow")] if style == "gap" else []
    properties = word_element("rPr", *name, run_fonts(fonts, font, hint="eastAsia"), *mark)
    if text == "\n":
        return word_element("r", properties, word_element("br"))
    words = word_element("t")
    words.text = clean(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return word_element("r", properties, words)


def page_number(fonts: Fonts, look: str) -> Iterator[Any]:
    """The runs of a field that shows the number of its page."""
    name = word_element("instrText")
    name.text = "PAGE"
    for inner in (
        word_element("fldChar", fldCharType="begin"),
        name,
        word_element("fldChar", fldCharType="separate"),
        None,
        word_element("fldChar", fldCharType="end"),
    ):
        run = text_run("1", fonts, look)
        if inner is not None:
            run[-1] = inner
        yield run


# ---- styles


def run_fonts(fonts: Fonts, font: tuple[str, ...], **hint: str) -> Any:
    """Chinese in the first font of a list, all else in the Latin one."""
    latin = clean(fonts.latin)
    return word_element(
        "rFonts", **hint, ascii=latin, hAnsi=latin, eastAsia=clean(font[0]), cs=latin
    )


def defaults(fonts: Fonts) -> Any:
    """What holds where no style says otherwise: font, size, language.

    Were digits Chinese too, they would be broken over lines like Chinese.
    """
    tongue = word_element("lang", val="en-US", eastAsia="zh-CN")
    letters = word_element(
        "rPr", run_fonts(fonts, fonts.body), *letter_size(PARAGRAPH_LOOKS["Normal"].size), tongue
    )
    return word_element(
        "docDefaults", word_element("rPrDefault", letters), word_element("pPrDefault")
    )


def styles(fonts: Fonts) -> Iterator[Any]:
    """Every style: those of paragraphs, of emphasised runs, and of the tables."""
    yield from (paragraph_style(look, fonts) for look in PARAGRAPH_LOOKS.values())
    usual = new_style("character", "Default Paragraph Font")
    usual.set(qn("w:default"), "1")
    yield usual
    yield new_style(
        "character", "Strong", word_element("rPr", word_element("b"), word_element("bCs"))
    )
    yield new_style(
        "character", "Emphasis", word_element("rPr", run_fonts(fonts, fonts.subheading))
    )
    sides = ("top", "left", "bottom", "right")
    margins = word_element(
        "tblCellMar", *(word_element(side, w=CELL_MARGIN, type="dxa") for side in sides)
    )
    plain = new_style("table", "Normal Table", word_element("tblPr", margins))
    plain.set(qn("w:default"), "1")
    yield plain
    lines = [
        word_element(side, val="single", sz=4, space=0, color="000000")
        for side in (*sides, "insideH", "insideV")
    ]
    borders = word_element("tblPr", word_element("tblBorders", *lines))
    yield new_style("table", "Table Grid", word_element("basedOn", val="NormalTable"), borders)


def new_style(kind: str, name: str, *children: Any) -> Any:
    """One style; its id is its name without spaces."""
    return word_element(
        "style", word_element("name", val=name), *children, type=kind, styleId=name.replace(" ", "")
    )


def paragraph_style(look: ParagraphLook, fonts: Fonts) -> Any:
    """The style that gives paragraphs a look."""
    is_base = look.name == "Normal"
    made = new_style(
        "paragraph",
        look.name,
        *([] if is_base else [word_element("basedOn", val="Normal")]),
        *([word_element("next", val="BodyText")] if look.level is not None else []),
        word_element("qFormat"),
        word_element("pPr", *paragraph_layout(look)),
        word_element("rPr", *letters_of(look, fonts)),
    )
    made.set(qn("w:styleId"), look.id)
    if is_base:
        made.set(qn("w:default"), "1")
    return made


def paragraph_layout(look: ParagraphLook) -> Iterator[Any]:
    """The properties of paragraphs, in the order that the schema wants (ECMA-376, 17.3.1.26)."""
    if look.keep:
        yield word_element("keepNext")
    yield word_element(
        "spacing",
        before=twips(look.before),
        after=twips(look.after),
        line=twips(look.line),
        lineRule="exact",
    )
    if indents := indents_of(look):
        yield word_element("ind", **indents)
    yield word_element("jc", val=look.align)
    if look.level is not None:
        yield word_element("outlineLvl", val=look.level)


def indents_of(look: ParagraphLook) -> dict[str, int]:
    """The indents in hundredths of a character, and for programs that count in none in twips."""
    indents = {}
    for name, characters in (("left", look.left), ("right", look.right), ("firstLine", look.first)):
        if characters:
            indents[f"{name}Chars"] = round(characters * 100)
            indents[name] = twips(characters * look.size)
    return indents


def letters_of(look: ParagraphLook, fonts: Fonts) -> Iterator[Any]:
    """The properties of the letters of paragraphs."""
    yield run_fonts(fonts, getattr(fonts, look.font))
    if look.bold:
        yield word_element("b")
        yield word_element("bCs")
    yield from letter_size(look.size)


def letter_size(points: float) -> Iterator[Any]:
    """The size of letters, which Word measures in halves of a point."""
    yield word_element("sz", val=round(2 * points))
    yield word_element("szCs", val=round(2 * points))


def font_table(fonts: Fonts) -> Any:
    """The fonts by name, each with those that stand in for it where it is missing."""
    latin = word_element(
        "font", word_element("charset", val="00"), word_element("family", val="roman")
    )
    latin.set(qn("w:name"), clean(fonts.latin))
    table = word_element("fonts", latin)
    lists = {names[0]: names[1:] for names in asdict(fonts).values() if isinstance(names, tuple)}
    for name, others in lists.items():
        family = "swiss" if name == fonts.heading[0] else "roman"
        font = word_element(
            "font",
            word_element("charset", val="86"),
            word_element("family", val=family),
            name=clean(name),
        )
        if others:
            font.insert(0, word_element("altName", val=clean(",".join(others))))
        table.append(font)
    return table


def settings() -> Iterator[Any]:
    """What Word is to know of the whole document: page numbers stand on the outer side of each
    page."""
    yield word_element("zoom", percent=100)
    yield word_element("defaultTabStop", val=420)
    yield word_element("evenAndOddHeaders")
    yield word_element("characterSpacingControl", val="compressPunctuation")
    uri = "http://schemas.microsoft.com/office/word"
    yield word_element(
        "compat", word_element("compatSetting", name="compatibilityMode", uri=uri, val=15)
    )
    yield word_element("themeFontLang", val="en-US", eastAsia="zh-CN")
    yield word_element("decimalSymbol", val=".")
    yield word_element("listSeparator", val=",")


def twips(points: float) -> int:
    """Twentieths of a point, in which Word measures."""
    return round(points * 20)
