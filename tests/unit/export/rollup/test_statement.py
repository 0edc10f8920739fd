"""The statement and the reminders as text that can be sent on."""

from __future__ import annotations

import re

from reportcli.export.rollup.statement import write_statement
from reportcli.words.messages import CHINESE, ENGLISH
from tests.rolled import small


def test_the_statement_says_who_has_to_do_what() -> None:
    text = write_statement(small(), CHINESE)
    assert "应报 4 个单位：按时 2，迟报 1，未报 1" in text
    assert "- **A04局 (A04)** 未报：请报送，期限 2025-01-31。" in text
    assert re.search(r"- \*\*=\\<b\\>教育\\\|局 \(A02\)\*\* 已报，有错误：有 1 个错误", text)
    assert "- T01局 (T01) 2025-02-03 报送，期限 2025-01-31" in text
    assert "| V01    | V01局" in text


def test_a_statement_in_english_has_no_line_of_our_own_in_chinese() -> None:
    text = write_statement(small(), ENGLISH)
    ours = re.sub(r"某县|县政府办|=\\<b\\>教育\\\|局|\w\d\d局|“=1\+1”|[“”]|table 三", "", text)
    assert not re.search("[一-鿿]", ours), ours
