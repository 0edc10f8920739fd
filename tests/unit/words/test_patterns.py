"""Patterns that wait: nothing is compiled before it is asked for, and then it is the pattern."""

from __future__ import annotations

import re

import pytest

from reportcli.words.patterns import late_pattern


def test_a_pattern_is_compiled_by_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    really = re.compile
    monkeypatch.setattr(re, "compile", lambda text: compiled.append(text) or really(text))
    late = late_pattern("甲(乙)?")
    assert compiled == []
    assert late.fullmatch("甲乙")
    assert late.fullmatch("丙") is None
    assert compiled == ["甲(乙)?"]
    assert [late.sub("丁", "甲甲乙"), late.findall("甲"), late.groups] == ["丁丁", [""], 1]
    assert late.pattern == "甲(乙)?"
