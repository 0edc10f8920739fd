"""The empty log, read back as Excel reads it; filled in as it asks, it counts without a finding."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from typer.testing import CliRunner, Result

from reportcli.cli.commands import app
from reportcli.export.template import articles, height_of, write_template
from reportcli.intake.settled_words import CLOSED_VOCABULARIES
from reportcli.law.edition import Edition, editions
from reportcli.report import Report, compile_report
from reportcli.words.fields import KINDS, Field, KindId, log_kinds
from reportcli.words.messages import CHINESE, ENGLISH, Voice
from reportcli.words.numerals import spell
from reportcli.words.values import known_words


def columns_of(kind_id: KindId) -> list[Field]:
    """The fields that are columns of the empty log."""
    return [field for field in log_kinds()[kind_id].fields if field.offered]


OLD, NEW = Edition.by_id("2019"), Edition.by_id("2021")
YEARS = {"2019": 2020, "2021": 2024}
both_editions = pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
every_kind = pytest.mark.parametrize("kind_id", KINDS)
every_language = pytest.mark.parametrize("voice", [CHINESE, ENGLISH])
Row = Mapping[str, object]


def template(kind_id: KindId, edition: Edition = NEW, voice: Voice = CHINESE) -> bytes:
    target = io.BytesIO()
    write_template(kind_id, edition, voice, target)
    return target.getvalue()


def book_of(kind_id: KindId, edition: Edition = NEW, voice: Voice = CHINESE) -> Workbook:
    return load_workbook(io.BytesIO(template(kind_id, edition, voice)))


def column_of(book: Workbook, heading: str) -> str:
    """The letters of the column under a heading."""
    return next(cell.column_letter for cell in book["台账"][1] if cell.value == heading)


def rule_of(book: Workbook, heading: str) -> DataValidation:
    """The one rule that holds for the first cell under a heading."""
    cell = f"{column_of(book, heading)}2"
    (rule,) = (one for one in book["台账"].data_validations.dataValidation if cell in one.sqref)
    return rule


def offered(book: Workbook, heading: str) -> list[str]:
    """What the drop-down under a heading offers, from the rule itself or the range that it names."""
    rule = rule_of(book, heading)
    assert rule.type == "list"
    if rule.formula1.startswith('"'):
        assert len(rule.formula1) - 2 <= 255
        return str(rule.formula1).strip('"').split(",")
    sheet, _, cells = rule.formula1.partition("!")
    return [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]


def tally_filled(path: Path, book: Workbook, rows: Sequence[Row], year: int) -> Report:
    """The report on the template after a person has filled in these rows, heading → value."""
    sheet = book["台账"]
    for number, row in enumerate(rows, start=2):
        for heading, value in row.items():
            sheet[f"{column_of(book, heading)}{number}"] = value
    book.save(path)
    return compile_report([path], year=year, as_of=date(year + 1, 1, 20))


def counted(report: Report, table: str) -> dict[str, object]:
    """The leaf cells that are not nought: `line/column` → number."""
    form = report.edition.table(table)
    leaves = {
        (line.id, column.id)
        for line, column, _ in form.cells()
        if line.kind == column.kind == "leaf"
    }
    return {"/".join(cell): n for cell, n in report.tables[table].items() if n and cell in leaves}


# --- what stands in the workbook ---


@both_editions
@every_kind
@every_language
def test_every_field_has_its_usual_heading_in_a_frozen_filtered_row(
    kind_id: KindId, edition: Edition, voice: Voice
) -> None:
    sheet = book_of(kind_id, edition, voice)["台账"]
    fields = columns_of(kind_id)
    assert [cell.value for cell in sheet[1]] == [heading_of(field) for field in fields]
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith(f"A1:{get_column_letter(len(fields))}")


def heading_of(field: Field) -> str:
    """What a field is headed in the log: an amount says its unit, which is assumed otherwise."""
    return f"{field.label}（元）" if field.type == "money" else field.label


@every_kind
def test_required_headings_stand_out(kind_id: KindId) -> None:
    kind = log_kinds()[kind_id]
    needed = {field_id for group in kind.required for field_id in group}
    cells = book_of(kind_id)["台账"][1]
    plain = {
        cell.fill.fgColor.rgb
        for cell, field in zip(cells, columns_of(kind_id), strict=True)
        if field.id not in needed
    }
    assert len(plain) == 1
    for cell, field in zip(cells, columns_of(kind_id), strict=True):
        assert cell.font.bold is (field.id in needed)
        assert (cell.fill.fgColor.rgb in plain) is (field.id not in needed)


@every_kind
def test_columns_are_wide_enough_and_formatted_by_type(kind_id: KindId) -> None:
    sheet = book_of(kind_id)["台账"]
    formats = {"identifier": "@", "date": "yyyy-mm-dd"}
    # Columns alike that stand together are one entry of the sheet.
    styles = sheet.column_dimensions.values()
    for cell, field in zip(sheet[1], columns_of(kind_id), strict=True):
        (style,) = (one for one in styles if one.min <= cell.column <= one.max)
        assert 2 * len(field.label) < style.width <= 60
        if field.type in formats:
            assert style.number_format == formats[field.type]


@every_kind
@every_language
def test_dates_are_checked_and_the_message_is_chinese(kind_id: KindId, voice: Voice) -> None:
    book = book_of(kind_id, voice=voice)
    for field in columns_of(kind_id):
        if field.type == "date":
            rule = rule_of(book, field.label)
            # A document in force may be older than any request or case.
            first = date(1949, 10, 1) if kind_id == "publications" else date(1990, 1, 1)
            assert (rule.type, rule.operator, rule.errorStyle) == (
                "date",
                None,
                None,
            )  # between, stop
            assert [int(rule.formula1), int(rule.formula2)] == [
                (day - date(1899, 12, 30)).days for day in (first, date(2079, 12, 31))
            ]
            assert rule.showErrorMessage
            assert f"请填写 {first} 至 2079-12-31 之间的日期" in rule.error


@both_editions
@every_kind
@every_language
def test_rules_cover_ten_thousand_rows_within_the_limits_of_excel(
    kind_id: KindId, edition: Edition, voice: Voice
) -> None:
    for rule in book_of(kind_id, edition, voice)["台账"].data_validations.dataValidation:
        (area,) = rule.sqref.ranges
        assert area.min_row == 2
        assert area.max_row > 10_000
        assert len(rule.error) <= 255
        assert len(rule.errorTitle) <= 32
        assert rule.allow_blank


@both_editions
def test_drop_downs_offer_the_lines_and_columns_of_the_form(edition: Edition) -> None:
    book = book_of("requests", edition)
    assert offered(book, "申请人类型") == [
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他",
    ]  # fmt: skip
    outcomes = offered(book, "办理结果")
    assert outcomes[:3] == ["予以公开", "部分公开", "不予公开：属于国家秘密"]
    assert len(outcomes) == len(set(outcomes)) == {"2019": 19, "2021": 21}[edition.id]
    assert outcomes[-1] == {"2019": "其他处理", "2021": "其他处理：其他"}[edition.id]
    assert offered(book, "申请方式") == ["当面", "信函", "网站", "电子邮件", "传真", "其他"]
    assert offered(book, "是否延期") == ["是", "否"]
    cases = book_of("cases", edition)
    assert offered(cases, "案件类型") == ["行政复议", "行政诉讼"]
    assert offered(cases, "是否经过复议") == ["是", "否"]
    assert offered(cases, "审级") == ["一审", "二审", "再审"]
    assert offered(cases, "审理结果") == ["结果维持", "结果纠正", "其他结果", "尚未审结"]
    assert offered(cases, "共同被告") == ["是", "否"]


def test_categories_are_those_that_the_edition_counts() -> None:
    old, new = (
        set(offered(book_of("publications", edition), "信息类别")) for edition in (OLD, NEW)
    )
    items = {
        "行政许可事项",
        "其他对外管理服务事项",
        "行政处罚事项",
        "行政强制事项",
        "行政事业性收费项目",
    }
    assert old - new == {*items, "其他对外管理服务", "政府集中采购"}
    assert new - old == {"行政事业性收费"}
    assert {"规章", "行政规范性文件", "行政许可", "政策解读", "新闻发布会"} <= old & new


@every_kind
def test_whatever_is_offered_is_known(kind_id: KindId) -> None:
    book = book_of(kind_id)
    for field in columns_of(kind_id):
        if field.id in log_kinds()[kind_id].values:
            assert set(offered(book, field.label)) <= set(known_words(kind_id, field.id))
            closed = (kind_id, field.id) in CLOSED_VOCABULARIES
            assert rule_of(book, field.label).showErrorMessage is closed is not field.open


def test_open_lists_only_suggest() -> None:
    book = book_of("publications")
    strict = {
        heading: rule_of(book, heading).showErrorMessage
        for heading in ("信息类别", "公开渠道", "有效性")
    }
    assert strict == {"信息类别": False, "公开渠道": False, "有效性": True}


def test_lists_too_long_for_a_rule_stand_with_their_articles_on_a_sheet() -> None:
    book = book_of("requests")
    assert book.sheetnames == ["台账", "填写说明", "选项"]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert rule_of(book, "办理结果").formula1 == "'选项'!$A$2:$A$22"
    laws = {row[0]: row[1] for row in book["选项"].iter_rows(min_row=2, values_only=True)}
    assert laws["予以公开"] == "条例第三十六条第（一）项、第（二）项"
    assert laws["不予处理：信访举报投诉类申请"] == "条例第三十九条第一款"
    assert laws["其他处理：其他"] is None
    assert book_of("cases").sheetnames == ["台账", "填写说明"]


@pytest.mark.parametrize(
    ("basis", "text"),
    [
        ("条例14", "条例第十四条"),
        ("条例15,32", "条例第十五条、第三十二条"),
        ("条例16(2)", "条例第十六条第二款"),
        ("条例36(四),36(五)", "条例第三十六条第（四）项、第（五）项"),
        ("条例42; 国办函〔2020〕109号", "条例第四十二条；国办函〔2020〕109号"),
        ("no express article (derived)", ""),
        ("", ""),
    ],
)
def test_articles_are_cited_as_clerks_do(basis: str, text: str) -> None:
    assert articles(basis) == text


def test_numerals_are_those_of_articles() -> None:
    assert [spell(n) for n in (1, 10, 11, 20, 36, 56)] == [
        "一",
        "十",
        "十一",
        "二十",
        "三十六",
        "五十六",
    ]


def test_a_row_is_as_high_as_its_longest_text() -> None:
    assert height_of([("一行", 20), ("x" * 100, 20), ("甲\n乙", 20)]) > height_of([("x" * 60, 20)])
    assert height_of([("", 20)]) == height_of([("一行", 20)])


# --- the guide ---


def guide_rows(book: Workbook) -> dict[str, tuple[Any, ...]]:
    """The rows of the guide's table, by heading."""
    rows = list(book["填写说明"].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] and row[0].split()[0] == "列")
    return {str(row[0]): row[1:] for row in rows[start + 1 :]}


