"""What is done in each clause of a wording: given, given in part, refused and why, withdrawn.

Here words become acts: what was only asked for, is in doubt, or merely names what is given is none.
How the acts of a wording are weighed is in `understand.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import NamedTuple

from reportcli.words.clauses import (
    GIFTS,
    GRANTED,
    HAND,
    NOT_HELD,
    PARTIAL,
    REFUSED,
    TELL,
    Clause,
    ParsedWording,
)
from reportcli.words.matcher import Hit
from reportcli.words.numerals import ONE_TO_TEN, spelled_value
from reportcli.words.patterns import late_pattern
from reportcli.words.vocabulary import VocabularyLine, vocabulary

REPEATED = "outcome.unprocessed.repeated"
MISCELLANEOUS = "outcome.other.miscellaneous"
ADVICE = "advice"
DOUBTS = ("doubt", ADVICE)
TOGETHER = (
    "item",
    "items",
    "rest",
    "part",
    "count",
)  # marks that tell one thing asked for from another
# 申请公开, 要求行政机关提供: what was asked for, and not given.
ASKED = late_pattern(
    rf"(?:(?<![依经据按应])申请(?![人0-9{ONE_TO_TEN}])|(?<!按)(?<!按申请人)(?<!应申请人)要求|请求|希望|想要?|欲|意图|需要?)"
    rf"[^的予已均现,、0-9{ONE_TO_TEN}]{{0,8}}$"
)
DONE = "已均现"  # a word that begins so tells what was done, whatever was asked
OBJECT = late_pattern(r"[^属涉因但不未,;]{0,10}")  # between giving and the name of what is given
PAPER = late_pattern(
    r"[^属涉因但不未,;]{0,6}?(?:书|件|料|资料|记录|卷|信息|文件|答复|结果|报告|情况|规定|制度|单|表|稿|函)"
)
STATED = late_pattern("(?:属于|属|涉及|涉|系|为|因|是|含)[^,;]{0,6}$")
# What was given before, to an earlier request.
EARLIER = late_pattern("(?:此前|前次|上次|之前|先前|曾|前期|早先|以前)[^,;。]{0,10}$")
# 申请人提供的联系方式: what the applicant gives is none of the answer.
GIVEN_BY_APPLICANT = late_pattern(
    "(?<![向给为对])(?:申请人|申请者|当事人|原告|代理人)(?:所|已|未|已经|重新|另|补充|再次|按要求|无法|拒绝){0,2}$"
)
# 申请5项，公开3项: how much was asked for, and given.
NUMBER_OF_THINGS = rf"([0-9]{{1,3}}|[{ONE_TO_TEN}两])(项|份|条|件|个|页)"
ASKED_FOR = late_pattern(f"(?:申请|要求|共|涉及)(?:公开|提供|了|共|的){{0,2}}{NUMBER_OF_THINGS}")
GIVEN_OF_THEM = late_pattern(f"(?:公开|提供|给)(?:了|其中)*{NUMBER_OF_THINGS}")
# 涉及其他单位的告知其向相应单位申请: of a part another organ has to be asked.
SENT_ELSEWHERE = late_pattern(
    "(?<!不服)的(?:内容|信息|部分|事项|文件)?,?(?:已|则|均)?(?:告知|建议|请|引导|应)[^,;。]{0,8}"
    "(?:向|到|找)(?![本我])[^,;。]{1,14}(?:申请|提出|咨询)(?!行政复议|复议|诉讼)"
)
DOUBTED = 8  # characters that 是否 or 拟 reaches over
ENDED = late_pattern("[,;。!?]")  # what it does not reach over, as it does over a colon
# 应由市局公开, 属于区教育局公开: what another organ gives, or should.
ELSEWHERE = late_pattern(
    "(已)?(?:由|属于?|归|系)(?![^,;。]{0,2}[我本])[^,;。由]{1,12}?(?:局|厅|委|部门|单位|机关|政府|街道办?|办事处|镇|乡|法院|集团|公司|大会|委员会|[村居]委会|中心|学校|企业)"
    "(?:(?:负责|决定|依法|主动|予以|另行|统一|对外|进行|职责|应当|来|去){0,2})$"
)
# 信息公开名义, but 信息公开给申请人: a name of the matter, and nothing given.
NAME_OF_THE_MATTER = late_pattern("信息公开(?=[一-鿿])(?![给于如了并且后但而已,;])")


class Act(NamedTuple):
    """Something done: a line, a group, giving or giving in part, at a place in a clause."""

    target: str
    place: int
    clause: Clause
    sure: bool = True


@dataclass(frozen=True)
class Acts:
    """All that is done in a wording, by kind."""

    reading: ParsedWording
    given: tuple[Act, ...]
    parted: tuple[Act, ...]
    refused: tuple[Act, ...]
    withdrawn: tuple[Act, ...] = ()
    doubted: tuple[Act, ...] = ()

    @cached_property
    def lines(self) -> tuple[list[str], bool]:
        """The lines that the refusals name, and whether surely."""
        return lines_refused(self.refused)

    def places(self, role: str) -> list[int]:
        """Where words of a role stand."""
        return [hit.start for hit in self.reading.hits if hit.target == role]

    def has(self, role: str) -> bool:
        """Whether a word of a role stands in the wording."""
        return any(hit.target == role for hit in self.reading.hits)


# --- from words to acts ---


class Done(NamedTuple):
    """What one clause does."""

    given: list[Act]
    parted: list[Act]
    refused: list[Act]
    doubted: list[Act]


def acts_of(reading: ParsedWording) -> Acts:
    doubts = [hit for hit in reading.hits if hit.target in DOUBTS]
    each = [done_in(reading.text, clause, doubts) for clause in reading.clauses]
    given = [*chain.from_iterable(done.given for done in each)]
    refused = [*chain.from_iterable(done.refused for done in each)]
    parted = chain.from_iterable(done.parted for done in each)
    doubted = chain.from_iterable(done.doubted for done in each)
    withdrawn = withdrawn_in_part(reading.text, given, refused)
    if refused and not acts_told_apart(given, refused):
        given = [act for act in given if act.target != TELL]
    refused = [act for act in refused if act not in withdrawn]
    return Acts(
        reading, tuple(given), tuple(parted), tuple(refused), tuple(withdrawn), tuple(doubted)
    )


def parted_by(acts: Iterable[Act], test: Callable[[Act], bool]) -> tuple[list[Act], list[Act]]:
    """The acts of which something is true, and the others."""
    found: tuple[list[Act], list[Act]] = [], []
    for act in acts:
        found[0 if test(act) else 1].append(act)
    return found


def done_in(text: str, clause: Clause, doubts: Sequence[Hit]) -> Done:
    """What a clause does, doubts and mere names apart."""
    doubted, acts = parted_by(
        (act_at(clause, hit) for hit in clause.hits),
        lambda act: any(reaches(text, doubt, act) for doubt in doubts),
    )
    gifts, earlier = gifts_in(text, acts)
    elsewhere, gifts = parted_by(gifts, lambda act: is_elsewhere(text, act))
    held_elsewhere = map(as_held_elsewhere, elsewhere)
    refused = [*filter(refuses, acts), *map(as_repeated, earlier), *held_elsewhere]
    named, refused = parted_by(refused, lambda act: is_a_name(text, act, gifts))
    parted = [act for act in acts if act.target == PARTIAL]
    open_ones = [act for act in doubted if act.target in (REFUSED, PARTIAL) or gives(text, act)]
    return Done(made_sure(gifts, named), parted, refused, open_ones)


def reaches(text: str, doubt: Hit, act: Act) -> bool:
    """Whether 是否, 拟 or the like stands closely before an act; 建议 only before a decision, as
    one may be advised where else to turn to."""
    if doubt.target == ADVICE and not (is_gift(act) or act.target in (REFUSED, PARTIAL)):
        return False
    is_near = doubt.start < act.place <= doubt.end + DOUBTED
    return is_near and not ENDED.search(text, doubt.end, act.place)


def is_elsewhere(text: str, act: Act) -> bool:
    """Whether it is another organ that gives."""
    return ELSEWHERE.search(text, act.clause.start, act.place) is not None


def as_held_elsewhere(act: Act) -> Act:
    """What another organ gives, as what this one does not hold."""
    return act._replace(target=NOT_HELD, sure=False)


def gifts_in(text: str, acts: Iterable[Act]) -> tuple[list[Act], list[Act]]:
    """What is given now, and what was given to an earlier request."""
    gifts = [act for act in acts if gives(text, act)]
    earlier = [act for act in gifts if was_given_earlier(text, act)]
    return [act for act in gifts if act not in earlier], earlier


def as_repeated(act: Act) -> Act:
    """What was given earlier, as the repeated request that this one seems to be."""
    return act._replace(target=REPEATED, sure=False)


def made_sure(gifts: Iterable[Act], named: Iterable[Act]) -> list[Act]:
    """The gifts, uncertain behind a name: in 信访答复意见书予以公开 what is named first may be given,
    or be the reason."""
    first = min((act.place for act in named), default=None)
    return [
        gift._replace(sure=gift.sure and (first is None or gift.place < first)) for gift in gifts
    ]


def withdrawn_in_part(text: str, given: list[Act], refused: list[Act]) -> list[Act]:
    """The withdrawals of one thing among several, which withdraw no request."""
    withdrawals = [act for act in refused if withdraws(text, act)]
    others = {act.clause for act in (*given, *refused) if act not in withdrawals}
    return [
        act for act in withdrawals if is_of_a_part(act.clause, beside=bool(others - {act.clause}))
    ]


def acts_told_apart(*acts: Iterable[Act]) -> bool:
    """Whether marks tell apart several things that something was done to."""
    return any(act.clause.has(*TOGETHER) for act in chain(*acts))


def names_one_item(acts: Iterable[Act]) -> bool:
    """Whether all that is done is done to one item that is named by its number."""
    clauses = {act.clause.start: act.clause for act in acts}
    return len(clauses) == 1 and all(clause.has("item") for clause in clauses.values())


def act_at(clause: Clause, hit: Hit) -> Act:
    return Act(hit.target, hit.start, clause, hit.sure)


def gives(text: str, act: Act) -> bool:
    """Whether an act gives something: not where it was only asked for, nor in 不属于本机关公开."""
    is_asked = ASKED.search(text, act.clause.start, act.place) and text[act.place] not in DONE
    if not is_gift(act) or is_asked or is_the_applicants(text, act):
        return False
    if NAME_OF_THE_MATTER.match(text, act.place - len("信息")):
        return False
    is_elsewhere = (
        hit.target == NOT_HELD and 0 <= act.place - hit.end <= 3 for hit in act.clause.hits
    )
    return act.target != HAND or not any(is_elsewhere)


def is_the_applicants(text: str, act: Act) -> bool:
    """Whether it is the applicant who provides something."""
    is_providing = "提供" in text[act.place : act.place + 4]
    return is_providing and GIVEN_BY_APPLICANT.search(text, act.clause.start, act.place) is not None


def gives_fewer_than_asked(text: str) -> bool:
    """Whether fewer things were given than were asked for, as the numbers of one unit tell."""
    asked, given = ASKED_FOR.search(text), GIVEN_OF_THEM.search(text)
    if not asked or not given or asked[2] != given[2] or given.start() < asked.end():
        return False
    return things_counted(given[1]) < things_counted(asked[1])


def things_counted(number: str) -> int:
    """The value of a small number in digits or words."""
    return int(number) if number.isdecimal() else spelled_value(number) or 0


def was_given_earlier(text: str, act: Act) -> bool:
    """Whether something was given to an earlier request, and not made public of itself."""
    is_public = "主动" in text[act.place : act.place + 4]
    return not is_public and EARLIER.search(text, act.clause.start, act.place) is not None


def refuses(act: Act) -> bool:
    """Whether a word names a line or group that gives nothing."""
    return act.target.startswith("outcome.") and act.target not in (GRANTED, PARTIAL)


def is_a_name(text: str, act: Act, gifts: Iterable[Act]) -> bool:
    """Whether a refusal's word only names what is given: 公开行政执法案卷, 信访答复意见书予以公开."""
    if act.target not in vocabulary().outcome.nameable:
        return False
    if STATED.search(text, act.clause.start, act.place):
        return False
    for gift in gifts:
        if gift.place < act.place:
            between = text[gift.place : act.place]
            if OBJECT.fullmatch(between):
                return True
        elif PAPER.match(text, act.place, gift.place):
            return True
    return False


def is_of_a_part(clause: Clause, *, beside: bool) -> bool:
    """Whether a clause is about one thing of several; a count is, where another is told `beside`."""
    return clause.has("item", "items", "rest", "part") or (beside and clause.has("count"))


def withdraws(text: str, act: Act) -> bool:
    words = vocabulary().outcome.withdrawals
    return act.target == MISCELLANEOUS and text.startswith(tuple(words), act.place)


@cache
def lines_by_id() -> Mapping[str, VocabularyLine]:
    """The outcome lines by id, in the order of the form."""
    return {line.id: line for line in vocabulary().outcome.lines}


def is_gift(act: Act) -> bool:
    return act.target in GIFTS


def lines_refused(refused: Iterable[Act]) -> tuple[list[str], bool]:
    """The lines that refusals name, in the order of the form, and whether surely: uncertain words
    yield to others."""
    refused = tuple(refused)
    known = lines_by_id()
    for sure in (True, False):
        named = {act.target for act in refused if act.sure is sure and act.target in known}
        absorbed = {other for line in named for other in known[line].absorbs}
        if lines := [line for line in known if line in named - absorbed]:
            return lines, sure
    return [], True
