"""Addresses as Excel writes them; and the catalogue: complete, in both languages, in step with the source."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from string import Formatter

import msgspec
import openpyxl.utils
import pytest

import reportcli
from reportcli.finding import (
    Address,
    Fault,
    Finding,
    Refusal,
    Waived,
    catalogue,
    column_letters,
    fold_findings,
    is_lock_file,
)

PACKAGE = Path(reportcli.__file__).parent
SOURCES = {path.relative_to(PACKAGE): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
every_code = pytest.mark.parametrize("code", catalogue())


# -- addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "text", "cell"),
    [
        (Address("log.xlsx"), "log.xlsx", ""),
        (Address("log.xlsx", "台账"), "log.xlsx '台账'", ""),
        (Address("log.xlsx", "台账", 17), "log.xlsx '台账'!17:17", "17:17"),
        (Address("log.xlsx", "台账", 17, 8), "log.xlsx '台账'!H17", "H17"),
        (Address("log.xlsx", "台账", 1, 26), "log.xlsx '台账'!Z1", "Z1"),
        (Address("log.xlsx", "台账", 1, 27), "log.xlsx '台账'!AA1", "AA1"),
        (Address("log.xlsx", "台账", 2, 702), "log.xlsx '台账'!ZZ2", "ZZ2"),
        (Address("log.xlsx", "台账", 1048576, 16384), "log.xlsx '台账'!XFD1048576", "XFD1048576"),
        (Address("log.xlsx", "it's 2024", 3, 1), "log.xlsx 'it''s 2024'!A3", "A3"),
        (Address("a b/log.xlsx", "2024 年", 3, 1), "a b/log.xlsx '2024 年'!A3", "A3"),
        (Address("年报.docx", "表2 第7行第4列"), "年报.docx 表2 第7行第4列", ""),
        (
            Address("年报.pdf", "第3页 表三 予以公开/自然人"),
            "年报.pdf 第3页 表三 予以公开/自然人",
            "",
        ),
        (Address("log.xlsx", "表2"), "log.xlsx '表2'", ""),
        (Address(""), "", ""),
    ],
)
def test_an_address_can_be_pasted_into_the_name_box(address: Address, text: str, cell: str) -> None:
    assert (str(address), address.cell) == (text, cell)


def test_columns_are_lettered_as_a_spreadsheet_does() -> None:
    numbers = [*range(1, 1000), 16383, 16384]
    assert [column_letters(n) for n in numbers] == [
        openpyxl.utils.get_column_letter(n) for n in numbers
    ]


def test_addresses_are_in_the_order_of_files_sheets_rows_and_columns() -> None:
    ordered = [
        Address("a.xlsx"),
        Address("a.xlsx", "一"),
        Address("a.xlsx", "一", 2, 10),
        Address("a.xlsx", "一", 10, 2),
        Address("a.xlsx", "二", 1, 1),
        Address("b.xlsx", "一", 1, 1),
    ]
    assert all(before < after for before, after in pairwise(ordered))


# -- findings and refusals ----------------------------------------------------------------------------------


def test_a_finding_is_worded_from_the_catalogue_in_either_language() -> None:
    place = Address("log.xlsx", "台账", 17, 8)
    finding = Finding("outcome-unknown", place, {"value": "不予公"})
    assert (finding.severity, finding.evidence) == ("error", "不予公")
    assert finding.message("zh") == "办理结果“不予公”无法对应表三的任何一行"
    assert finding.message("en") == "the outcome “不予公” fits no line of table 三"
    assert "[values.outcome]" in finding.remedy("zh")
    assert "[values.outcome]" in finding.remedy("en")


def test_an_error_at_a_cell_that_no_table_needs_is_a_warning() -> None:
    place = Address("log.xlsx", "台账", 17, 8)
    assert Finding("date-invalid", place, {"value": "x"}).severity == "error"
    assert Finding("date-invalid", place, {"value": "x"}, counted=True).severity == "warning"
    assert Finding("channel-unknown", place, {"value": "x"}).severity == "warning"


def test_braces_in_a_cell_are_not_placeholders() -> None:
    finding = Finding("outcome-unknown", Address("log.xlsx"), {"value": "{secret} {0}"})
    assert "{secret} {0}" in finding.message("zh")


def test_a_finding_without_a_detail_that_its_wording_needs_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        Finding("outcome-unknown", Address("log.xlsx")).message("zh")


def test_a_refusal_says_where_what_and_what_to_do_on_one_line() -> None:
    refusal = Refusal("input-encrypted", Address("log.xlsx"))
    assert refusal.status == 3
    assert (
        refusal.message("zh")
        == "log.xlsx: 文件有密码保护；请在 Excel、Word 或 WPS 中打开并取消密码后另存"
    )
    assert str(refusal) == refusal.message("en")
    assert str(refusal).startswith("log.xlsx: the file is password-protected; open it")
    assert Refusal("year-unclear").message("zh") == "无法从台账判断报告年度；请用 --year 指明"


def test_findings_cross_from_the_reader_as_messages() -> None:
    fault = Fault("date-invalid", {"value": "2023-02-30"})
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(fault), type=Fault) == fault


# -- the catalogue ------------------------------------------------------------------------------------------


def placeholders(text: str) -> set[str]:
    """What a wording fills in; `sentence_en` is `sentence` in English."""
    return {name.removesuffix("_en") for _, name, _, _ in Formatter().parse(text) if name}


@every_code
def test_each_code_is_a_slug_worded_in_both_languages(code: str) -> None:
    entry = catalogue()[code]
    assert re.fullmatch("[a-z]+(-[a-z]+)*", code)
    for text in (entry.text_zh, entry.text_en, entry.remedy_zh, entry.remedy_en):
        assert text.strip() == text != ""
        assert "\n" not in text
        assert not text.endswith((".", "。"))
    assert re.search("[一-鿿]", entry.text_zh + entry.remedy_zh) or code == "usage"


@every_code
def test_the_languages_agree_on_what_is_filled_in(code: str) -> None:
    entry = catalogue()[code]
    assert placeholders(entry.text_zh) == placeholders(entry.text_en)
    assert placeholders(entry.remedy_zh) == placeholders(entry.remedy_en)


@every_code
def test_each_finding_about_a_row_has_an_example(code: str) -> None:
    entry = catalogue()[code]
    of_no_row = ("identity-", "text-", "part-", "agency-", "contact-", "template-")
    if not entry.status and not code.startswith(of_no_row):
        assert entry.example


def test_what_ends_a_run_has_an_exit_status_and_nothing_else_has() -> None:
    refused = {code for _, _, name, code in calls() if name in ("Refusal", "Refused")}
    refused |= {"input-over-time", "input-killed-reader"}  # of which the parent chooses one
    assert {code for code, entry in catalogue().items() if entry.status} == refused


# Where a code stands in the calls that make a finding or a refusal.
CALLS = {
    "Refusal": 0,
    "Finding": 0,
    "Fault": 0,
    "Refused": 0,
    "_fault": 0,
    "_unplaced": 0,
    "leave_out": 1,
    "tell": 1,
    "set_place_aside": 1,
}


def calls() -> Iterator[tuple[Path, ast.Call, str, str]]:
    """(file, call, name of the function, code) of each call that names a code in full."""
    for path, source in SOURCES.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                at = CALLS.get(name)
                if at is not None and len(node.args) > at:
                    code = node.args[at]
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        yield path, node, name, code.value


def codes_by_another_way() -> Iterator[tuple[str, str]]:
    """(file, code) where a code does not stand in the call itself."""
    from reportcli.intake.settled_words import CLOSED_VOCABULARIES
    from reportcli.words import cells as values

    yield from (("intake/settled_words.py", code) for code in CLOSED_VOCABULARIES.values())
    yield from (("intake/values.py", code) for code in values._NO_DAYS)
    for path, source in SOURCES.items():
        for node in ast.walk(ast.parse(source)):
            if (
                isinstance(node, ast.Yield)
                and isinstance(node.value, ast.Tuple)
                and path.name == "unsound.py"
            ):
                code = node.value.elts[0]
                if isinstance(code, ast.Constant):
                    yield str(path), str(code.value)
            # A row set aside with a field is a finding at that field's cell.
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", "") == "set_aside"
                and len(node.args) == 3
            ):
                code = node.args[1]
                assert isinstance(code, ast.Constant)
                yield str(path), str(code.value)


def test_every_code_in_the_source_is_in_the_catalogue() -> None:
    used = [(str(path), code) for path, _, _, code in calls()] + list(codes_by_another_way())
    assert len({code for _, code in used}) > 40
    assert [(path, code) for path, code in used if code not in catalogue()] == []


def test_every_code_of_the_catalogue_is_used() -> None:
    everything = "\n".join(SOURCES.values())
    assert [code for code in catalogue() if f'"{code}"' not in everything] == []


def test_every_refusal_gives_the_details_that_its_wording_needs() -> None:
    lacking = []
    for path, call, name, code in calls():
        entry = catalogue().get(code)
        given = {keyword.arg for keyword in call.keywords}
        if name == "Refusal" and entry and None not in given:
            wordings = entry.text_zh + entry.text_en + entry.remedy_zh + entry.remedy_en
            if missing := placeholders(wordings) - given:
                lacking.append((f"{path}:{call.lineno}", code, missing))
    assert lacking == []


def at(sheet: str, row: int, code: str = "outcome-unknown", **details: str | int) -> Finding:
    """A finding of one code at a row."""
    return Finding(code, Address("log.xlsx", sheet, row, 8), details)


def test_one_cause_is_one_line_with_all_its_places() -> None:
    folded = fold_findings(
        [at("1月", row, value="不予公") for row in (3, 9)]
        + [at("2月", 4, value="不予公"), at("2月", 5, value="另行处理")]
    )
    assert [(one.first.details["value"], one.count) for one in folded] == [
        ("不予公", 3),
        ("另行处理", 1),
    ]
    assert [one.address.row for one in folded[0].findings] == [3, 9, 4]


def test_errors_are_said_before_warnings_and_what_is_waived_last() -> None:
    waived = msgspec.structs.replace(
        at("1月", 2, value="给了"), waived=Waived("已核对", date(2025, 1, 3))
    )
    late = at("1月", 3, "answered-late")
    folded = fold_findings([waived, late, at("1月", 4, value="给了")])
    assert [one.first.address.row for one in folded] == [4, 3, 2]


def test_findings_that_say_different_things_stand_apart() -> None:
    broken = [at("", 0, "identity-broken", cell=cell) for cell in ("a/b/c", "a/b/d")]
    assert [one.count for one in fold_findings(broken)] == [1, 1]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("~$台账.xlsx", True),
        ("a/b/~$log.xls", True),
        (".~lock.台账.ods#", True),
        ("台账~$.xlsx", False),
        ("~台账.xlsx", False),
        ("$log.csv", False),
        (".台账.xlsx", False),
    ],
)
def test_the_file_that_a_program_makes_beside_an_open_workbook(name: str, is_one: bool) -> None:
    assert is_lock_file(name) is is_one


def test_what_the_system_says_in_english_is_said_in_chinese() -> None:
    refusal = Refusal("settings-unreadable", Address("x.toml"), reason=os.strerror(errno.ENOENT))
    assert "没有这个文件或文件夹" in refusal.message("zh")
    assert os.strerror(errno.ENOENT) in refusal.message("en")


def test_what_nobody_knows_of_the_system_stays_as_it_is() -> None:
    refusal = Refusal("settings-unreadable", Address("x.toml"), reason="out of coffee")
    assert "out of coffee" in refusal.message("zh")