@every_kind
def test_the_guide_tells_of_each_field(kind_id: KindId) -> None:
    kind = log_kinds()[kind_id]
    book = book_of(kind_id)
    rows = guide_rows(book)
    assert list(rows) == [heading_of(field) for field in columns_of(kind_id)]
    for field in columns_of(kind_id):
        need, enter, example, values, law = rows[heading_of(field)]
        assert enter.startswith(field.note)
        assert (example, law or "") == (field.example, field.law)
        assert ("个人信息" in enter) is field.personal
        required = [group for group in kind.required if field.id in group]
        assert need == "选填" if not required else "必填" in need or "至少填一项" in need
        if values and "选项" not in values:
            assert [text for text in values.split("；") if text != "也可以另写"] == offered(
                book, heading_of(field)
            )


@every_kind
def test_the_guide_opens_with_the_rules_that_matter(kind_id: KindId) -> None:
    texts = [
        row[0] for row in book_of(kind_id, OLD)["填写说明"].iter_rows(max_row=7, values_only=True)
    ]
    kind = log_kinds()[kind_id]
    assert texts[0] == f"{kind.label}填写说明"
    assert texts[1:5] == [f"{number}. {rule}" for number, rule in enumerate(kind.rules, start=1)]
    assert "2019 版" in texts[5]
    assert "国办公开办函〔2019〕60号" in texts[5]


