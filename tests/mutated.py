"""Plain workbooks that are changed by chance in the markup of their sheets, strings and formats.

The express lane of large sheets is held against calamine with them: what is changed may be read,
left to it or refused, but never read otherwise.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from reportcli.files import workbook
from reportcli.files.sheet import NotPlain
from reportcli.finding import Refusal
from reportcli.intake.child import worker
from reportcli.intake.child.wire import FileReading, Job
from reportcli.settings import Settings

HEAD = ["登记编号", "收到日期", "申请人类型", "申请内容", "办理结果", "答复日期", "件数"]
PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")
# Pieces that other programs write, or nobody, put in place of a piece of markup or beside it.
STRANGE = [
    "<f>A1</f>", '<f t="shared" si="0"/>', "<v></v>", "<v>0</v>", "<v>7</v>", "<v>1e3</v>", "<v>45000.5</v>", "<v>-3</v>",
    "<is><t>甲</t></is>", "<t> 乙 </t>", "<t>&amp;&#20057;</t>", "<t>_x000D_</t>", "<t></t>", "<t/>", "<r><t>丙</t></r>",
    '<phoneticPr fontId="1"/>', "<rPh sb=\"0\" eb=\"1\"><t>x</t></rPh>", "<!-- -->", "<![CDATA[1]]>", "\n", " ", "&lt;", "&#10;",
    ' hidden="1"', ' hidden="false"', ' s="1"', ' s="2"', ' s="99"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="n"', ' t="d"',
    ' t="inlineStr"', ' spans="1:7"', ' cm="1"', ' xml:space="preserve"', ' r="B3"', ' r="AA9"', ' r="3"', "<c/>", "<c><v>1</v></c>",
    '<row r="9"/>', '<row r="4000"><c r="A4000"><v>1</v></c></row>', "</row><row>", "<row>", "</sheetData><sheetData>", "</c>", "</v>",
    '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>', '<mergeCell ref="C2:C4"/>', '<x:c r="B2"><v>3</v></x:c>',
    ' date1904="1"', ' state="hidden"', ' state="odd"', ' numFmtId="14"', ' numFmtId="22"', ' formatCode="[h]:mm"', "<strike/>",
]  # fmt: skip
PIECE = re.compile(r"<[^<>]*>|[^<>]+")
NUMBER = re.compile(r"(?<=>)[0-9.]+(?=<)|(?<=\")[0-9]+(?=\")")


def sound_rows() -> list[list[object]]:
    """A small log with texts, days, a day with a clock, numbers and blanks."""
    kinds, outcomes = ("自然人", "商业企业"), ("予以公开", "部分公开", None)
    rows: list[list[object]] = [
        [
            f"〔2024〕{number}号",
            date(2024, 3, number),
            kinds[number % 2],
            f"预算 & 决算 {number}",
            outcomes[number % 3],
            datetime(2024, 4, number, 14, 30) if number % 3 == 0 else date(2024, 4, number),
            number if number % 4 else None,
        ]
        for number in range(1, 9)
    ]
    return [list(HEAD), *rows]


def by_xlsxwriter(*, inline: bool) -> bytes:
    """The log as XlsxWriter writes it, its texts shared or each in its own cell."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": inline})
    sheet = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, row in enumerate(sound_rows()):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(at, place, cell, day)
            elif cell is not None:
                sheet.write(at, place, cell)
    if not inline:
        sheet.write_formula(9, 6, "=SUM(G2:G9)", None, 21)
    book.close()
    return buffer.getvalue()


def by_openpyxl() -> bytes:
    """The log as openpyxl writes it, with a formula that nobody has computed."""
    book = openpyxl.Workbook()
    for row in sound_rows():
        book.active.append(row)
    book.active["H1"] = "附注"
    book.active.row_dimensions[4].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SOUND: Sequence[Callable[[], bytes]] = (
    lambda: by_xlsxwriter(inline=False),
    lambda: by_xlsxwriter(inline=True),
    by_openpyxl,
)


def mutated_text(text: str, chance: random.Random) -> str:
    """Markup with one to three of its pieces dropped, doubled, moved, or put beside a strange one."""
    begin = text.find("<sheetData>") if chance.random() < 0.7 else 0
    head, body = text[: max(begin, 0)], text[max(begin, 0) :]
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        pieces = PIECE.findall(body)
        place = chance.randrange(len(pieces))
        piece, strange = pieces[place], chance.choice(STRANGE)
        match chance.randrange(6):
            case 0:
                pieces[place] = ""
            case 1:
                pieces[place] = piece + piece
            case 2:
                other = chance.randrange(len(pieces))
                pieces[place], pieces[other] = pieces[other], piece
            case 3:
                # An attribute goes into a tag, all else behind it.
                is_attribute = strange.startswith(" ") and piece.endswith(">") and "=" in strange
                end = -2 if piece.endswith("/>") else -1
                pieces[place] = (
                    piece[:end] + strange + piece[end:] if is_attribute else piece + strange
                )
            case 4:
                pieces[place] = strange
            case _:
                numbers = list(NUMBER.finditer(body))
                if numbers:
                    found = chance.choice(numbers)
                    value = str(
                        chance.choice(
                            (0, 1, 2, 60, 61, 99, 45000, 2958466, "1_0", "1.5", "007", "")
                        )
                    )
                    body = body[: found.start()] + value + body[found.end() :]
                continue
        body = "".join(pieces)
    return head + body


def mutated_book(sound: bytes, chance: random.Random) -> bytes:
    """A workbook one of whose parts is changed; the archive itself is sound."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sound)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        present = [name for name in PARTS if name in old.namelist()]
        chosen = present[0] if chance.random() < 0.6 else chance.choice(present)
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, mutated_text(text, chance) if name == chosen else text)
    return buffer.getvalue()


def reading_of(data: bytes, *, plainly: bool) -> FileReading | str | None:
    """What a file is read as, or the code it is refused with; nothing where the lane leaves it."""
    try:
        return worker.read_sheets(Job("log.xlsx", Settings(), data), data, plainly=plainly)
    except NotPlain:
        return None
    except Refusal as refusal:
        return refusal.code


def held_against_calamine(writer: int, mutations: int, patch: pytest.MonkeyPatch) -> Counter[str]:
    """How many changed workbooks the lane read, left and refused; each that it took is read as
    calamine reads it."""
    patch.setattr(workbook, "LARGE", 0)
    sound = SOUND[writer]()
    fates: Counter[str] = Counter()
    for seed in range(mutations):
        data = mutated_book(sound, random.Random(seed))
        plain = reading_of(data, plainly=True)
        fates["left" if plain is None else "refused" if isinstance(plain, str) else "read"] += 1
        if plain is not None:
            assert plain == reading_of(data, plainly=False), f"writer {writer}, seed {seed}"
    return fates
