"""An empty log as an Excel workbook, made so that what is filled in can be counted.

Sheet 台账 has the usual heading of each field, drop-downs and checked dates; 填写说明 tells of each
column what to enter; 选项 holds lists too long for a rule of their own. What a column is stands in
`fields/*.toml`, and what may be chosen mostly in the form, so that a new edition needs no new code.
Same kind, edition and language, same bytes. Not for filled workbooks (`xlsx.py`); it is written
through XlsxWriter, which loads in a quarter of the time of openpyxl and numpy, to be there at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import IO, Any, Literal, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reportcli.export.archive import MOMENT
from reportcli.finding import column_letters
from reportcli.law.edition import Edition
from reportcli.words.fields import Field, FieldType, Kind, KindId, log_kinds
from reportcli.words.folding import columns_of_text
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from reportcli.words.numerals import spell
from reportcli.words.values import Choice, choices_of

LOG, GUIDE, OPTIONS = "台账", "填写说明", "选项"
ROWS = 20_000  # how many are checked and offered drop-downs
INLINE = 255  # characters that Excel takes for a list within the rule itself
LATEST = date(2079, 12, 31)  # as in `words/cells.py`: what the drop-down takes is read
# A document in force may be older than any request.
EARLIEST: Mapping[KindId, date] = {
    "requests": date(1990, 1, 1),
    "publications": date(1949, 10, 1),
    "cases": date(1990, 1, 1),
}
MOST = 999_999_999  # no count is greater; a telephone number in the wrong column is
TEXT = 49  # the format of a text among those that every program has
NUMBER_FORMATS: Mapping[FieldType, str | int] = {
    "identifier": TEXT,
    "date": "yyyy-mm-dd",
    "count": "0",
}
# Widths in characters.
TYPE_WIDTHS: Mapping[FieldType, int] = {
    "identifier": 20,
    "date": 12,
    "text": 16,
    "wording": 12,
    "money": 12,
}
FIELD_WIDTHS = {
    "subject": 36,
    "title": 40,
    "ground": 26,
    "topic": 16,
    "url": 30,
    "remarks": 24,
    "respondent": 22,
}
NARROWEST, ARROW = 9, 4  # characters, and room for the arrow of a drop-down
PAGE = 190  # characters on one printed page of the log
GUIDE_COLUMNS = {"column": 18, "need": 20, "enter": 54, "example": 24, "values": 40, "law": 30}
PAGE_NUMBERS = "&C&P / &N"
LINE, SPARE = 15, 6  # points: one line of text, and what a row has around its lines

Need = Literal["needed", "either", "free"]
Look = Mapping[str, object]
A4 = 9
BODY_LOOK: Look = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
TITLE: Look = {**BODY_LOOK, "font_name": "黑体", "font_size": 14}
BOXED: Look = {**BODY_LOOK, "border": 1}
HEAD_LOOK: Look = {**BOXED, "font_name": "黑体", "align": "center"}
SHADED_HEAD: Look = {**HEAD_LOOK, "bold": True, "bg_color": "#F2F2F2"}
HEADS: Mapping[Need, Look] = {
    "needed": {**HEAD_LOOK, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79"},
    "either": {**HEAD_LOOK, "bold": True, "bg_color": "#BDD7EE"},
    "free": {**HEAD_LOOK, "bg_color": "#F2F2F2"},
}


class LogColumn(NamedTuple):
    """One column of the log: its field, what its drop-down offers, and which other columns would do
    too."""

    field: Field
    choices: Sequence[Choice]
    need: Need
    others: Sequence[str]

    @property
    def heading(self) -> str:
        """Its heading in the log; that of an amount says its unit, which is assumed otherwise."""
        return f"{self.field.label}（元）" if self.field.type == "money" else self.field.label

    @property
    def is_long(self) -> bool:
        """Whether its choices need a sheet."""
        return len(",".join(choice.text for choice in self.choices)) > INLINE


def write_template(kind_id: KindId, edition: Edition, voice: Voice, target: IO[bytes]) -> None:
    """The empty log of one kind, written to an open file.

    Headings and drop-downs are Chinese in either language, for they are what is read back; English
    stands beside them in the guide.
    """
    kind = log_kinds()[kind_id]
    columns = [
        LogColumn(field, choices_of(kind_id, field, edition.table(kind_id)), *need_of(kind, field))
        for field in kind.fields
        if field.offered
    ]
    book = TemplateBook(target)
    log, guide = book.sheet(LOG), book.sheet(GUIDE)
    add_guide(guide, kind, edition, columns, voice)
    long = [column for column in columns if column.is_long]
    ranges = add_options(book.sheet(OPTIONS), long, voice) if long else {}
    add_log(log, kind_id, columns, ranges, voice)
    book.close()


class TemplateBook:
    """A workbook that names no person and no time, and its looks, each made once."""

    def __init__(self, target: IO[bytes]) -> None:
        # The font by which column widths are measured.
        default = {"font_name": BODY_LOOK["font_name"], "font_size": BODY_LOOK["font_size"]}
        options = {"in_memory": True, "default_format_properties": default}
        self.book = Workbook(target, options)
        self.book.set_properties({"author": "reportcli", "created": MOMENT})
        self.looks: dict[str, Any] = {}

    def sheet(self, name: str) -> TemplateSheet:
        """A new sheet, one page wide on A4."""
        return TemplateSheet(self, self.book.add_worksheet(name))

    def look(self, look: Look) -> Any:
        """A look as the library keeps it."""
        known = repr(look)
        if known not in self.looks:
            self.looks[known] = self.book.add_format(dict(look))
        return self.looks[known]

    def close(self) -> None:
        self.book.close()


class TemplateSheet:
    """One sheet, filled by rows and columns counted from 1."""

    def __init__(self, book: TemplateBook, sheet: Worksheet) -> None:
        self.book, self.sheet = book, sheet
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()

    def write(self, row: int, column: int, text: str, look: Look) -> None:
        """A cell of text; what is blank stays blank."""
        made = self.book.look(look)
        if text:
            self.sheet.write_string(row - 1, column - 1, text, made)
        else:
            self.sheet.write_blank(row - 1, column - 1, None, made)

    def across(self, row: int, text: str, look: Look, *, height: float = 0) -> None:
        """A text over the whole width of the guide."""
        last = len(GUIDE_COLUMNS) - 1
        self.sheet.merge_range(row - 1, 0, row - 1, last, text, self.book.look(look))
        self.set_height(row, height or height_of([(text, sum(GUIDE_COLUMNS.values()))]))

    def set_height(self, row: int, points: float) -> None:
        self.sheet.set_row(row - 1, points)

    def set_width(self, column: int, width: float, look: Look | None = None) -> None:
        """How wide a column is, and how its blank cells look."""
        made = self.book.look(look) if look else None
        self.sheet.set_column(column - 1, column - 1, width, made)


# --- what the columns are ---


def need_of(kind: Kind, field: Field) -> tuple[Need, list[str]]:
    """Whether a field has to be filled in, and the headings of those that do as well."""
    for group in kind.required:
        if field.id in group:
            others = [kind.field(other).label for other in group if other != field.id]
            return "either" if others else "needed", others
    return "free", []


def articles(basis: str) -> str:
    """The basis of a line as a clerk cites it.

    条例36(四),36(五) is 条例第三十六条第（四）项、第（五）项, and 条例39(1) names a paragraph (款).
    """
    if not basis.startswith("条例"):
        return ""
    cited, _, more = basis.partition("; ")
    words: list[str] = []
    before = ""
    for number, part in re.findall(r"(\d+)(?:\((.)\))?", cited):
        article = f"第{spell(int(number))}条" if number != before else ""
        if part:
            article += f"第{spell(int(part))}款" if part.isascii() else f"第（{part}）项"
        words.append(article)
        before = number
    return "；".join(filter(None, ["条例" + "、".join(words), more]))


# --- the sheets ---


def add_log(
    log: TemplateSheet,
    kind_id: KindId,
    columns: Sequence[LogColumn],
    ranges: Mapping[str, str],
    voice: Voice,
) -> None:
    """The sheet to fill in: headings, and for each column its width, format and rule."""
    sheet = log.sheet
    for number, column in enumerate(columns, start=1):
        field = column.field
        log.write(1, number, column.heading, HEADS[column.need])
        look = {**BODY_LOOK, "num_format": NUMBER_FORMATS.get(field.type, "General")}
        if field.type == "date":
            look["align"] = "center"
        log.set_width(number, column_width(column), look)
        if rule := validation_of(kind_id, column, ranges, voice):
            sheet.data_validation(1, number - 1, ROWS, number - 1, rule)
    sheet.set_default_row(LINE + SPARE)
    log.set_height(1, 2 * LINE)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, ROWS, len(columns) - 1)
    sheet.fit_to_pages(ceil(sum(map(column_width, columns)) / PAGE), 0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    sheet.hide_gridlines(0)  # they are printed too
    sheet.set_footer(PAGE_NUMBERS)


def column_width(column: LogColumn) -> int:
    """Wide enough for the heading with its filter and for every choice, as far as such a cell is
    filled."""
    field = column.field
    texts = [columns_of_text(choice.text) for choice in column.choices]
    usual = (
        FIELD_WIDTHS.get(field.id, TYPE_WIDTHS.get(field.type, 0))
        if not texts
        else max(texts) + ARROW
    )
    return max(usual, columns_of_text(column.heading) + ARROW, NARROWEST)


def validation_of(
    kind_id: KindId, column: LogColumn, ranges: Mapping[str, str], voice: Voice
) -> dict[str, Any] | None:
    """The rule of a column, or none where anything may stand; of an open list entries are only
    offered."""
    field = column.field
    if column.choices:
        inline = [choice.text for choice in column.choices]
        rule: dict[str, Any] = {"validate": "list", "source": ranges.get(field.id, inline)}
        error = voice.both("template", "error-list")
    elif field.type == "date":
        first = EARLIEST[kind_id]
        rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": LATEST}
        error = voice.both("template", "error-date", first=first, last=LATEST)
    elif field.type == "count":
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST}
        error = voice.both("template", "error-count")
    elif field.type == "money":
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
        error = voice.both("template", "error-money")
    else:
        return None
    told = {"show_error": not field.open, "error_title": field.label, "error_message": error}
    return rule | told


def add_guide(
    guide: TemplateSheet,
    kind: Kind,
    edition: Edition,
    columns: Sequence[LogColumn],
    voice: Voice,
) -> None:
    """The sheet to read: whose form it is for, the few rules that matter, and each column in a
    row."""
    guide.sheet.hide_gridlines(2)
    guide.sheet.set_footer(PAGE_NUMBERS)
    for number, width in enumerate(GUIDE_COLUMNS.values(), start=1):
        guide.set_width(number, width)
    named = {"kind": kind.label, "kind_en": kind.label_en}
    form = {"edition": edition.id, "document": edition.document}
    texts = [
        *numbered_rules(kind.rules, kind.rules_en, voice),
        voice.stacked("template", "form", **form),
        voice.stacked("template", "law"),
    ]
    guide.across(1, voice.both("template", "title", **named), TITLE, height=30)
    for row, text in enumerate(texts, start=2):
        guide.across(row, text, BODY_LOOK)
    row = len(texts) + 3
    for number, key in enumerate(GUIDE_COLUMNS, start=1):
        guide.write(row, number, voice.both("template", f"head-{key}"), SHADED_HEAD)
    guide.sheet.repeat_rows(row - 1)
    for column in columns:
        row += 1
        texts = guide_row(column, voice)
        for number, text in enumerate(texts, start=1):
            look = {**HEADS[column.need], "align": "general"} if number == 1 else BOXED
            guide.write(row, number, text, look)
        guide.set_height(row, height_of(zip(texts, GUIDE_COLUMNS.values(), strict=True)))


def numbered_rules(texts: Sequence[str], texts_en: Sequence[str], voice: Voice) -> list[str]:
    """The rules numbered, each in Chinese and when asked in English under it."""
    pairs = zip(texts, texts_en, strict=True)
    return [
        f"{number}. {text}" + (voice.choose("", f"\n{text_en}"))
        for number, (text, text_en) in enumerate(pairs, start=1)
    ]


def guide_row(column: LogColumn, voice: Voice) -> list[str]:
    """What the guide says of one column, in the order of its headings."""
    field = column.field
    others = "”“".join(column.others)
    enter = field.note + (CHINESE.say("template", "personal") if field.personal else "")
    if voice.language == "en":
        enter += f"\n{field.note_en}" + (
            ENGLISH.say("template", "personal") if field.personal else ""
        )
    values = "；".join(voice.label(choice.text, choice.text_en) for choice in column.choices)
    if column.is_long:
        values = voice.both("template", "see-options")
    elif field.open:
        values = voice.stacked("template", "open-list", values=values)
    return [
        voice.label(column.heading, field.label_en),
        voice.stacked("template", f"need-{column.need}", others=others),
        enter,
        field.example,
        values,
        field.law,
    ]


def add_options(
    options: TemplateSheet, columns: Sequence[LogColumn], voice: Voice
) -> dict[str, str]:
    """The lists too long for a rule, with their articles; field id → the range that its rule refers
    to."""
    options.sheet.freeze_panes(1, 0)
    place = 1
    ranges = {}
    heights: dict[int, int] = {}
    for column in columns:
        letter, last = column_letters(place), len(column.choices) + 1
        ranges[column.field.id] = f"='{OPTIONS}'!${letter}$2:${letter}${last}"
        lists = lists_of(column, voice)
        for number, (head, width, texts) in enumerate(lists, start=place):
            options.set_width(number, width)
            options.write(1, number, head, SHADED_HEAD)
            for row, text in enumerate(texts, start=2):
                options.write(row, number, text, BOXED)
                heights[row] = max(heights.get(row, 0), height_of([(text, width)]))
        place += len(lists)
    for row, height in heights.items():
        options.set_height(row, height)
    return ranges


def lists_of(column: LogColumn, voice: Voice) -> list[tuple[str, int, list[str]]]:
    """What stands on the sheet of choices for one column: a heading, a width and texts each."""
    # A bare heading would make this sheet look like a log that lacks columns.
    heading = voice.both("template", "options", heading=column.field.label)
    lists = [
        (heading, 56, [choice.text for choice in column.choices]),
        (
            voice.both("template", "head-law"),
            56,
            [articles(choice.basis) for choice in column.choices],
        ),
    ]
    if voice.language == "en":
        lists.append(("English", 90, [choice.text_en for choice in column.choices]))
    return lists


def height_of(texts: Iterable[tuple[str, int]]) -> int:
    """The height of a row in points that shows each text in its width; not every program fits rows
    itself."""
    lines = (
        sum(max(1, ceil(columns_of_text(line) / (width - 3))) for line in text.split("\n"))
        for text, width in texts
    )
    return LINE * max(lines) + SPARE