def test_english_stands_beside_the_chinese_in_the_guide_only() -> None:
    plain, beside = book_of("requests"), book_of("requests", voice=ENGLISH)
    row = guide_rows(beside)["办理结果 Outcome"]
    assert row[0] == "必填\nneeded"
    assert "\nOne entry of the list" in row[1]
    assert beside["选项"]["A2"].value == plain["选项"]["A2"].value == "予以公开"
    assert beside["选项"]["C2"].value == "Disclosed"
    assert not re.search("[a-z]{4}", " ".join(str(row) for row in guide_rows(plain).values()))


@pytest.mark.parametrize("field", ["note", "note_en", "example", "label_en"])
@every_kind
def test_every_field_has_what_the_guide_says(kind_id: KindId, field: str) -> None:
    kind = log_kinds()[kind_id]
    assert [one.id for one in kind.fields if not getattr(one, field)] == []
    assert len(kind.rules) == len(kind.rules_en)


@every_kind
def test_examples_are_among_the_choices(kind_id: KindId) -> None:
    book = book_of(kind_id)
    ruled = {
        cell.column
        for cell in book["台账"][1]
        for rule in book["台账"].data_validations.dataValidation
        if rule.type == "list" and f"{cell.column_letter}2" in rule.sqref
    }
    fields = columns_of(kind_id)
    for number in ruled:
        field = fields[number - 1]
        assert field.example in offered(book, field.label)


