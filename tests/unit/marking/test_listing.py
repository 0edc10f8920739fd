"""The list of findings: by unit, with links, in one language or two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportcli.words.messages import ENGLISH
from tests.logs import write_log
from tests.marked import (
    GROUPS,
    LIST,
    MARKED,
    listed,
    marked,
    marks,
    open_book,
)


def test_findings_are_listed_by_unit_with_links_to_their_cells(copy: bytes) -> None:
    book = open_book(copy)
    sheet = book[LIST]
    assert book.sheetnames[0] == LIST
    assert listed(sheet) == GROUPS
    links = {cell.value: cell.hyperlink for cell in sheet["B"] if cell.hyperlink}
    assert set(links) == {place for places in GROUPS.values() for place in places}
    for place, link in links.items():
        assert link.location == place.partition("、")[0]
        assert link.target is None
        name, _, cell = link.location.rpartition("!")
        assert book[name.strip("'")][cell].comment


def test_a_cause_is_one_line_with_its_places_and_errors_come_first(tmp_path: Path) -> None:
    rows = "\n".join(
        f"24-{n} | 2024-1-5 | 自然人 | 小程序 | 不知所云 | 2024-2-1 | 规划科" for n in range(1, 16)
    )
    heads = "登记编号 | 收到日期 | 申请人类型 | 申请方式 | 办理结果 | 答复日期 | 承办科室"
    log = write_log(tmp_path / "log.xlsx", f"{heads}\n{rows}")
    sheet = open_book(marked(log)[0])[LIST]
    lines = [row[:3] for row in sheet.iter_rows(min_row=6, max_row=7, values_only=True)]
    numbers = "、".join([*(f"24-{n}" for n in range(1, 13)), "……"])
    assert lines == [
        ("错误", f"{places('E')}（15 处）", numbers),
        ("提醒", f"{places('D')}（15 处）", numbers),
    ]


def places(column: str) -> str:
    """The cells of rows 2 to 13 in a column of the log, and that there are more."""
    return "、".join([f"'台账'!{column}2", *(f"{column}{n}" for n in range(3, 14)), "……"])


def test_no_persons_name_heads_a_group(copy: bytes) -> None:
    texts = " ".join(
        str(value) for row in open_book(copy)[LIST].iter_rows(values_only=True) for value in row
    )
    assert not re.search("[赵钱孙李周吴郑]某某|王小明", texts)


def test_english_stands_beside(styled: Path) -> None:
    book = open_book(marked(styled, ENGLISH)[0])
    assert book.sheetnames[0] == "问题清单 Findings"
    assert sum(map(len, listed(book.worksheets[0]).values())) == len(MARKED) - 1
    note = book["台账"]["G4"].comment.text
    assert "错误 error outcome-unknown\n原因：" in note
    assert "\ncause: the outcome “不知所云” fits no line of table 三\nremedy: " in note


def test_findings_without_a_cell_are_listed_without_a_link(tmp_path: Path, styled: Path) -> None:
    previous = tmp_path / "previous.json"
    previous.write_text(
        '{"year": 2023, "tables": {"requests": {"carried_forward": {"natural_person": 9}}}, '
        '"carried_forward": ["2023-00311"]}'
    )
    sheet = open_book(marked(styled, previous=previous)[0])[LIST]
    found = {row[1].value: row[1].hyperlink for row in sheet.iter_rows() if row[5].value in
             ("identity-broken", "carried-missing")}  # fmt: skip
    assert found == {"requests/brought_forward/natural_person": None, "previous.json": None}


def test_what_is_not_listed_is_counted(monkeypatch: pytest.MonkeyPatch, styled: Path) -> None:
    monkeypatch.setattr("reportcli.judge.listed.MOST_LISTED", 1)
    book = open_book(marked(styled)[0])
    assert [cell for cell, *_ in marks(book["台账"])] == ["G4", "F5", "E6", "D7", "B8"]
    assert book[LIST]["A4"].value == "另有 1 处没有列出，也没有标色。"


def test_a_sound_log_gets_an_empty_list(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "log.xlsx",
        "收到日期|申请人类型|办理结果|答复日期\n2024-01-05|自然人|予以公开|2024-01-10",
    )
    book = open_book(marked(log)[0])
    assert [row[0] for row in book[LIST].iter_rows(values_only=True)] == [
        LIST, "log.xlsx，2024 年度：错误 0 处，提醒 0 处", "没有发现问题。", "级别",
    ]  # fmt: skip
