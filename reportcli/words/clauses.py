"""A wording taken apart: its clauses, the words in each, and the marks of items and portions.

The grammar of what offices write in one cell: clauses end at punctuation and begin anew at 其中, 其余,
另, 但 and 第N项. Which words there are is data (`wordings.toml`); what the clauses say together is in
`acts.py`. Pure, and not for articles of a law (`article.py`), which are only kept from being items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from reportcli.words.matcher import NEUTRAL, Hit, Lexicon, denial_before, weigh_hits, words_of
from reportcli.words.numerals import ONE_TO_TEN
from reportcli.words.patterns import late_pattern
from reportcli.words.vocabulary import vocabulary

# Roles of words that are no line of the form.
GIVE, HAND, TELL = "give", "hand", "tell"
GRANTED, PARTIAL = "outcome.granted", "outcome.partial"
NOT_HELD = "outcome.unavailable.not_held"
LEGACY, ARCHIVE = "legacy", "archive"
PUBLISHED_MATERIAL = "outcome.unprocessed.published_material"
REFUSED, UNAVAILABLE = "outcome.refused", "outcome.unavailable"

NUMBER = f"[0-9{ONE_TO_TEN}两几]+"  # 3, 三, 两, 几
THINGS = "项|点|件|份|问|页|类|款|宗|起|部分|个问题|个文件|个事项"
# 第1、2项, 事项一, 申请2, (3): one of several things asked for.
ITEM_NUMBER = late_pattern(
    rf"第\(?{NUMBER}\)?(?:[、和及至,-]第?\(?{NUMBER}\)?)*(?:{THINGS}|条|个)|[首末甲乙丙丁]项"
    rf"|(?:事项|申请|问题|材料|文件|内容|信息){NUMBER}(?![条件份项个页款年月日致样直并般同起次律旦])"
    rf"|(?:^|(?<=[,;。:]))[{ONE_TO_TEN}](?=[是为])|前{NUMBER}[项条件份页]|后{NUMBER}[项条件份页]"
    # What is attached is an item where it is refused: 公开正文，附件不予公开.
    r"|附[件表图录页](?=[^,;。]{0,12}[不未涉属])"
)
# (3), 1.: an item as well, or the number that the form gives a line.
BARE_ORDINAL = late_pattern(
    rf"(?<![{ONE_TO_TEN}0-9])\({NUMBER}\)(?!项|款)|(?:^|(?<=[,;。:])){NUMBER}[.、](?![0-9])"
    r"|(?<![0-9A-Za-z第])[0-9]{1,2}(?=[一-鿿])(?![0-9条项件份个年月日号点页次周天楼万千百工元])"
)
# 3条, 两份: how many, which tells apart what was done to them only where two are told.
COUNT = late_pattern(
    rf"(?<!第)(?<![0-9{ONE_TO_TEN}]){NUMBER}(?:{THINGS}|条|个)(?!工作日|月|部门|科室|单位)"
)
PORTION = late_pattern(
    rf"{NUMBER}分之{NUMBER}|一半|[前后]半|半数|大半|[0-9.]+%|百分之{NUMBER}"
)  # 三分之一, 一半, 30%
# 条例第三十七条 and 第36条第4项 are articles: their law is named, or no list of items goes so far.
ARTICLE = late_pattern(
    rf"(?:条例|法|规定|办法|细则|依据|根据|依照|按照)[》)]*第?[0-9{ONE_TO_TEN}百零]+条(?:之[{ONE_TO_TEN}])?"
    rf"(?:[、和及]?第?\(?{NUMBER}\)?[款项目]?)*"
    rf"|第?(?:1[3-9]|[2-5][0-9]|十[三四五六七八九]|[二三四五]十[一二三四五六七八九]?)条(?:[、和及]?第?\(?{NUMBER}\)?[款项目]?)*"
)
# 未全部公开: not all is some.
NOT_ALL = late_pattern(
    "(?:不|未|没有|并非|不予|非)(?:予以|予|能|曾)?(?:全部|完全|全文|完整|全面|都|全)"
)
# 图纸没有: at the end of a clause nothing else is denied.
NONE_THERE = late_pattern(r"(?<=[一-鿿0-9])(?:没有了?|没了)(?=$|[,;。)])")
# 图纸给，批复不给
GIVEN_BARELY = late_pattern(
    r"(?:^|(?<=[一-鿿A-Z0-9]))(?<![不没未能肯再有])给(?=$|[,;。)]|一半|[一-鿿A-Z]{1,3}不给)"
)
EXCEPT = late_pattern(
    r"(?<![解删去拆消免排开清])除(?!此)([^,;。!?]{1,24}?)(?:之?外|以外)"
)  # 除第3项外; not 解除 or 排除
NO_WORD = late_pattern(rf"[^一-鿿]|[{ONE_TO_TEN}]")
# How it was done, or where more is told: 经合议, 见另表.
PROCEDURE = late_pattern("经[^不未无非拒没]{1,8}后?|[^不未无非拒没]{0,4}见[一-鿿]{1,6}")
TOLD = late_pattern(f"(?![{ONE_TO_TEN}])[一-鿿]")  # more than a number
DENIAL = late_pattern("[不未无非没难勿拒禁莫]")  # a sign of these turns what follows it round
GIVING = late_pattern("公开|提供|告知|发给|交付|出具|复制|给予")
ENDS = late_pattern(r"[,;。:!?/|+&\n]|\.(?![0-9])|(?<!\d)-+|—+|[()\[\]【】、]|(?=但|而是|不过)")


SEVERAL_ITEMS = late_pattern("[、和及至,到-]|前|后")  # 第1至3项, 前两项
TextSpan = tuple[int, int]  # from where to where


class Clause(NamedTuple):
    """One clause: where it stands, the words in it that count, and by what it is marked.

    Marks: `item` (第2项), `count` (3条, or a bare number before a clause), `rest` (其余, 另), `part`
    (部分), `only` (仅), `hedge` (原则上).
    """

    start: int
    end: int
    hits: tuple[Hit, ...]
    marks: frozenset[str]

    def of(self, text: str) -> str:
        """The words of the clause."""
        return text[self.start : self.end]

    def has(self, *marks: str) -> bool:
        """Whether any of the marks stands in the clause."""
        return not self.marks.isdisjoint(marks)


class ParsedWording(NamedTuple):
    """A wording taken apart.

    `hits` are all un-negated words of lines, groups and roles; `unread` are the clauses in which no
    word is known, `hinting` those that do nothing known and speak of giving all the same.
    """

    text: str
    clauses: tuple[Clause, ...]
    hits: tuple[Hit, ...]
    is_excepting: bool = False
    excepted: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    hinting: tuple[str, ...] = ()


UNHEARD = ("known", "plain")  # roles of words that say nothing of the outcome
# What a negation ahead does not undo: roles that only part and order, and a ground long abolished.
UNDENIED = ("rest", "also", "later", "doubt", "advice", "aside", "hedge", "only", "except", LEGACY)
MARKS = frozenset({"rest", "also", "part", "only", "hedge"})
GIFTS = (GIVE, HAND, TELL, GRANTED)


@cache
def outcome_lexicon() -> Lexicon:
    """Every word of an outcome or a ground, with the line, group or role that it stands for."""
    words = vocabulary().outcome
    table = words_of({NEUTRAL: words.neutral, LEGACY: words.legacy, ARCHIVE: words.archive})
    table += words_of({role: texts for role, texts in words.roles.items() if role not in UNHEARD})
    for group in words.groups:
        table += words_of({group.id: group.words})
    for line in words.lines:
        table += words_of({line.id: line.words})
        uncertain = words_of({line.id: line.uncertain})
        table += [word._replace(sure=False) for word in uncertain]
    return Lexicon(table)


@cache
def covering_words() -> Lexicon:
    """Words that say nothing of the outcome, and cover a clause all the same."""
    return Lexicon(words_of({"known": vocabulary().outcome.roles["known"]}))


@cache
def unheard_words() -> Lexicon:
    """Words that may stand before a giving, and take nothing from it."""
    roles = vocabulary().outcome.roles
    return Lexicon(words_of({role: roles[role] for role in UNHEARD}))


def read_clauses(text: str) -> ParsedWording:
    """The clauses of a wording that has been made plain (`plain_wording`)."""
    weighed = weigh_hits(text, outcome_lexicon())
    hits = [one for hit, is_denied in weighed for one in turned(text, hit, is_denied)]
    hits = sorted([*hits, *barely_told(text)])
    if not hits:
        return ParsedWording(text, (), ())
    spans = spans_of(text)
    hits = [
        hit for hit in drop_names(drop_deniers(text, hits)) if not is_within(hit, spans.excepted)
    ]
    parts = bounds(text, hits, spans)
    clauses = handed_on([make_clause(text, start, end, hits, spans) for start, end in parts])
    mute = [one for one in clauses if not any(map(is_act, one.hits))]
    hinting = filter(hints_at_giving, (one.of(text) for one in mute))
    return ParsedWording(
        text,
        tuple(clauses),
        tuple(hits),
        is_excepting=bool(spans.excepted) or "except" in {hit.target for hit in hits},
        excepted=tuple(text[start:end] for start, end in spans.excepted),
        unread=tuple(one.of(text) for one in mute if not is_covered(text, one, spans)),
        hinting=tuple(hinting),
    )


def barely_told(text: str) -> Iterator[Hit]:
    """Yield what is given, or not there, by a single word that means other things elsewhere."""
    for sign, pattern, target in (("没", NONE_THERE, NOT_HELD), ("给", GIVEN_BARELY, GIVE)):
        if sign in text:
            yield from (Hit(*found.span(), target) for found in pattern.finditer(text))


def is_act(hit: Hit) -> bool:
    """Whether a word does something: gives, refuses, or names a line."""
    return hit.target in GIFTS or hit.target.startswith("outcome.")


def is_within(hit: Hit, spans: Iterable[TextSpan]) -> bool:
    """Whether a hit lies within one of some spans."""
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def turned(text: str, hit: Hit, is_negated: bool) -> list[Hit]:
    """What a hit says where it may be denied: giving denied is refusing, all else denied is
    nothing."""
    if not is_negated or hit.target in UNDENIED:
        return [hit]
    if hit.target not in (GIVE, HAND, TELL):
        return []
    if NOT_ALL.search(text, max(0, hit.start - 6), hit.end):
        return [Hit(hit.start, hit.end, PARTIAL, sure=False)]
    group = UNAVAILABLE if "提供" in text[hit.start : hit.end] else REFUSED
    return [Hit(hit.start, hit.end, group)]


def drop_deniers(text: str, hits: list[Hit]) -> list[Hit]:
    """The hits without those that only deny what stands right behind them: 不存在不予公开的情形."""
    deniers = vocabulary().outcome.deniers
    return [
        hit
        for hit in hits
        if not (text[hit.start : hit.end] in deniers and denies_next(text, hit.end))
    ]


def drop_names(hits: list[Hit]) -> list[Hit]:
    """The hits without giving that only begins the name of a line: 年鉴已公开出版."""
    lines = [hit.start for hit in hits if hit.target == PUBLISHED_MATERIAL]
    return [
        hit
        for hit in hits
        if not (hit.target == GIVE and any(hit.start < start < hit.end for start in lines))
    ]


def denies_next(text: str, end: int) -> bool:
    """Whether a word for a line or for refusing begins right behind a place."""
    for place in (end, end + 1, end + 2):
        if place >= len(text):
            return False
        found = outcome_lexicon().at(text, place)
        if found and found[0].target.startswith("outcome."):
            return True
        if text[place] not in "该其任何相关有属于涉及":
            return False
    return False


def without_spans(text: str, clause: Clause, spans: Iterable[TextSpan]) -> str:
    """The text of a clause without what lies in some spans."""
    left = list(text[clause.start : clause.end])
    for start, end in spans:
        for place in range(max(start, clause.start), min(end, clause.end)):
            left[place - clause.start] = ""
    return "".join(left)


class Spans(NamedTuple):
    """What is no word and yet means something, each from where to where."""

    items: list[TextSpan]
    counts: list[TextSpan]
    articles: list[TextSpan]
    excepted: list[TextSpan]


def spans_of(text: str) -> Spans:
    """Items, counts and exceptions; an article of a law is none of them."""
    articles = [found.span() for found in ARTICLE.finditer(text)] if "条" in text else []

    def spans(pattern: re.Pattern[str]) -> list[TextSpan]:
        found = (match.span() for match in pattern.finditer(text))
        return [span for span in found if not any(a <= span[0] < b for a, b in articles)]

    excepted = [found.span() for found in EXCEPT.finditer(text)] if "除" in text else []
    items = spans(ITEM_NUMBER)
    counts = [
        (start, end)
        for start, end in (*spans(COUNT), *spans(BARE_ORDINAL))
        if not any(begin <= start < stop for begin, stop in items)
    ]
    return Spans(items, counts, articles, excepted)


def bounds(text: str, hits: list[Hit], spans: Spans) -> list[TextSpan]:
    """From where to where each clause goes."""
    cuts = {0, len(text), *cuts_at_signs(text, spans)}
    begins = {start for start, _ in (*spans.items, *spans.counts)}
    begins |= {hit.start for hit in hits if hit.target in ("rest", "also")}
    acts = [hit.start for hit in hits if is_act(hit)]
    for begin in sorted(begins - cuts):
        if parts_acts(begin, acts, cuts):
            cuts.add(begin)
    parts = pairwise(sorted(cuts))
    return [(start, end) for start, end in parts if has_letters(text[start:end])]


def cuts_at_signs(text: str, spans: Spans) -> Iterator[int]:
    """Where punctuation ends a clause, but not within 第1、2项 or an article."""
    whole = [*spans.items, *spans.counts, *spans.articles]
    for sign in ENDS.finditer(text):
        if not any(start < sign.end() and sign.start() < stop for start, stop in whole):
            yield from sign.span()


def parts_acts(begin: int, acts: Sequence[int], cuts: set[int]) -> bool:
    """Whether something is done on both sides of a place, between the cuts around it: a new clause
    begins in 一项公开一项不公开, and none in 公开其中一部分."""
    before = max(cut for cut in cuts if cut < begin)
    after = min(cut for cut in cuts if cut > begin)
    is_done_before = any(before <= act < begin for act in acts)
    return is_done_before and any(begin <= act < after for act in acts)


def has_letters(text: str) -> bool:
    """Whether a text is more than signs."""
    return any(sign.isalnum() for sign in text)


def item_mark(text: str, start: int, end: int) -> str:
    """Whether a span names one thing or several."""
    return "items" if SEVERAL_ITEMS.search(text, start, end) else "item"


def make_clause(text: str, start: int, end: int, hits: list[Hit], spans: Spans) -> Clause:
    """One clause with its words and marks."""
    within = tuple(hit for hit in hits if start <= hit.start < end)
    marks = {*MARKS.intersection(hit.target for hit in within)}
    items = [item for item in spans.items if start <= item[0] < end]
    marks |= {item_mark(text, *item) for item in items}
    if any(start <= place < end for place, _ in spans.counts):
        marks.add("count")
    if PORTION.search(text, start, end):
        marks.add("part")
    return Clause(start, end, within, frozenset(marks))


def handed_on(clauses: list[Clause]) -> list[Clause]:
    """The clauses, each that does nothing leaving its marks to the next: 关于第一个问题，予以公开."""
    marked: list[Clause] = []
    waiting: frozenset[str] = frozenset()
    for clause in clauses:
        marks = clause.marks | waiting
        does_nothing = not any(map(is_act, clause.hits))
        waiting = marks & {"item", "items", "count"} if does_nothing else frozenset()
        marked.append(clause._replace(marks=marks))
    return marked


@cache
def harmless_words() -> re.Pattern[str]:
    """Words that hold a sign of negation and deny nothing."""
    return re.compile("|".join(map(re.escape, vocabulary().outcome.harmless)))


def denies_unheard(text: str, start: int, end: int) -> bool:
    """Whether a part of a clause denies something that no word tells: 无权, 不见得."""
    if not DENIAL.search(text, start, end):
        return False
    rest = list(harmless_words().sub(lambda found: " " * len(found[0]), text[start:end]))
    for hit in outcome_lexicon().find(text):
        begin, stop = denial_before(text, hit.start) - start, min(hit.end, end) - start
        rest[max(0, begin) : max(0, stop)] = " " * len(rest[max(0, begin) : max(0, stop)])
    return DENIAL.search("".join(rest)) is not None


def unheard_in(text: str, start: int, end: int) -> str:
    """What no word covers in a part of a text, a blank for each sign that one does."""
    words = text[start:end]
    left = list(words)
    for hit in (*outcome_lexicon().find(words), *unheard_words().find(words)):
        left[hit.start : hit.end] = " " * (hit.end - hit.start)
    return NO_WORD.sub(" ", "".join(left))


def hints_at_giving(words: str) -> bool:
    """Whether a clause speaks of giving outside all known words: 另告知其办理流程."""
    if not GIVING.search(words):
        return False
    rest = list(words)
    for hit in outcome_lexicon().find(words):
        rest[hit.start : hit.end] = " " * (hit.end - hit.start)
    return GIVING.search("".join(rest)) is not None


def is_covered(text: str, clause: Clause, spans: Spans) -> bool:
    """Whether something in a clause is known, be it only a filler; numbers and signs say
    nothing."""
    if any(hit.target not in MARKS for hit in clause.hits):
        return True
    if any(a < clause.end and clause.start < b for a, b in spans.excepted):
        return True
    if PROCEDURE.fullmatch(text, clause.start, clause.end):
        return True
    words = without_spans(text, clause, [*spans.items, *spans.counts])
    if not TOLD.search(words) or ARTICLE.fullmatch(words):
        return True
    # A neutral or negated word covers as well as a filler: 不涉及个人隐私.
    return covering_words().finds_any(words) or outcome_lexicon().finds_any(words)