# --- filled in, it counts ---


@both_editions
@every_kind
@every_language
def test_a_fresh_template_is_a_log_without_records(
    kind_id: KindId, edition: Edition, voice: Voice, tmp_path: Path
) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(template(kind_id, edition, voice))
    report = compile_report([path], year=YEARS[edition.id], as_of=date(2025, 1, 12))
    assert [finding.code for finding in report.findings] == ["no-records"]
    (file,) = report.inputs
    assert [sheet.kind for sheet in file.sheets] == [kind_id] + [None] * (len(file.sheets) - 1)
    assert {sheet.skipped for sheet in file.sheets[1:]} == {"sheet-no-log"}
    assert [column.field for column in file.sheets[0].columns] == [
        field.id for field in columns_of(kind_id)
    ]


@both_editions
def test_every_outcome_for_every_applicant_counts_in_its_own_cell(
    edition: Edition, tmp_path: Path
) -> None:
    year = YEARS[edition.id]
    book = book_of("requests", edition)
    outcomes, applicants = offered(book, "办理结果"), offered(book, "申请人类型")
    channels = offered(book, "申请方式")
    rows: list[dict[str, object]] = []
    for number, (outcome, applicant) in enumerate(product(outcomes, applicants)):
        row: dict[str, object] = {
            "登记编号": f"{number:04}",
            "收到日期": date(year, 3, 2),
            "申请人类型": applicant,
            "申请方式": channels[number % len(channels)],
            "是否延期": "否",
            "答复日期": date(year, 3, 20),
            "办理结果": outcome,
            "办理状态": "办结",
        }
        if "补正后" in outcome:
            row |= {"补正通知日期": date(year, 3, 6), "补正日期": date(year, 3, 12)}
        if "第三方" in outcome:
            row |= {"征求意见日期": date(year, 3, 6), "收到意见日期": date(year, 3, 12)}
        rows.append(row)
    for number, applicant in enumerate(applicants):
        opened = {"申请人类型": applicant, "申请方式": "信函"}
        last_year = {"登记编号": f"旧{number}", "收到日期": date(year - 1, 12, 20)}
        closing = {"答复日期": date(year, 1, 8), "办理结果": outcomes[0], "办理状态": "办结"}
        this_year = {"登记编号": f"新{number}", "收到日期": date(year, 12, 20), "办理状态": "在办"}
        rows += [opened | last_year | closing, opened | this_year]
    report = tally_filled(tmp_path / "log.xlsx", book, rows, year)
    assert [(finding.code, finding.address.cell) for finding in report.findings] == []

    form = edition.table("requests")
    lines = [
        line.id for line in form.lines if line.id.startswith("outcome.") and line.kind == "leaf"
    ]
    columns = [column.id for column in form.blocks[0].columns if column.kind == "leaf"]
    expected: dict[str, object] = {f"{line}/{column}": 1 for line in lines for column in columns}
    for column in columns:
        expected[f"outcome.granted/{column}"] = 2
        expected[f"received/{column}"] = len(lines) + 1
        expected[f"brought_forward/{column}"] = expected[f"carried_forward/{column}"] = 1
    assert counted(report, "requests") == expected
    assert report.tally.carried_forward() == [f"新{number}" for number in range(len(columns))]


