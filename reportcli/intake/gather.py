"""From the columns of a field to its one cell a record: the filled one, the ticked one, a date in
three parts, the last instance.

What takes the cells of a field works on any columns: of a batch of rows, or of its records alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from reportcli.finding import Fault
from reportcli.intake.child.wire import Column
from reportcli.words.cells import MONEY_UNITS, Cell, as_typed, is_blank
from reportcli.words.patterns import late_pattern
from reportcli.words.text import squeeze

Truth = TypeVar("Truth")


class Known(dict[Any, Truth]):
    """What is true of a cell, or of several together, asked once for each value."""

    def __init__(self, ask: Callable[[Any], Truth]) -> None:
        super().__init__()
        self.ask = ask

    def __missing__(self, cell: Any) -> Truth:
        answer = self[cell] = self.ask(cell)
        return answer


class CellColumns(Protocol):
    """Cells that are taken column by column."""

    def __len__(self) -> int: ...

    def column(self, place: int) -> Sequence[Cell]:
        """The cells of one column (0-based)."""


Getter = Callable[[CellColumns], Sequence[Any]]
"""What takes the cells of a field from some rows."""


# The cell says what the one above it says; also as a csv file has the quotes of 〃.
DITTOS = frozenset(
    {
        "同上",
        "〃",
        '"',
        "″",
        "”",
        "“",
        "''",
        '""',
        "〞",
        "＂",
        "同前",
        "同 上",
        "同上。",
        "上同",
        "ditto",
        "Ditto",
        "do.",
        "DITTO",
    }
)


class Dittos:
    """The cells above, for 同上 and 〃, while a sheet is read from top to bottom."""

    def __init__(self) -> None:
        self.above: dict[int, Cell] = {}
        self.used: set[int] = set()

    def fill(self, place: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        """The cells of one column of records, each ditto in place of the cell above it."""
        if not cells:
            return cells
        if not DITTOS.isdisjoint(cells):
            cells = list(self.filled(place, cells))
        self.above[place] = cells[-1]
        return cells

    def filled(self, place: int, cells: Iterable[Cell]) -> Iterator[Cell]:
        """Cell after cell; where nothing stands above, the ditto stays and means nothing."""
        above = self.above.get(place)
        for cell in cells:
            if cell in DITTOS and not is_blank(above):
                self.used.add(place)
            else:
                above = cell
            yield above


class Ticks(tuple[Cell, ...]):
    """The cells of ticked columns of one record, until all marks of the sheet are known."""

    __slots__ = ()


def getter_of(columns: Sequence[Column], fixed: Cell = None) -> Getter:
    """What takes the cells of one field from its columns.

    `fixed` is the value that all rows of the sheet have, where no column says it.
    """
    parts = [column for column in columns if column.part]
    if parts:
        whole = [column for column in columns if not column.part]
        return GATHERINGS[parts[0].part.partition(":")[0]](whole, parts)
    if not columns:
        return lambda grid: [fixed] * len(grid)
    if len(columns) == 1:
        place = columns[0].column - 1
        return lambda grid: grid.column(place)
    return made_of_several(first_filled, columns)


def made_of_several(
    make: Callable[[tuple[Cell, ...]], Cell | Conflict], columns: Iterable[Column]
) -> Getter:
    """What makes one cell of several, once for each combination of them."""
    places = [column.column - 1 for column in columns]
    made = Known(make)
    return lambda grid: [made[cells] for cells in zip(*map(grid.column, places), strict=True)]


def first_filled(cells: tuple[Cell, ...]) -> Cell:
    """The first cell that says something."""
    return next((cell for cell in cells if not is_blank(cell)), None)


# --- ticks ---


def ticks(_: Sequence[Column], parts: Sequence[Column]) -> Getter:
    """The marks of a record; what they say is known when all marks of the sheet are."""
    places = [column.column - 1 for column in parts]
    blank = Ticks([None] * len(places))

    def get(grid: CellColumns) -> list[Cell | Ticks]:
        rows = zip(*map(grid.column, places), strict=True)
        return [None if row == blank else Ticks(row) for row in rows]

    return get


class Conflict(NamedTuple):
    """In place of a cell that its columns contradict: the code of what is wrong with them."""

    code: str


class TickedWordings:
    """What ticks say, by the headings over them.

    A cross is a tick where nothing else is, and a "no" beside ticks: `marks` are all that the
    columns hold.
    """

    def __init__(self, parts: Sequence[Column], marks: Iterable[Cell]) -> None:
        self.wordings = [column.part.partition(":")[2] for column in parts]
        texts = {mark_of(cell) for cell in marks}
        self.yes = TICKS if texts & TICKS else CROSSES

    def said(self, cells: Ticks) -> str | Fault | None:
        """The wording of the ticked column; a fault where two are ticked, or a mark is none."""
        marks = [mark_of(cell) for cell in cells]
        known = self.yes | CROSSES | NO_TICKS | {""}
        strange = [mark for mark in marks if mark not in known]
        if strange:
            return Fault("tick-invalid", {"value": strange[0][:10]})
        ticked = [
            wording for wording, mark in zip(self.wordings, marks, strict=True) if mark in self.yes
        ]
        if len(ticked) > 1:
            return Fault("ticks-several", {"value": "、".join(ticked)})
        return ticked[0] if ticked else None


TICKS = frozenset(
    {"√", "✓", "✔", "☑", "■", "●", "★", "▲", "是", "有", "1", "y", "yes", "true", "v", "对"}
)
CROSSES = frozenset({"x", "×", "✗", "✘", "☒", "o", "○"})
NO_TICKS = frozenset({"否", "无", "0", "n", "no", "false", "□", "☐", "没有", "不"})


def mark_of(cell: Cell) -> str:
    """A mark as it is compared; empty where the cell is blank."""
    return "" if is_blank(cell, none_is_value=True) else squeeze(as_typed(cell)).lower()


# --- applicants in two columns ---

PERSONS = late_pattern("公民|自然人|个人")
BODIES = late_pattern("法人|组织|机构|单位|企业")
PERSON, BODY = "自然人", "法人或其他组织"


def sides_of(columns: Sequence[Column]) -> list[tuple[Column, str]]:
    """The columns of names that say by themselves whether a person or a body applied.

    None where all stand on one side: 申请人/单位 is for both.
    """
    sides = []
    for column in columns:
        heading = column.path or column.heading
        told = [side for side, form in ((PERSON, PERSONS), (BODY, BODIES)) if form.search(heading)]
        if len(told) == 1:
            sides.append((column, told[0]))
    return sides if len({side for _, side in sides}) == 2 else []


def by_side(types: Sequence[Column], sides: Sequence[tuple[Column, str]]) -> Getter:
    """The type of an applicant: its own column, else the side on which the name stands."""
    whole = len(types)

    def told(cells: tuple[Cell, ...]) -> Cell | Conflict:
        if not is_blank(own := first_filled(cells[:whole])):
            return own
        filled = {
            side for cell, (_, side) in zip(cells[whole:], sides, strict=True) if not is_blank(cell)
        }
        if len(filled) > 1:
            return Conflict("applicant-on-both-sides")
        return next(iter(filled), None)

    return made_of_several(told, [*types, *(column for column, _ in sides)])


# --- dates, instances, units ---


def date_of_parts(_: Sequence[Column], parts: Sequence[Column]) -> Getter:
    """A date whose year, month and day stand in columns of their own."""
    return made_of_several(one_date, sorted(parts, key=lambda one: "年月日".index(one.part[-1])))


def one_date(cells: tuple[Cell, ...]) -> Cell:
    """2024, 3 and 5 as 2024年3月5日; what is missing makes a date that is none."""
    if all(map(is_blank, cells)):
        return None
    texts = (squeeze(as_typed(cell)).rstrip("年月日号") for cell in cells)
    return "".join(text + sign for text, sign in zip(texts, "年月日", strict=True) if text)


def last_instance(whole: Sequence[Column], parts: Sequence[Column]) -> Getter:
    """What the last instance that is filled in says: it is the one in force."""
    columns = [*sorted(parts, key=lambda one: one.part, reverse=True), *whole]
    return made_of_several(in_force, columns)


def in_force(cells: tuple[Cell, ...]) -> Cell:
    """The last filled cell; one that upholds the instance before says what that said."""
    filled = [cell for cell in cells if not is_blank(cell)]
    upholding = ("维持原判", "维持一审", "驳回上诉", "驳回再审")
    while len(filled) > 1 and any(word in squeeze(as_typed(filled[0])) for word in upholding):
        filled = filled[1:]
    return filled[0] if filled else None


def with_unit(whole: Sequence[Column], parts: Sequence[Column]) -> Getter:
    """An amount with the unit that stands beside it in a column of its own."""
    return made_of_several(one_amount, [*whole[:1], *parts[:1]])


def one_amount(cells: tuple[Cell, ...]) -> Cell:
    """256.5 and 万元 as 256.5万元, where the one is a number and the other a unit."""
    amount, unit = cells[0], squeeze(as_typed(cells[1]))
    if is_blank(amount) or unit not in MONEY_UNITS:
        return amount
    text = as_typed(amount)
    return f"{text}{unit}" if text[-1:].isdigit() else amount


def month_as_day(_: Sequence[Column], parts: Sequence[Column]) -> Getter:
    """The first day of the month that a row of sums is about."""
    return made_of_several(first_of_month, parts[:1])


def first_of_month(cells: tuple[Cell, ...]) -> Cell:
    """1月, 2024年1月, 2024-01, 第一季度 or 1 as a day; other texts as they stand."""
    text = squeeze(as_typed(cells[0]))
    if found := QUARTER.fullmatch(text):
        text = f"{found[1]}{QUARTERS[found[2]]}月"
    elif text.isdigit() and 1 <= int(text) <= 12:
        text = f"{text}月"
    found = MONTH.fullmatch(text)
    return f"{found[1]}{found[2]}月1日".replace("-", "年") if found else cells[0]


def count_or_none(_: Sequence[Column], parts: Sequence[Column]) -> Getter:
    """A count of a table of sums, where a blank is nought."""
    return made_of_several(lambda cells: 0.0 if is_blank(cells[0]) else cells[0], parts[:1])


MONTH = late_pattern(r"((?:\d{4}[年-])?)(\d{1,2}|[一二三四五六七八九十]{1,2})(?:月份?)?")
QUARTER = late_pattern(r"((?:\d{4}年)?)第?([一二三四1-4])季度?")
QUARTERS = {"一": 1, "1": 1, "二": 4, "2": 4, "三": 7, "3": 7, "四": 10, "4": 10}

GATHERINGS: Mapping[str, Callable[[Sequence[Column], Sequence[Column]], Getter]] = {
    "ticks": ticks,
    "date": date_of_parts,
    "instances": last_instance,
    "unit": with_unit,
    "month": month_as_day,
    "tally": count_or_none,
}
