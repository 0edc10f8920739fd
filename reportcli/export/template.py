"""An empty log as an Excel workbook, made so that what is filled in can be counted.

Sheet 台账 has the usual heading of each field, drop-downs and checked dates; 填写说明 tells of each
column what to enter; 选项 holds lists too long for a rule of their own. What a column is stands in
`fields/*.toml`, and what may be chosen mostly in the form, so that a new edition needs no new code.
Same kind, edition and language, same bytes. Not for filled workbooks (`xlsx.py`); it imports no
pandas, to be there at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import IO, Any, Literal, NamedTuple

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from wcwidth import wcswidth

from reportcli.export.book import BODY, BOX, HEAD, SHADE, TITLE_FONT, new_book, save_book, set_up
from reportcli.law.edition import Edition
from reportcli.words.fields import Field, FieldType, Kind, KindId, log_kinds
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from reportcli.words.numerals import spell
from reportcli.words.values import Choice, choices_of

LOG, GUIDE, OPTIONS = "台账", "填写说明", "选项"
ROWS = 20_000  # how many are checked and offered drop-downs
INLINE = 255  # characters that Excel takes for a list within the rule itself
LATEST = date(2079, 12, 31)
# A document in force may be older than any request.
EARLIEST: Mapping[KindId, date] = {
    "requests": date(1990, 1, 1),
    "publications": date(1949, 10, 1),
    "cases": date(1990, 1, 1),
}
MOST = 999_999_999
NUMBER_FORMATS: Mapping[FieldType, str] = {"identifier": "@", "date": "yyyy-mm-dd", "count": "0"}
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
NARROWEST, ARROW = 9, 4
PAGE = 190  # characters on one printed page of the log
GUIDE_COLUMNS = {"column": 18, "need": 20, "enter": 54, "example": 24, "values": 40, "law": 30}
LINE, SPARE = 15, 6  # points: one line of text, and what a row has around its lines

Need = Literal["needed", "either", "free"]
STRONG = Font(name="黑体", size=10, bold=True, color="FFFFFFFF")
BOLD = Font(name="黑体", size=10, bold=True)
LOOKS: Mapping[Need, tuple[Font, PatternFill]] = {
    "needed": (STRONG, PatternFill("solid", fgColor="FF1F4E79")),
    "either": (BOLD, PatternFill("solid", fgColor="FFBDD7EE")),
    "free": (HEAD, SHADE),
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
    book = new_book(streamed=False)
    log: Any = book.active
    log.title = LOG
    add_guide(book.create_sheet(GUIDE), kind, edition, columns, voice)
    long = [column for column in columns if column.is_long]
    ranges = add_options(book.create_sheet(OPTIONS), long, voice) if long else {}
    add_log(log, kind_id, columns, ranges, voice)
    save_book(book, target)


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
    sheet: Any,
    kind_id: KindId,
    columns: Sequence[LogColumn],
    ranges: Mapping[str, str],
    voice: Voice,
) -> None:
    """The sheet to fill in: headings, and for each column its width, format and rule."""
    total = 0
    for number, column in enumerate(columns, start=1):
        letter = get_column_letter(number)
        field = column.field
        font, fill = LOOKS[column.need]
        boxed(sheet.cell(1, number), column.heading, font, fill, align="center")
        style = sheet.column_dimensions[letter]
        style.width = column_width(column)
        total += style.width
        style.font, style.number_format = BODY, NUMBER_FORMATS.get(field.type, "General")
        style.alignment = Alignment(
            horizontal="center" if field.type == "date" else None, vertical="center", wrap_text=True
        )
        if rule := validation_of(kind_id, column, ranges, voice):
            rule.add(f"{letter}2:{letter}{ROWS + 1}")
            sheet.add_data_validation(rule)
    sheet.row_dimensions[1].height = 2 * LINE
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = LINE + SPARE, True
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{ROWS + 1}"
    set_up(sheet, landscape=True)
    sheet.page_setup.fitToWidth = ceil(total / PAGE)
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    sheet.print_options.gridLines = True
    sheet.oddFooter.center.text = "&P / &N"


def column_width(column: LogColumn) -> int:
    """Wide enough for the heading with its filter and for every choice, as far as such a cell is
    filled."""
    field = column.field
    texts = [wcswidth(choice.text) for choice in column.choices]
    usual = (
        FIELD_WIDTHS.get(field.id, TYPE_WIDTHS.get(field.type, 0))
        if not texts
        else max(texts) + ARROW
    )
    return max(usual, wcswidth(column.heading) + ARROW, NARROWEST)


def validation_of(
    kind_id: KindId, column: LogColumn, ranges: Mapping[str, str], voice: Voice
) -> DataValidation | None:
    """The rule of a column, or none where anything may stand; of an open list entries are only
    offered."""
    field = column.field
    if column.choices:
        inline = '"' + ",".join(choice.text for choice in column.choices) + '"'
        rule = DataValidation("list", formula1=ranges.get(field.id, inline))
        error = voice.both("template", "error-list")
    elif field.type == "date":
        first = EARLIEST[kind_id]
        rule = DataValidation(
            "date", operator="between", formula1=serial(first), formula2=serial(LATEST)
        )
        error = voice.both("template", "error-date", first=first, last=LATEST)
    elif field.type == "count":
        rule = DataValidation("whole", operator="between", formula1="0", formula2=str(MOST))
        error = voice.both("template", "error-count")
    elif field.type == "money":
        rule = DataValidation("decimal", operator="greaterThanOrEqual", formula1="0")
        error = voice.both("template", "error-money")
    else:
        return None
    rule.allow_blank, rule.showErrorMessage, rule.errorStyle = True, not field.open, "stop"
    rule.errorTitle, rule.error = field.label, error
    return rule


def serial(day: date) -> str:
    """A day as Excel numbers it."""
    return str((day - date(1899, 12, 30)).days)


def add_guide(
    sheet: Any, kind: Kind, edition: Edition, columns: Sequence[LogColumn], voice: Voice
) -> None:
    """The sheet to read: whose form it is for, the few rules that matter, and each column in a
    row."""
    set_up(sheet, landscape=True)
    sheet.sheet_view.showGridLines = False
    sheet.oddFooter.center.text = "&P / &N"
    for number, width in enumerate(GUIDE_COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    named = {"kind": kind.label, "kind_en": kind.label_en}
    form = {"edition": edition.id, "document": edition.document}
    texts = [
        *numbered_rules(kind.rules, kind.rules_en, voice),
        voice.stacked("template", "form", **form),
        voice.stacked("template", "law"),
    ]
    across(sheet, 1, voice.both("template", "title", **named), TITLE_FONT, height=30)
    for row, text in enumerate(texts, start=2):
        across(sheet, row, text, BODY)
    row = len(texts) + 3
    for number, key in enumerate(GUIDE_COLUMNS, start=1):
        boxed(
            sheet.cell(row, number),
            voice.both("template", f"head-{key}"),
            BOLD,
            SHADE,
            align="center",
        )
    sheet.print_title_rows = f"{row}:{row}"
    for column in columns:
        row += 1
        texts = guide_row(column, voice)
        for number, text in enumerate(texts, start=1):
            font, fill = LOOKS[column.need] if number == 1 else (BODY, None)
            boxed(sheet.cell(row, number), text, font, fill)
        sheet.row_dimensions[row].height = height_of(
            zip(texts, GUIDE_COLUMNS.values(), strict=True)
        )


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


def add_options(sheet: Any, columns: Sequence[LogColumn], voice: Voice) -> dict[str, str]:
    """The lists too long for a rule, with their articles; field id → the range that its rule refers
    to."""
    set_up(sheet, landscape=True)
    sheet.freeze_panes = "A2"
    place = 1
    ranges = {}
    for column in columns:
        letter, last = get_column_letter(place), len(column.choices) + 1
        ranges[column.field.id] = f"{quote_sheetname(OPTIONS)}!${letter}$2:${letter}${last}"
        place += add_choices(sheet, place, column, voice)
    return ranges


def add_choices(sheet: Any, place: int, column: LogColumn, voice: Voice) -> int:
    """The choices of one column from a place of the sheet on; how many columns they take."""
    # A bare heading would make this sheet look like a log that lacks columns.
    heads = {
        voice.both("template", "options", heading=column.field.label): 56,
        voice.both("template", "head-law"): 56,
    }
    lists = [
        [choice.text for choice in column.choices],
        [articles(choice.basis) for choice in column.choices],
    ]
    if voice.language == "en":
        heads["English"] = 90
        lists.append([choice.text_en for choice in column.choices])
    for number, (head, width) in enumerate(heads.items(), start=place):
        sheet.column_dimensions[get_column_letter(number)].width = width
        boxed(sheet.cell(1, number), head, BOLD, SHADE, align="center")
    for row, texts in enumerate(zip(*lists, strict=True), start=2):
        for number, text in enumerate(texts, start=place):
            boxed(sheet.cell(row, number), text, BODY)
        height = height_of(zip(texts, heads.values(), strict=True))
        sheet.row_dimensions[row].height = max(height, sheet.row_dimensions[row].height or 0)
    return len(heads)


# --- cells ---


def boxed(
    cell: Any, text: str, font: Font, fill: PatternFill | None = None, *, align: str | None = None
) -> None:
    """A boxed cell of text; what is blank stays blank."""
    cell.value = text or None
    cell.font, cell.border = font, BOX
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    if fill is not None:
        cell.fill = fill


def across(sheet: Any, row: int, text: str, font: Font, *, height: float = 0) -> None:
    """A text over the whole width of the guide."""
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = font, Alignment(vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(GUIDE_COLUMNS))
    sheet.row_dimensions[row].height = height or height_of([(text, sum(GUIDE_COLUMNS.values()))])


def height_of(texts: Iterable[tuple[str, int]]) -> int:
    """The height of a row in points that shows each text in its width; not every program fits rows
    itself."""
    lines = (
        sum(max(1, ceil(wcswidth(line) / (width - 3))) for line in text.split("\n"))
        for text, width in texts
    )
    return LINE * max(lines) + SPARE