@both_editions
def test_grounds_in_free_words_change_nothing(edition: Edition, tmp_path: Path) -> None:
    year = YEARS[edition.id]
    book = book_of("requests", edition)
    outcomes = [
        text for text in offered(book, "办理结果") if "补正后" not in text and "第三方" not in text
    ]
    rows = [
        {
            "登记编号": f"{number:03}",
            "收到日期": date(year, 3, 2),
            "申请人类型": "自然人",
            "答复日期": date(year, 3, 20),
            "办理结果": outcome,
            "理由": "条例第三十六条" if number % 2 else "见答复书",
        }
        for number, outcome in enumerate(outcomes)
    ]
    report = tally_filled(tmp_path / "log.xlsx", book, rows, year)
    assert [finding.code for finding in report.findings] == []
    lines = [line for line in counted(report, "requests") if line.startswith("outcome.")]
    assert len(lines) == len(outcomes)


@both_editions
def test_every_category_counts_where_the_edition_has_a_line(
    edition: Edition, tmp_path: Path
) -> None:
    year = YEARS[edition.id]
    book = book_of("publications", edition)
    rows = [
        {
            "信息名称": f"信息{number}",
            "文号": f"〔{year}〕{number}号",
            "信息类别": category,
            "公开渠道": "政府信息公开平台",
            "公开形式": "文字",
            "制发日期": date(year, 3, 2),
            "公开日期": date(year, 3, 5),
            "有效性": "有效",
            "公开方式": "主动公开",
            "审查日期": date(year, 3, 3),
            "数量": 1,
            "金额（元）": 1234.5 if category in ("行政事业性收费", "政府集中采购") else None,
        }
        for number, category in enumerate(offered(book, "信息类别"))
    ]
    report = tally_filled(tmp_path / "log.xlsx", book, rows, year)
    assert [(finding.code, finding.address.cell) for finding in report.findings] == []
    found = {cell: str(number) for cell, number in counted(report, "publications").items()}
    documents = {"2019": ("made", "disclosed", "disclosed_total"), "2021": ("issued", "in_force")}
    lines = ["licensing", "penalties", "coercion"]
    expected = {f"{line}/decisions": "1" for line in lines}
    for document, column in product(("rules", "normative_documents"), documents[edition.id]):
        expected[f"{document}/{column}"] = "1"
    if edition is NEW:
        expected["fees/amount"] = "0.12345"
    else:
        expected |= {f"{line}/items_change": "1" for line in [*lines, "other_services", "fees"]}
        expected |= {"other_services/decisions": "1", "procurement/projects": "1"}
        expected["procurement/amount"] = "1234.5"
    assert found == expected


