"""Wordings taken apart: where a clause begins, by what it is marked, what in it is known."""

from __future__ import annotations

import pytest

from reportcli.words.clauses import outcome_lexicon, read_clauses
from reportcli.words.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("予以公开,邮寄", ["予以公开", "邮寄"]),
        ("予以公开(全部)", ["予以公开", "全部"]),
        ("公开但隐去姓名", ["公开", "但隐去姓名"]),
        ("第1、2项公开", ["第1、2项公开"]),
        ("一项公开一项不公开", ["一项公开", "一项不公开"]),
        ("公开其中一部分", ["公开其中一部分"]),
        ("条例第三十六条第(一)项公开", ["条例第三十六条第(一)项公开"]),
    ],
)
def test_where_clauses_begin(text: str, clauses: list[str]) -> None:
    assert [text[one.start : one.end] for one in read_clauses(text).clauses] == clauses


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("第2项公开", {"item"}),
        ("事项一公开", {"item"}),
        ("第1至3项公开", {"items"}),
        ("公开3条", {"count"}),
        ("(3)公开", {"count"}),
        ("其余公开", {"rest"}),
        ("部分公布", {"part"}),
        ("公开一半", {"part"}),
        ("仅公布名单", {"only"}),
        ("另公布名单", {"also"}),
        ("依据条例第三十七条公布", set()),
        ("第十五条,不公开", set()),
    ],
)
def test_marks_of_a_clause(text: str, marks: set[str]) -> None:
    assert set().union(*(one.marks for one in read_clauses(text).clauses)) == marks


def test_a_clause_that_does_nothing_leaves_its_marks_to_the_next() -> None:
    _, given = read_clauses("关于第一个问题,予以公开").clauses
    assert given.has("item")


@pytest.mark.parametrize(
    ("text", "unread", "hinting"),
    [
        ("予以公开,甲乙丙丁", ("甲乙丙丁",), ()),
        ("予以公开,邮寄送达", (), ()),
        ("不予公开,不涉及个人隐私", (), ()),
        ("不予公开,告知其办理流程", (), ("告知其办理流程",)),
        ("不予公开,已告知申请人理由", (), ()),
        ("予以公开,2024", (), ()),
    ],
)
def test_what_is_not_understood(
    text: str, unread: tuple[str, ...], hinting: tuple[str, ...]
) -> None:
    reading = read_clauses(text)
    assert (reading.unread, reading.hinting) == (unread, hinting)


def test_a_word_that_lifts_hides_no_word_that_gives() -> None:
    roles = vocabulary().outcome.roles
    for word in roles["lift"]:
        if "公开" in word or "提供" in word:
            targets = {hit.target for hit in outcome_lexicon().at(word, 0)}
            assert targets >= {"give"} or word.startswith("不"), word
