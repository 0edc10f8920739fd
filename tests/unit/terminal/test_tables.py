"""What stands on the terminal: no wider than it is, no more than a person reads, nothing smuggled in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from wcwidth import wcswidth

from reportcli.law.edition import editions
from reportcli.report import Report
from reportcli.terminal.findings import FindingList, write_account, write_listing
from reportcli.terminal.tables import write_form, write_text
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from tests.drawn import PERSONAL

VOICES = [CHINESE, ENGLISH]
WIDTHS = [80, 120]
SMUGGLED = "\x1b[31m\u202e\u2028\x07\x85\u200b\ufeff\ud800"


def widest(text: str) -> int:
    """The width of the widest line in columns of a terminal; -1 where a character cannot be printed."""
    widths = [wcswidth(line) for line in text.split("\n")]
    return -1 if -1 in widths else max(widths)


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(sample: Report, voice: Voice, width: int) -> None:
    assert 0 < widest(write_text(sample, replace(voice, width=width))) <= width


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("width", WIDTHS)
def test_names_that_fit_no_line_are_folded(faulty: Report, voice: Voice, width: int) -> None:
    text = write_text(faulty, replace(voice, width=width))
    assert 0 < widest(text) <= width
    assert re.sub(r"\s", "", text).count("x" * 300) == 1


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_an_empty_form_is_no_wider_either(edition: Any, voice: Voice) -> None:
    assert 0 < widest(write_form(edition, voice)) <= 80


def numbers_of(lines: list[str], label: str) -> list[str]:
    """The numbers at the end of the one line that starts with a label."""
    (line,) = (line for line in lines if line.strip().startswith(label))
    return re.findall(r"(?<!\S)-?\d+(?:\.\d+)?(?!\S)", line)


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_numbers_stand_behind_their_labels(sample: Report, voice: Voice, width: int) -> None:
    lines = write_text(sample, replace(voice, width=width)).split("\n")
    table = sample.tables["requests"]
    columns = [column.id for column in sample.edition.table("requests").blocks[0].leaves("columns")]
    labels = {
        "received": "一、本年新收",
        "outcome.granted": "（一）予以公开",
        "carried_forward": "四、结转",
    }
    for line, label in labels.items():
        assert numbers_of(lines, label) == [str(table[line, column]) for column in columns]


def test_a_table_without_a_log_is_not_shown(faulty: Report) -> None:
    text = write_text(faulty, CHINESE)
    assert "二、主动公开" in text
    assert "四、政府信息公开行政复议" not in text
    assert "文字部分所用数据" in text


def test_one_table_alone(faulty: Report) -> None:
    text = write_text(faulty.showing("requests"), CHINESE)
    assert text.startswith("三、收到和处理政府信息公开申请情况\n")
    assert "二、主动公开" not in text
    assert "文字部分所用数据" not in text


@pytest.mark.parametrize("voice", VOICES)
def test_nothing_personal_is_shown(faulty: Report, voice: Voice) -> None:
    shown = [
        write_text(faulty, voice),
        write_listing(FindingList(faulty.findings, {}, every=True), voice),
        *write_account(faulty, voice),
    ]
    assert [text for text in PERSONAL if text in "\n".join(shown)] == []
