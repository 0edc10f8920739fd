"""What is named beside what is done, and what may tell how it was done."""

from __future__ import annotations

import pytest

from reportcli.words.acts import acts_of
from reportcli.words.clauses import read_clauses
from reportcli.words.naming import PAPERS, in_some_manner, thing_of


@pytest.mark.parametrize(
    ("wording", "is_a_paper"),
    [("会议纪要公开", True), ("红线图不存在", True), ("征收补偿予以公开", False), ("公开", False)],
)
def test_a_paper_is_named_by_how_its_name_ends(wording: str, *, is_a_paper: bool) -> None:
    (clause,) = read_clauses(wording).clauses
    assert (PAPERS.search(thing_of(wording, clause)) is not None) is is_a_paper


@pytest.mark.parametrize(
    ("wording", "is_unheard"),
    [
        ("经局务会研究予以公开", False),
        ("宗地图予以公开", False),
        ("择优公开", True),
        ("划走报价后公开", True),
        ("以缩影方式公开", True),
    ],
)
def test_what_nobody_knows_before_a_giving_may_tell_how(wording: str, *, is_unheard: bool) -> None:
    (act,) = acts_of(read_clauses(wording)).given
    assert in_some_manner(wording, act) is is_unheard
