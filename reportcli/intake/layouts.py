"""Several columns that hold one field together: ticked lines of the form, 年·月·日, instances.

Each way to lay a field out is a row of the table at the end: which headings are its parts, and how
many of them there must be. How the cells become one is told by `gather.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Literal

import msgspec

from reportcli.intake.child.wire import Column
from reportcli.intake.headings import match_heading, plain
from reportcli.law.edition import editions
from reportcli.words.fields import KINDS, KindId, log_kinds
from reportcli.words.outcome import classify_outcome
from reportcli.words.text import wording_key
from reportcli.words.values import offered_columns, offered_outcomes
from reportcli.words.vocabulary import vocabulary

Gathering = Literal["ticks", "date", "instances", "unit"]
# The headings that one column may go by, the whole path first.
HeadingStack = Sequence[str]

# 一审结果, 二审裁判结果, 再审判决; and their days.
INSTANCE = re.compile(r"(一审|二审|终审|再审)(?:法院)?(.*)")
INSTANCE_RESULTS = re.compile(r"(?:审理|裁判|判决|裁定)?结果|裁判|判决|裁定")
INSTANCE_DAYS = re.compile(r"(?:审结|结案|判决|裁判|裁定|宣判)(?:日期|时间)")
ORDER = {"一审": "1", "二审": "2", "终审": "2", "再审": "3"}
LONGEST_OUTCOME = 20
# What a heading is about that names an outcome and something of it: 不予公开理由, 部分公开日期.
NO_OUTCOMES = (
    "日期",
    "时间",
    "理由",
    "原因",
    "依据",
    "说明",
    "情况",
    "内容",
    "备注",
    "人",
    "科室",
    "件数",
    "数量",
)
DAY_PARTS = ("年", "月", "日")
UNIT_HEADINGS = frozenset({"单位", "计量单位", "金额单位", "货币单位"})


@dataclass(frozen=True)
class Layout:
    """One way to lay a field out: `part` tells which part of it a heading is, if any.

    `least` is how many columns make the layout. It holds only where the field has no column of its
    own, unless it `joins` that.
    """

    gathering: Gathering
    kind: KindId
    field: str
    part: Callable[[HeadingStack], str | None]
    least: int = 2
    joins: bool = False
    # A heading that is a part only right behind another.
    behind: tuple[str, str] | None = None


def arrange(
    kind: KindId,
    columns: Sequence[Column],
    stacks: Sequence[Sequence[str]],
    without: Gathering | None = None,
) -> list[Column]:
    """Give columns that hold a field together their parts of it, but for one way to lay it out."""
    arranged = list(columns)
    for layout in LAYOUTS[kind]:
        if layout.gathering == without:
            continue
        owned = any(column.field == layout.field for column in arranged)
        if owned and not layout.joins:
            continue
        for place, part in parts_of(layout, arranged, stacks).items():
            arranged[place] = msgspec.structs.replace(
                arranged[place], field=layout.field, how="layout", part=f"{layout.gathering}:{part}"
            )
    return arranged


def parts_of(
    layout: Layout, columns: Sequence[Column], stacks: Sequence[HeadingStack]
) -> dict[int, str]:
    """Place of a column → the part of the field it holds; empty where there are too few."""
    free = {place: stacks[one.column - 1] for place, one in enumerate(columns) if is_free(one)}
    told = {place: layout.part(stack) for place, stack in free.items()}
    parts = {place: part for place, part in told.items() if part is not None}
    is_alone = layout.joins and not has_neighbour(columns, layout.field, parts)
    says_one_twice = len(set(parts.values())) < len(parts)
    if is_alone or says_one_twice or len(parts) < layout.least:
        return {}
    return parts | part_behind(layout, free, parts)


def part_behind(
    layout: Layout, free: Mapping[int, HeadingStack], parts: Mapping[int, str]
) -> dict[int, str]:
    """The part that a layout has right behind its others, under a heading that means it only there."""
    if layout.behind is None:
        return {}
    heading, part = layout.behind
    behind = (
        place
        for place, stack in free.items()
        if place not in parts and place - 1 in parts and heading in stack
    )
    return dict.fromkeys(islice(behind, 1), part)


def is_free(column: Column) -> bool:
    """Whether no field and no setting has claimed a column."""
    return not column.field and column.how is None


def has_neighbour(columns: Sequence[Column], field: str, parts: Mapping[int, str]) -> bool:
    """Whether a part stands right beside the column of its field."""
    owners = {column.column for column in columns if column.field == field}
    found = {columns[place].column for place in parts}
    return any(place - 1 in owners or place + 1 in owners for place in found)


# --- fields that another serves as ---

# An item of a website has a title, a section and a day, and no category.
TITLE, CATEGORY, TOPIC, DAYS = "title", "category", "topic", frozenset({"made", "published"})
# A list of documents has more columns than a list of news beside a log.
FEWEST_WITHOUT_TOPIC = 4
NO_CATEGORY = "未分类"


def stand_in(
    kind: KindId, columns: Sequence[Column], fixed: Mapping[str, str]
) -> tuple[list[Column], dict[str, str]]:
    """Have the section of a website serve as the category of its items, where there is none.

    Without either all items are of no category: what the form counts cannot be told from the rest.
    """
    found, values = list(columns), dict(fixed)
    held = {column.field: column for column in columns}
    if kind != "publications" or CATEGORY in held or CATEGORY in fixed:
        return found, values
    if TITLE not in held or DAYS.isdisjoint(held):
        return found, values
    if topic := held.get(TOPIC):
        found.append(msgspec.structs.replace(topic, field=CATEGORY, how="stands-in"))
    elif len(held.keys() - {""}) >= FEWEST_WITHOUT_TOPIC:
        values[CATEGORY] = NO_CATEGORY
    return found, values


# --- ticked columns ---


@cache
def tick_words(kind: KindId, field: str) -> Mapping[str, str]:
    """Heading as compared → the wording that a tick under it says.

    The lines or columns of the form by their labels, and every known wording that is one as a whole.
    """
    texts = {"outcome": outcomes_to_tick, "applicant_type": applicants_to_tick}
    words = {wording_key(text): text for text in texts[field](kind)}
    if field == "outcome":
        # 其他 alone is a column of applicants as well; it is told by what stands over it.
        words.pop(wording_key("其他"), None)
    return words


def outcomes_to_tick(kind: KindId) -> Iterator[str]:
    """Every wording of an outcome: known ones, then the labels of each edition's form."""
    for line in vocabulary().outcome.lines:
        yield from (*line.words, *line.exact)
    for group in vocabulary().outcome.groups:
        yield from group.words
    for edition in editions():
        block = edition.table(kind).blocks[0]
        outcomes = [line for line in block.lines if line.id.startswith("outcome.")]
        yield from (line.label for line in outcomes if line.parent)
        yield from (one.text for one in offered_outcomes(block))


