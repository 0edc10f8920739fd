"""What a clause names beside what is done: a paper of its own, or the manner of giving.

What is given may be called by any words, so that not all of them can be known. What is known is how
papers are called and what else stands before a giving; anything more is said. Not for what is done
(`acts.py`).
"""

from __future__ import annotations

from reportcli.words.acts import Act
from reportcli.words.clauses import Clause, is_act, unheard_in
from reportcli.words.patterns import late_pattern
from reportcli.words.vocabulary import vocabulary

UNNAMED = late_pattern(
    "涉及|涉|属于|属|系|因|其中|但|已经?|均|都|应|依法|决定|而且?|并且?|将|予以|现|经审查|经查|该|相关|有关"
    "|申请人|我局|本机关|信息|材料"
)
NAMED_THING = late_pattern("[一-鿿]{2}|[0-9]{4}年")
PAPERS = late_pattern(
    "(?:批文|批复|文件|图纸|图|纪要|记录|合同|协议|报告|附件|正文|方案|清单|清册|名单|表|书|证|函|照片|凭证|台账|档案|目录|数据|公告|通知|账目|稿)(?:内容)?(?![一-鿿])"
)
# Something is done before, or in some manner: X后公开, 将X再公开, 用X公开, 以X方式公开.
DEALT_WITH = late_pattern(
    ".*[后再]|.*(?:方式|形式)|[^,;。]*(?:用(?![地途户电水工])|将|把|替|代(?!理)).*"
)
ADVERB_ENDS = late_pattern("[地式性化批般版] *$")
SHORT_ADVERB = 2  # signs of an adverb such as 择优
PAPER_ENDS = late_pattern(
    "[图书表函稿卷册单件文案证账片款]|批复|纪要|记录|合同|协议|报告|目录|台账|数据|公告|通知|信息|材料|资料|结果"
)
# Signs of words that keep something back.
WITHHELD = late_pattern("[驳否拒扣留缓删隐禁免缺漏剩除藏弃绝]")
# What is left out when a document is given in part (条例第三十七条).
SENSITIVE = late_pattern("姓名|身份证|住址|账号|报价|敏感|人名|名字")


def thing_of(text: str, clause: Clause) -> str:
    """What a clause says beside what is done."""
    left = list(text[clause.start : clause.end])
    for hit in clause.hits:
        if is_act(hit) and hit.target not in vocabulary().outcome.nameable:
            begin, end = hit.start - clause.start, hit.end - clause.start
            left[begin:end] = " " * len(left[begin:end])
    return UNNAMED.sub(" ", "".join(left))


def in_some_manner(text: str, act: Act) -> bool:
    """Whether something that no word knows stands before 公开: it may tell how, or what of it.

    What is given may have any name, unless something was done to it first (划走报价的合同后公开), or the
    words are as few as those of an adverb (择优公开).
    """
    start = act.clause.start
    left = unheard_in(text, start, act.place)
    if not left.strip():
        return False
    dealt_with = DEALT_WITH.match(text, start, act.place)
    if dealt_with and left[: dealt_with.end() - start].strip():
        return True
    named = left[dealt_with.end() - start if dealt_with else 0 :].strip()
    is_short = len(named) <= SHORT_ADVERB and not PAPER_ENDS.search(text, start, act.place)
    return bool(named) and (is_short or ADVERB_ENDS.search(named) is not None)
