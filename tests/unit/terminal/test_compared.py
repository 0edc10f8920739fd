"""Changes laid out: numbers under each other, what did it beside them and no wider than the terminal."""

from __future__ import annotations

from dataclasses import replace

from wcwidth import wcswidth

from reportcli.answer.compare import CellChange
from reportcli.answer.revisions import HowListed
from reportcli.contract import FindingJson
from reportcli.terminal.compared import CellLine, lay_out_cells, write_comparison
from reportcli.words.messages import CHINESE, ENGLISH
from tests.unit.answer.test_revisions import FOUND, GRANTED, NOTHING, row


def test_numbers_stand_under_each_other_and_reasons_hang() -> None:
    lines = [
        CellLine("新收", "9", "10", "+1", ["＋2024-061（第 64 行）", "＋2024-062（第 65 行）"]),
        CellLine("予以公开", "1200", "7", "−1193", []),
    ]
    assert [line.rstrip() for line in lay_out_cells(lines, 60)] == [
        "新收         9 → 10     +1  ＋2024-061（第 64 行）",
        "                            ＋2024-062（第 65 行）",
        "予以公开  1200 →  7  −1193",
    ]


def test_a_long_name_is_folded_before_what_did_it_is() -> None:
    name = "行政事业性收费/本年收费金额"
    lines = [CellLine(name, "569.904", "575.134", "+5.23", ["－2024-003（原第 12 行）不再计入"])]
    assert [line.rstrip() for line in lay_out_cells(lines, 74)] == [
        "行政事业性收费/本年   569.904 → 575.134  +5.23  －2024-003（原第 12 行）不",
        "  收费金额                                        再计入",
    ]
    # Where nothing stands beside it, it has the room.
    assert next(lay_out_cells([lines[0]._replace(reasons=[])], 74)).startswith(name)


def test_of_many_passages_some_that_came_are_listed_too() -> None:
    gone, came = ([f"{word}{at}。" for at in range(9)] for word in ("旧", "新"))
    found = replace(NOTHING, words_gone=tuple(gone), words_new=tuple(came))
    lines = write_comparison(found, HowListed(), CHINESE).splitlines()
    assert lines[-11:] == [
        *(f"  －旧{at}。" for at in range(5)),
        *(f"  ＋新{at}。" for at in range(5)),
        "  另有 8 处（-v 全部列出）",
    ]


def test_no_line_is_wider_than_the_terminal() -> None:
    for voice in (CHINESE, ENGLISH):
        for by in ("cell", "row", "unit"):
            text = write_comparison(FOUND, HowListed(by, verbose=True), voice)
            assert max(map(wcswidth, text.splitlines())) <= 80


def test_nothing_is_said_of_nothing() -> None:
    assert write_comparison(NOTHING, HowListed(), CHINESE) == ""


def test_of_many_rows_the_first_are_named_and_how_many_there_are() -> None:
    many = replace(FOUND, cells=(CellChange(GRANTED, 1, 9, 8, (row("new"),) * 8),))
    text = write_comparison(many, HowListed(), CHINESE)
    assert (text.count("＋2024-017"), "等 8 处" in text) == (5, True)
    assert write_comparison(many, HowListed("cell", verbose=True), CHINESE).count("＋2024-017") == 8


def test_a_finding_that_was_read_back_is_worded_in_the_language_of_the_reader() -> None:
    told = FindingJson(
        "outcome-unknown",
        "error",
        "办理结果…",
        "",
        "a.xlsx",
        "台账",
        "H17",
        17,
        "不予公",
        None,
        None,
    )
    text = write_comparison(replace(NOTHING, appeared=(told,)), HowListed(), ENGLISH)
    assert "办理结果" not in text
    assert "a.xlsx '台账'!H17" in text
    assert "不予公" in text