def applicants_to_tick(kind: KindId) -> Iterator[str]:
    """Every wording of a type of applicant: known ones, then the columns of the newest form."""
    for texts in vocabulary().applicant.types.values():
        yield from texts
    yield from (one.text for one in offered_columns(editions()[-1].table(kind).blocks[0]))


def ticked_outcome(stack: HeadingStack) -> str | None:
    """The outcome that a tick in a column says."""
    bare = [without_field("requests", "outcome", heading) for heading in stack]
    words = tick_words("requests", "outcome")
    known = (words.get(wording_key(heading)) for heading in bare)
    return next(filter(None, known), None) or next(filter(says_outcome, bare), None)


@cache
def says_outcome(heading: str) -> bool:
    """Whether a heading is an outcome as a whole, in words that no list has."""
    if len(heading) > LONGEST_OUTCOME or heading.endswith(NO_OUTCOMES) or heading == "其他":
        return False
    found = classify_outcome(heading, "", corrected=True)
    return found.line is not None and found.line.startswith("outcome.")


def ticked_applicant(stack: HeadingStack) -> str | None:
    """The type of applicant that a tick in a column says."""
    words = tick_words("requests", "applicant_type")
    found = (
        words.get(wording_key(without_field("requests", "applicant_type", one))) for one in stack
    )
    return next(filter(None, found), None)


def without_field(kind: KindId, field: str, heading: str) -> str:
    """A heading without the name of its field before it: 办理结果予以公开 is 予以公开."""
    for known in log_kinds()[kind].field(field).headings:
        if heading.startswith(known) and heading != known:
            return heading.removeprefix(known)
    return heading


# --- dates in three columns ---


def day_part(kind: KindId, field: str) -> Callable[[HeadingStack], str | None]:
    """What tells which of 年, 月 and 日 of a date a column holds."""

    def part(stack: HeadingStack) -> str | None:
        for heading in stack:
            bare = re.sub(r"[()（）]", "", heading)
            if bare.endswith(DAY_PARTS) and names_date(kind, field, bare[:-1]):
                return bare[-1]
        return None

    return part


def names_date(kind: KindId, field: str, heading: str) -> bool:
    """Whether a heading names the date of a field, with 日期 or without: 收到, 收到日期."""
    for candidate in (heading, f"{heading}日期"):
        hit = match_heading(kind, [candidate], {}) if heading else None
        if hit and hit[1] == field:
            return True
    return False


# --- instances of a suit ---


def instance_of(form: re.Pattern[str]) -> Callable[[HeadingStack], str | None]:
    """What tells of which instance a column holds the result or the day."""

    def part(stack: HeadingStack) -> str | None:
        for heading in stack:
            found = INSTANCE.fullmatch(heading)
            if found and form.fullmatch(found[2]):
                return ORDER[found[1]]
        return None

    return part


def unit_part(stack: HeadingStack) -> str | None:
    """The column that names the unit of the amounts beside it."""
    return "unit" if any(plain(heading) in UNIT_HEADINGS for heading in stack) else None


# --- the table ---


def layouts_of(kind: KindId) -> list[Layout]:
    """The layouts of a kind of log: those of its dates and amounts, then its own."""
    fields = log_kinds()[kind].fields
    own = {
        "requests": [
            Layout("ticks", kind, "outcome", ticked_outcome, behind=("其他", "其他处理")),
            Layout("ticks", kind, "applicant_type", ticked_applicant),
        ],
        "publications": [],
        "cases": [
            Layout("instances", kind, "result", instance_of(INSTANCE_RESULTS)),
            Layout("instances", kind, "closed", instance_of(INSTANCE_DAYS)),
        ],
    }
    return [
        *own[kind],
        *(
            Layout("date", kind, one.id, day_part(kind, one.id), 3)
            for one in fields
            if one.type == "date"
        ),
        *(
            Layout("unit", kind, one.id, unit_part, 1, True)
            for one in fields
            if one.type == "money"
        ),
    ]


LAYOUTS: Mapping[KindId, Sequence[Layout]] = {kind: layouts_of(kind) for kind in KINDS}
