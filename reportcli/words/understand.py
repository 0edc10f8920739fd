"""What the clauses of a wording say together: one line, a group, or what is left undecided.

The rules are a list, read from top to bottom; each is one page of the law or one way in which offices
write. What no rule can decide is returned with the lines that it may be, never guessed. Not for
grounds and articles (`outcome.py`), nor for what a clause does (`acts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from reportcli.words.acts import (
    DONE,
    MISCELLANEOUS,
    REPEATED,
    SENT_ELSEWHERE,
    TOGETHER,
    Act,
    Acts,
    acts_of,
    acts_told_apart,
    gives_fewer_than_asked,
    is_gift,
    lines_refused,
    names_one_item,
)
from reportcli.words.clauses import (
    GRANTED,
    NOT_HELD,
    PARTIAL,
    REFUSED,
    ParsedWording,
    denies_unheard,
    is_act,
    read_clauses,
    unheard_in,
)
from reportcli.words.matcher import group_of
from reportcli.words.naming import (
    NAMED_THING,
    PAPERS,
    SENSITIVE,
    WITHHELD,
    in_some_manner,
    thing_of,
)
from reportcli.words.patterns import late_pattern
from reportcli.words.vocabulary import vocabulary

# 可以公开的, 不涉及商业秘密的内容, 清理敏感信息后公开: some of it only.
CAN_BE_GIVEN = "(?<!不)(?:可以?|能够?|应当?|允许|该)(?:予以)?(?:公开|提供)的"
RESTRICTED = late_pattern(
    f"{CAN_BE_GIVEN}"
    "|(?:不|未|非|无)[^,;。]{1,12}的(?:内容|部分|信息|材料|文件)[^,;。]{0,6}(?:公开|提供)"
    "|(?:个人信息|隐私|敏感|涉密|秘密|身份证|姓名|电话|住址|联系方式)[^,;。]{0,8}后[^,;。]{0,6}(?:公开|提供)"
)
# 部分内容 alone says that the rest is not given
PART_ALONE = late_pattern("[一大小]?部分(?:内容|信息|材料|文件|事项)?")
AT_FIRST = late_pattern(
    "(?:原[^,;。]{0,4}|先前?|初次?|首次|前次|此前|起初|最初|上次|由)[^,;。]{0,6}$"
)
GIVES = late_pattern("公开|提供|公布|给")
CONSENT_IN_PART = late_pattern(
    "(?:第三方|第三人|权利人)[^,;。]{0,4}部分"
)  # 第三方部分同意 is no 部分公开 (条例第三十二条)


class Said(NamedTuple):
    """What a wording says: lines of one group in any order, groups without a line, or rivals that it
    leaves undecided; whether surely.
    """

    lines: tuple[str, ...] = ()
    groups: frozenset[str] = frozenset()
    rivals: tuple[str, ...] = ()
    sure: bool = True


# --- the rules ---


def asks_consent_in_part(acts: Acts) -> Said | None:
    """第三方同意部分公开 says what a third party would have; beside a refusal it contradicts it."""
    if any(map(withholds, acts.refused)) and CONSENT_IN_PART.search(acts.reading.text):
        return undecided(acts, PARTIAL)
    return None


def leaves_it_open(acts: Acts) -> Said | None:
    """建议不予公开, 拟公开, 是否公开待定: nothing is decided where no more than a ground stands beside."""
    is_decided = acts.given or acts.parted or any(decides(act) for act in acts.refused)
    if not acts.doubted or is_decided:
        return None
    return undecided(acts, *(GRANTED if is_gift(act) else act.target for act in acts.doubted))


def decides(act: Act) -> bool:
    """Whether a refusal is more than the ground of one."""
    return withholds(act) or group_of(act.target) != REFUSED


def denies_what_it_gives(acts: Acts) -> Said | None:
    """无权公开, 不见得公开: a denial that no word explains stands before what is given."""
    text = acts.reading.text
    if any(denies_unheard(text, act.clause.start, act.place) for act in acts.given):
        return undecided(acts, GRANTED, REFUSED)
    return None


def gives_all_its_parts(acts: Acts) -> Said | None:
    """部分信息已主动公开，其余予以公开: the parts make a whole."""
    marked = {act.clause.start for act in acts.given if act.clause.has("part", "rest")}
    is_cut = acts.has("redact") or acts.reading.is_excepting
    is_parted = any(act.clause.start not in marked for act in acts.parted)
    if len(marked) < 2 or acts.refused or is_cut or is_parted:
        return None
    return Said((GRANTED,), sure=not acts.withdrawn)


def gives_in_part(acts: Acts) -> Said | None:
    """部分公开 wins over everything, because the form says so (区分处理的，只计这一情形)."""
    if acts.parted and gave_the_rest_later(acts):
        return Said((GRANTED,), sure=told_first(acts, acts.parted))
    if acts.parted:
        return Said((PARTIAL,), sure=any(act.sure for act in acts.parted) and not acts.withdrawn)
    if any(act.clause.has("part") for act in acts.given):
        return Said((PARTIAL,), sure=not acts.withdrawn)
    if any(act.clause.has("only") for act in acts.given):
        return Said((PARTIAL,), sure=bool(acts.refused))
    return None


def tells_that_it_is_a_part(acts: Acts) -> Said | None:
    """予以公开（部分）: a clause says no more than that it was a part."""
    text = acts.reading.text
    if not any(PART_ALONE.fullmatch(text, one.start, one.end) for one in acts.reading.clauses):
        return None
    if acts.given and not acts.refused:
        return Said((PARTIAL,), sure=not acts.withdrawn)
    return undecided(acts, PARTIAL)


def gives_what_can_be_given(acts: Acts) -> Said | None:
    """可以公开的内容予以公开, 其余公开: there seems to be something that was not given."""
    if not acts.given or acts.refused or acts.withdrawn:
        return None
    only_the_rest = all(act.clause.has("rest") for act in acts.given)
    is_restricted = RESTRICTED.search(acts.reading.text) and not acts.has("lift")
    text = acts.reading.text
    is_short = gives_fewer_than_asked(text) or SENT_ELSEWHERE.search(text)
    return Said((PARTIAL,), sure=False) if only_the_rest or is_restricted or is_short else None


def excepts_what_was_withdrawn(acts: Acts) -> Said | None:
    """除第3项撤回外，其余公开: whatever was still asked for was given, or a part of it all."""
    words = vocabulary().outcome.withdrawals
    is_withdrawn = any(word in told for told in acts.reading.excepted for word in words)
    return undecided(acts, GRANTED, PARTIAL) if acts.given and is_withdrawn else None


def gives_what_is_left(acts: Acts) -> Said | None:
    """Blacked out, removed or excepted, and then given: 条例第三十七条."""
    is_cut = acts.has("redact") or acts.reading.is_excepting
    if acts.given and is_cut:
        return Said((PARTIAL,))
    if acts.reading.is_excepting and acts.refused:
        return undecided(acts, PARTIAL)
    if acts.has("redact") and not any(map(decides, acts.refused)):
        return undecided(acts, PARTIAL) if acts.refused else Said((PARTIAL,), sure=False)
    return None


def may_have_made_it_public(acts: Acts) -> Said | None:
    """脱密处理后公开: a secret no more, or without what is secret."""
    return undecided(acts, GRANTED, PARTIAL) if acts.given and acts.has("unsettled") else None


def sorts_what_can_be_given(acts: Acts) -> Said | None:
    """可以公开的公开，不能公开的不公开: 区分处理 in other words."""
    is_sorted = re.search(CAN_BE_GIVEN, acts.reading.text)
    return Said((PARTIAL,)) if acts.given and acts.refused and is_sorted else None


def withholds_a_part(acts: Acts) -> Said | None:
    """部分内容不予公开: the rest was given, unless another clause refuses that too."""
    shares = {act.clause for act in acts.refused if withholds(act) and act.clause.has("part")}
    others = {act.clause for act in acts.refused if act.clause.has("rest", "item", "part")} - shares
    if shares and not others:
        return Said((PARTIAL,))
    return None


def lifts_the_ground(acts: Acts) -> Said | None:
    """已解密，予以公开: the last act counts where a ground no longer stands in the way."""
    lifts = [*acts.places("lift"), *acts.places("turn")]
    if not (acts.given and acts.refused and lifts):
        return None
    last_given = max(act.place for act in acts.given)
    refused = [act.place for act in acts.refused]
    withholds_one = any(act.clause.has(*TOGETHER) and withholds(act) for act in acts.refused)
    refuses_after = max(refused) > max(*lifts, last_given) or min(refused) > last_given
    return None if withholds_one or refuses_after else Said((GRANTED,))


def gave_it_before(acts: Acts) -> Said | None:
    """已经答复并提供，属重复申请: what was given then is no answer to this request."""
    text = acts.reading.text
    is_repeated = REPEATED in {act.target for act in acts.refused if act.sure}
    were_done = all(text[act.place] in DONE for act in acts.given)
    if acts.given and is_repeated and were_done and acts.lines[0] == [REPEATED]:
        return Said((REPEATED,), sure=False)
    return None


def gives_one_and_not_another(acts: Acts) -> Said | None:
    """第1项予以公开，第2项不存在: 条例第三十七条 again, item by item."""
    if not (acts.given and acts.refused):
        return None
    if {act.clause for act in acts.given} & {act.clause for act in acts.refused}:
        return None
    says_also = any(act.clause.has("also") for act in acts.refused)
    return Said((PARTIAL,)) if says_also or acts_told_apart(acts.given, acts.refused) else None


def does_another_thing_later(acts: Acts) -> Said | None:
    """原不予公开，后改为公开: the last act counts, and is said to."""
    if not (acts.given and acts.refused) and not several_groups(acts):
        return None
    done = sorted(act.place for act in (*acts.given, *acts.refused))
    turns = [*acts.places("later"), *acts.places("turn")]
    between = [place for place in turns if done[0] < place <= done[-1]]
    if not between:
        return None
    every = (*acts.given, *acts.refused)
    return last_said([act for act in every if act.place >= max(between)], told_first(acts, every))


def gave_the_rest_later(acts: Acts) -> bool:
    """Whether all was given after a part had been: 原定部分公开，现改为全部公开."""
    last_part = max(act.place for act in acts.parted)
    last_given = max((act.place for act in acts.given), default=-1)
    turns = [*acts.places("later"), *acts.places("turn")]
    return not acts.refused and any(last_part < turn < last_given for turn in turns)


def told_first(acts: Acts, earlier: Iterable[Act]) -> bool:
    """Whether the first of some acts is told as one that came before others: 原答复, 先, 首次."""
    first = min(act.place for act in earlier)
    return AT_FIRST.search(acts.reading.text, max(0, first - 10), first) is not None


def last_said(after: list[Act], is_told: bool) -> Said | None:
    """What was done last, where that is one thing; surely where the words tell what came before."""
    given = [act for act in after if is_gift(act)]
    refused = [act for act in after if not is_gift(act)]
    if given and refused:
        return None
    if given:
        return Said((GRANTED,), sure=is_told)
    is_withdrawn = any(act.target == MISCELLANEOUS for act in refused)
    return refusal(refused, sure=is_told and not is_withdrawn)


def names_what_it_gives(acts: Acts) -> Said | None:
    """会议纪要公开，讨论记录不公开: each clause has a thing of its own, and the one is given."""
    giving = {act.clause for act in acts.given}
    refusing = {act.clause for act in acts.refused if names_a_reason(act)}
    withheld = {act.clause for act in acts.refused if withholds(act) or act.target == NOT_HELD}
    if not (giving and refusing) or giving & refusing:
        return None
    # What follows the first refusal is of the same thing.
    naming = giving | {min(refusing, key=lambda clause: clause.start)}
    names = [thing_of(acts.reading.text, clause) for clause in naming]
    if not all(map(NAMED_THING.search, names)):
        return None
    # Papers of two names are two things for certain; else the one may be a reason for the other.
    return Said((PARTIAL,), sure=bool(withheld) and all(map(PAPERS.search, names)))


def names_a_reason(act: Act) -> bool:
    """Whether an act withholds, or says of something why it would be."""
    return act.target == NOT_HELD or group_of(act.target) == REFUSED


def gives_and_refuses(acts: Acts) -> Said | None:
    """予以公开，信息不存在: it cannot be both."""
    return undecided(acts, GRANTED) if acts.given and acts.refused else None


def gives_more_or_less(acts: Acts) -> Said | None:
    """原则上公开 leaves open whether all of it was given."""
    if acts.given and any(act.clause.has("hedge") for act in acts.given):
        return undecided(acts, GRANTED, PARTIAL)
    return None


def gives_all(acts: Acts) -> Said | None:
    """Given, and nothing else; of one item alone it is not certain that there was no other."""
    if not acts.given:
        return None
    is_certain = any(act.sure for act in acts.given) and not names_one_item(acts.given)
    is_decided = not all(is_consent(acts, act) for act in acts.given)
    is_sure = is_certain and is_decided and is_told_plainly(acts) and not acts.withdrawn
    return Said((GRANTED,), sure=is_sure)


def is_told_plainly(acts: Acts) -> bool:
    """Whether nothing beside the giving may take something from it: 划走报价后公开, 公开批复、驳回图纸."""
    text = acts.reading.text
    if any(in_some_manner(text, act) for act in acts.given) or SENSITIVE.search(text):
        return False
    return not (WITHHELD.search(text) and WITHHELD.search(unheard_in(text, 0, len(text))))


def is_consent(acts: Acts, act: Act) -> bool:
    """Whether no more than the consent of a third party is told: 第三方同意."""
    text, lifted = acts.reading.text, acts.places("lift")
    return act.place in lifted and not GIVES.search(text, act.place)


def withdraws_an_item(acts: Acts) -> Said | None:
    """撤回部分申请 alone: what became of the rest is not said."""
    return undecided(acts, PARTIAL, MISCELLANEOUS) if acts.withdrawn and not acts.refused else None


def refuses_what_was_lifted(acts: Acts) -> Said | None:
    """原属国家秘密，已解密: the ground is gone, and giving is not told."""
    if acts.refused and acts.has("lift"):
        lifted = max(acts.places("lift"))
        if all(act.place < lifted for act in acts.refused):
            return undecided(acts, GRANTED)
    return None


def refuses_a_part_alone(acts: Acts) -> Said | None:
    """部分信息不存在, or 第2项不存在: the rest may have been given."""
    if not acts.refused:
        return None
    parts = {act.clause.start for act in acts.refused if act.clause.has("part")}
    is_alone = names_one_item(acts.refused) and not acts.withdrawn
    if len(parts) == 1 or is_alone:
        return undecided(acts, PARTIAL)
    return None


def refuses_for_several_groups(acts: Acts) -> Said | None:
    """信访事项，信息不存在 and 不存在，其余不予公开: lines of different groups."""
    is_undecided = several_groups(acts) or refuses_another_apart(acts)
    return undecided(acts) if is_undecided else None


def refuses_another_apart(acts: Acts) -> bool:
    """Whether a group is told of one thing, and a line of another group of others."""
    lines = acts.lines[0]
    groups = {group_of(line) for line in lines}
    clauses = {act.clause for act in acts.refused if act.target in lines}
    apart = [act for act in acts.refused if refuses_apart(act) and act.clause not in clauses]
    return bool(groups) and any(act.target not in groups for act in apart)


def refuses_apart(act: Act) -> bool:
    """Whether a group, and no line of it, is told of one thing among several."""
    return act.target == group_of(act.target) and act.clause.has("rest", "item", "part")


def refuses_all(acts: Acts) -> Said | None:
    """Nothing is given: the lines named, or else the groups."""
    return refusal(acts.refused, sure=not acts.withdrawn)


def refusal(refused: Iterable[Act], *, sure: bool) -> Said | None:
    """What refusals say: lines, of which those that are sure outdo the others, or else groups."""
    refused = tuple(refused)
    lines, is_sure = lines_refused(refused)
    if lines:
        return Said(tuple(lines), sure=sure and is_sure)
    groups = frozenset(act.target for act in refused if act.target == group_of(act.target))
    return Said(groups=groups, sure=sure) if groups else None


RULES: tuple[Callable[[Acts], Said | None], ...] = (
    leaves_it_open,
    asks_consent_in_part,
    excepts_what_was_withdrawn,
    denies_what_it_gives,
    gives_all_its_parts,
    gives_in_part,
    tells_that_it_is_a_part,
    may_have_made_it_public,
    gives_what_is_left,
    gives_what_can_be_given,
    sorts_what_can_be_given,
    withholds_a_part,
    lifts_the_ground,
    gave_it_before,
    gives_one_and_not_another,
    does_another_thing_later,
    names_what_it_gives,
    gives_and_refuses,
    gives_more_or_less,
    gives_all,
    withdraws_an_item,
    refuses_what_was_lifted,
    refuses_a_part_alone,
    refuses_for_several_groups,
    refuses_all,
)


@lru_cache(maxsize=4096)
def understand(text: str) -> tuple[Said, ParsedWording]:
    """What a wording says that has been made plain (`unquoted`), and how it was taken apart."""
    reading = read_clauses(text)
    if not any(map(is_act, reading.hits)):
        return Said(), reading
    acts = acts_of(reading)
    said = next((found for rule in RULES if (found := rule(acts)) is not None), Said())
    return said, reading


def refusals_in(text: str, groups: Iterable[str]) -> tuple[list[str], bool]:
    """The lines of some groups that a ground names, in the order of the form, and whether surely."""
    lines, sure = acts_of(read_clauses(text)).lines
    wanted = set(groups)
    return [line for line in lines if group_of(line) in wanted], sure


# --- what the rules ask ---


def undecided(acts: Acts, *also: str) -> Said:
    """No line, but all that it may be."""
    named = acts.lines[0] or [act.target for act in acts.refused]
    return Said(rivals=(*also, *named))


def withholds(act: Act) -> bool:
    """Whether an act is 不予公开, said as such."""
    return act.target == REFUSED


def several_groups(acts: Acts) -> bool:
    """Whether refusals name lines of different groups."""
    return len({group_of(line) for line in acts.lines[0]}) > 1