@both_editions
def test_every_result_of_every_kind_of_case_counts_in_its_own_cell(
    edition: Edition, tmp_path: Path
) -> None:
    year = YEARS[edition.id]
    book = book_of("cases", edition)
    groups = {
        "review": ("行政复议", None),
        "suit_direct": ("行政诉讼", "否"),
        "suit_after_review": ("行政诉讼", "是"),
    }
    results = offered(book, "审理结果")
    rows = [
        {
            "案件类型": kind,
            "案号": f"{number:03}",
            "受理日期": date(year, 5, 10),
            "是否经过复议": reviewed,
            "审级": None if kind == "行政复议" else "一审",
            "审理结果": result,
            "审结日期": None if result == "尚未审结" else date(year, 9, 20),
            "共同被告": "否",
        }
        for number, ((kind, reviewed), result) in enumerate(product(groups.values(), results))
    ]
    report = tally_filled(tmp_path / "log.xlsx", book, rows, year)
    assert [(finding.code, finding.address.cell) for finding in report.findings] == []
    columns = ("upheld", "corrected", "other", "pending")
    assert counted(report, "cases") == {
        f"{line}/{column}": 1 for line in groups for column in columns
    }


# --- the command ---


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["template", *words])


@both_editions
@every_kind
@every_language
def test_the_same_template_has_the_same_bytes(
    kind_id: KindId, edition: Edition, voice: Voice
) -> None:
    assert template(kind_id, edition, voice) == template(kind_id, edition, voice)


@pytest.mark.parametrize(
    ("kind_id", "name"),
    [
        ("requests", "依申请公开台账.xlsx"),
        ("publications", "主动公开台账.xlsx"),
        ("cases", "复议诉讼台账.xlsx"),
    ],
)
def test_without_a_name_it_goes_to_the_current_folder_and_replaces_nothing(
    kind_id: KindId, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = run(kind_id, "--lang", "zh")
    assert (first.exit_code, first.stdout, first.stderr) == (0, "", f"已写入 {name}\n")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    (tmp_path / name).write_bytes(b"filled in")
    assert run(kind_id).exit_code == 6
    assert (tmp_path / name).read_bytes() == b"filled in"
    assert run(kind_id, "--force", "-q").stderr == ""
    assert (tmp_path / name).read_bytes() == template(kind_id)


def test_the_edition_is_the_latest_unless_named(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    assert run("requests", "-o", str(path)).exit_code == 0
    assert path.read_bytes() == template("requests", editions()[-1])
    assert run("requests", "-o", str(path), "--force", "--edition", "2019").exit_code == 0
    assert path.read_bytes() == template("requests", OLD)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["everything"], 2),
        ([], 2),
        (["requests", "-o", "log.docx"], 2),
        (["requests", "-o", "-"], 2),
        (["requests", "--edition", "2008"], 2),
        (["requests", "-o", "no/such/folder/log.xlsx"], 6),
    ],
)
def test_what_cannot_be_written_is_refused(
    words: list[str], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == status
    assert list(tmp_path.iterdir()) == []


def test_tally_finds_no_records_in_a_fresh_template(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    assert run("requests", "-o", str(path)).exit_code == 0
    result = CliRunner().invoke(app, ["tally", str(path), "--year", "2024"])
    assert result.exit_code == 1
    assert "no-records" in result.stderr
