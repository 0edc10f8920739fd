"""`reportcli.toml`: loaded strictly, found only where it is meant, and honoured."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from reportcli.count.tally import Tally
from reportcli.finding import Refusal
from reportcli.report import compile_report
from reportcli.settings import Settings, find_settings, load_settings
from tests.expand import write_xlsx
from tests.logs import fates, filled, found, rows_of, tally_of, write_log


def settings_of(folder: Path, text: str) -> Settings:
    (folder / "reportcli.toml").write_text(text, encoding="utf-8")
    return load_settings(folder / "reportcli.toml")


# -- loading ------------------------------------------------------------------------------------------------


def test_every_choice_has_its_default() -> None:
    settings = Settings()
    assert (settings.agency, settings.year) == (None, None)
    assert settings.individual_business == "natural_person"
    assert settings.recount_pending_cases is True
    assert settings.dismissed_suit == "other"
    assert settings.count_refused_filings is False
    assert settings.count_co_defendant_suits is False
    assert settings.first_day_counts is False


def test_a_whole_file_is_read_and_its_digest_kept(tmp_path: Path) -> None:
    text = """
        agency = "某县自然资源局"
        year = 2024
        individual_business = "business"
        dismissed_suit = "upheld"
        [columns.requests]
        "来件时间" = "received"
        [values.outcome]
        "已寄送" = "outcome.granted"
        [sheets."说明"]
        skip = true
        [calendar.2026]
        off = [2026-01-01]
        work = [2026-01-04]
        """
    settings = settings_of(tmp_path, text)
    assert (settings.agency, settings.year, settings.individual_business) == (
        "某县自然资源局",
        2024,
        "business",
    )
    assert settings.values == {"outcome": {"已寄送": "outcome.granted"}}
    assert settings.path == str(tmp_path / "reportcli.toml")
    assert settings.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_mark_at_the_start_of_the_file_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "reportcli.toml").write_bytes(b"\xef\xbb\xbfyear = 2024\r\n")
    assert load_settings(tmp_path / "reportcli.toml").year == 2024


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("agancy = '某局'", "agancy"),
        ("year = '2024'", "year"),
        ("year = 2024.5", "year"),
        ("recount_pending_cases = 1", "recount_pending_cases"),
        ("dismissed_suit = 'corrected'", "dismissed_suit"),
        ("individual_business = '自然人'", "individual_business"),
        ("[columns.request]\n'收件' = 'received'", "columns"),
        ("[columns.requests]\n'收件' = 'receved'", "receved"),
        ("[columns.requests]\n'收件' = 3", "columns"),
        ("[values.outcomes]\n'已寄送' = 'outcome.granted'", "outcomes"),
        ("[values.outcome]\n'已寄送' = 'outcome.given'", "outcome.given"),
        ("[values.outcome]\n'已寄送' = 'outcome.total'", "outcome.total"),
        ("[values.applicant_type]\n'外籍' = 'person'", "person"),
        ("[values.applicant_type]\n'外籍' = 'total'", "total"),
        ("[values.result]\n'已结' = 'won'", "won"),
        ("[values.category]\n'要闻' = 'news'", "news"),
        ("[sheets.'台账']\nskipp = true", "skipp"),
        ("[sheets.'台账']\nkind = 'request'", "kind"),
        ("[calendar.2026]\nholidays = [2026-01-01]", "holidays"),
        ("[calendar.2026]\noff = ['2026-13-01']", "calendar"),
        ("year = \nagency = '某局'", ".toml:1: "),
        ("year = 2024\nyear = 2023\n", ".toml:2: "),
        ("agency = 某局", "agency = 某局"),
    ],
)
def test_a_slip_is_refused_with_the_file_and_the_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        settings_of(tmp_path, text)
    assert refused.value.status == 2
    for message in (refused.value.message("zh"), refused.value.message("en")):
        assert message.startswith(f"{tmp_path / 'reportcli.toml'}:")
        assert key in message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("agancy = '某局'", "settings-key-unknown"),
        ("year = '2024'", "settings-value"),
        ("year = ", "settings-broken"),
        ("[values.result]\n'已结' = 'won'", "settings-invalid"),
    ],
)
def test_each_kind_of_slip_has_its_words(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        settings_of(tmp_path, text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[values.outcome]\n'给材料了' = '予以公开'", "outcome.granted"),
        ("[values.outcome]\n'给材料了' = '（一）予以公开'", "outcome.granted"),
        ("[values.outcome]\n'给材料了' = '不予公开：属于国家秘密'", "outcome.refused.state_secret"),
        ("[values.outcome]\n'给材料了' = '不予公开'", "outcome.refused"),
        ("[values.outcome]\n'给材料了' = 'outcome.partial'", "outcome.partial"),
        ("[values.applicant_type]\n'给材料了' = '自然人'", "natural_person"),
        ("[values.applicant_type]\n'给材料了' = '商业企业'", "business"),
        ("[values.category]\n'给材料了' = '行政许可'", "licensing"),
        ("[values.result]\n'给材料了' = '结果维持'", "upheld"),
    ],
)
def test_lines_and_columns_are_named_as_on_the_form(
    tmp_path: Path, text: str, expected: str
) -> None:
    (words,) = settings_of(tmp_path, text).values.values()
    assert words == {"给材料了": expected}


@pytest.mark.parametrize(
    "name", ["办理结果", "处理结果", "outcome"], ids=["its heading", "another heading", "its id"]
)
def test_fields_are_named_as_their_headings(tmp_path: Path, name: str) -> None:
    settings = settings_of(tmp_path, f"[columns.requests]\n'答复种类' = '{name}'")
    assert settings.columns == {"requests": {"答复种类": "outcome"}}


@pytest.mark.parametrize(
    "text",
    [
        "agency = “青禾县局”",
        "agency ＝ ＂青禾县局＂",
        "agency = ‘青禾县局’",
        "　agency = “青禾县局”",
        "agency = “青禾县局”\n［values．outcome］\n“给材料了” = “予以公开”",
    ],
)
def test_signs_of_a_chinese_keyboard_are_read(tmp_path: Path, text: str) -> None:
    assert settings_of(tmp_path, text).agency == "青禾县局"


def test_quotes_within_a_value_are_the_offices_own(tmp_path: Path) -> None:
    assert settings_of(tmp_path, 'agency = "“青禾”办公室"').agency == "“青禾”办公室"


def test_a_file_that_an_older_editor_saved_is_read(tmp_path: Path) -> None:
    (tmp_path / "reportcli.toml").write_bytes("agency = '某局'".encode("gbk"))
    assert load_settings(tmp_path / "reportcli.toml").agency == "某局"


def test_bytes_that_are_no_text_and_a_file_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "reportcli.toml").write_bytes(b"agency = '\xff\xff'")
    with pytest.raises(Refusal) as refused:
        load_settings(tmp_path / "reportcli.toml")
    assert (refused.value.status, refused.value.code) == (2, "settings-encoding")
    for missing in (tmp_path, tmp_path / "other.toml"):
        with pytest.raises(Refusal) as refused:
            load_settings(missing)
        assert (refused.value.status, refused.value.code) == (2, "settings-unreadable")


@pytest.mark.parametrize(
    ("notice", "word"),
    [
        ("[calendar.2026]\noff = [2026-01-05]\nwork = [2026-01-05]", "2026-01-05"),
        ("[calendar.2026]\noff = [2025-05-01]", "2025-05-01"),
        ("[calendar.next]\noff = [2026-01-05]", "next"),
    ],
)
def test_a_holiday_notice_that_contradicts_itself_is_refused(
    tmp_path: Path, notice: str, word: str
) -> None:
    (tmp_path / "reportcli.toml").write_text(notice, encoding="utf-8")
    log = write_log(
        tmp_path / "log.csv", "收到日期|申请人类型|答复日期|办理结果\n2024-03-04|自然人||"
    )
    with pytest.raises(Refusal) as refused:
        compile_report([log])
    assert (refused.value.status, refused.value.code) == (2, "settings-invalid")
    assert str(tmp_path / "reportcli.toml") in str(refused.value)
    assert word in str(refused.value)


# -- finding ------------------------------------------------------------------------------------------------


def test_the_file_counts_only_in_a_folder_that_all_logs_share(tmp_path: Path) -> None:
    for folder, year in (("a", 2021), ("b", 2022)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "reportcli.toml").write_text(f"year = {year}")
    one, two, other = tmp_path / "a/1.xlsx", tmp_path / "a/2.xlsx", tmp_path / "b/1.xlsx"
    assert find_settings([one]).year == 2021
    assert find_settings([one, two]).year == 2021
    assert find_settings([one, other]) == Settings()
    assert find_settings([tmp_path / "1.xlsx"]) == Settings()  # neither above nor below
    assert find_settings([tmp_path / "a/deeper/1.xlsx"]) == Settings()


def test_a_folder_is_the_same_however_it_is_spelt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/reportcli.toml").write_text("year = 2021")
    monkeypatch.chdir(tmp_path / "a")
    assert find_settings([Path("1.xlsx"), Path("./2.xlsx")]).year == 2021
    assert find_settings([Path("1.xlsx"), tmp_path / "a/2.xlsx"]).year == 2021
    assert find_settings([Path("1.xlsx"), Path("../a/2.xlsx")]).year == 2021


def test_the_year_of_the_file_yields_to_the_one_that_is_asked_for(tmp_path: Path) -> None:
    table = "收到日期|申请人类型|答复日期|办理结果\n2024-03-04|自然人||\n2022-03-04|自然人|2022-03-08|予以公开"
    log = write_log(tmp_path / "log.csv", table)
    (tmp_path / "reportcli.toml").write_text("year = 2022\nagency = '某局'", encoding="utf-8")
    report = compile_report([log])
    assert (report.year, report.year_is_inferred, report.settings.agency) == (2022, False, "某局")
    assert compile_report([log], year=2024).year == 2024
    assert compile_report([log], year=2024, settings=Settings()).settings.agency is None


# -- columns ------------------------------------------------------------------------------------------------


def test_a_heading_of_the_office_is_the_field_it_is_mapped_to() -> None:
    tally = tally_of(
        """
        来件时间   | 申请人类型 | 了结       | 怎么办的
        2024-03-04 | 自然人     | 2024-03-08 | 予以公开
        """,
        columns={"requests": {"来件时间": "received", "了结": "closed", "怎么办的": "outcome"}},
    )
    assert filled(tally)["outcome.granted/natural_person"] == 1


def test_a_map_wins_over_a_known_heading_and_an_empty_one_leaves_a_column_out() -> None:
    tally = tally_of(
        """
        收到日期   | 登记日期   | 申请人类型 | 答复日期   | 办理结果
        2023-12-04 | 2024-01-02 | 自然人     | 2024-03-08 | 予以公开
        """,
        columns={"requests": {"收到日期": "", "登记日期": "received"}},
    )
    assert filled(tally)["received/total"] == 1
    assert "brought_forward/total" not in filled(tally)


# -- wordings -----------------------------------------------------------------------------------------------


def tally_with(log: str, field: str, wording: str, meaning: str) -> Tally:
    return tally_of(log, values={field: {wording: meaning}})


REQUEST = "收到日期 | 申请人类型 | 答复日期 | 办理结果\n2024-03-04 | {} | 2024-03-08 | {}"
DOCUMENT = "信息类别 | 制发日期 | 有效性 | 公开方式\n{} | 2024-03-04 | {} | {}"
CASE = "案件类型 | 受理日期 | 审理结果 | 审结日期\n{} | 2024-03-04 | {} | 2024-06-04"


@pytest.mark.parametrize(
    ("field", "wording", "meaning", "log", "cell"),
    [
        (
            "outcome",
            "已寄送",
            "outcome.granted",
            REQUEST.format("公民", "已寄送"),
            "outcome.granted/total",
        ),
        (
            "outcome",
            "公开",
            "outcome.partial",
            REQUEST.format("公民", "公开"),
            "outcome.partial/total",
        ),
        (
            "applicant_type",
            "外籍",
            "natural_person",
            REQUEST.format("外籍", "公开"),
            "received/natural_person",
        ),
        ("applicant_type", "公司", "research", REQUEST.format("公司", "公开"), "received/research"),
        ("category", "镇规", "rules", DOCUMENT.format("镇规", "", ""), "rules/in_force"),
        ("validity", "待定", "in_force", DOCUMENT.format("规章", "待定", ""), "rules/in_force"),
        (
            "mode",
            "网上公开",
            "proactive",
            DOCUMENT.format("规章", "", "网上公开"),
            "rules/in_force",
        ),
        ("kind", "申诉", "review", CASE.format("申诉", "维持"), "review/upheld"),
        ("kind", "官司", "suit_direct", CASE.format("官司", "撤诉"), "suit_direct/other"),
        ("result", "已结", "corrected", CASE.format("行政复议", "已结"), "review/corrected"),
    ],
)
def test_a_wording_of_the_office_means_what_it_is_mapped_to(
    field: str, wording: str, meaning: str, log: str, cell: str
) -> None:
    tally = tally_with(log, field, wording, meaning)
    [table] = tally.tables
    assert filled(tally, table)[cell] == 1
    assert found(tally) == []


def test_a_wording_is_compared_without_width_and_white_space() -> None:
    tally = tally_with(
        REQUEST.format("自然人", "已 寄送（ＥＭＳ）"), "outcome", "已寄送(EMS)", "outcome.granted"
    )
    assert filled(tally)["outcome.granted/total"] == 1


def test_a_wording_mapped_to_a_group_still_needs_its_ground() -> None:
    log = """
        收到日期   | 申请人类型 | 答复日期   | 办理结果 | 理由
        2024-03-04 | 自然人     | 2024-03-08 | 拒了     | 国家秘密
        2024-03-04 | 自然人     | 2024-03-08 | 拒了     |
        """
    tally = tally_with(log, "outcome", "拒了", "outcome.refused")
    assert filled(tally)["outcome.refused.state_secret/total"] == 1
    assert found(tally) == [("ground-missing", "E3")]


@pytest.mark.parametrize("column", ["natural_person", "business", "other_organisation"])
def test_individual_businesses_are_where_the_office_puts_them(column: str) -> None:
    tally = tally_of(REQUEST.format("个体工商户", "予以公开"), individual_business=column)
    assert filled(tally)[f"received/{column}"] == 1


# -- sheets -------------------------------------------------------------------------------------------------


def test_sheets_may_be_left_out_and_headers_may_be_pointed_at(tmp_path: Path) -> None:
    rows = rows_of("收到日期|申请人类型|答复日期|办理结果\n2024-03-04|自然人|2024-03-08|予以公开")
    example = rows_of(
        "收到日期|申请人类型|答复日期|办理结果\n2024-01-01|自然人|2024-01-02|予以公开"
    )
    write_xlsx({"台账": [*example, [None], *rows], "去年": rows}, tmp_path / "log.xlsx")
    report = compile_report([tmp_path / "log.xlsx"])
    assert filled(report.tally)["received/total"] == 3

    settings = "[sheets.'去年']\nskip = true\n[sheets.'台账']\nkind = 'requests'\nheader_rows = [4]"
    (tmp_path / "reportcli.toml").write_text(settings, encoding="utf-8")
    report = compile_report([tmp_path / "log.xlsx"])
    assert filled(report.tally)["received/total"] == 1
    assert fates(report.tally) == [{"counted": 1, "title": 2, "blank": 1}]
    assert [sheet.skipped for sheet in report.inputs[0].sheets] == [None, "sheet-left-out"]


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "1e15", '"12"', "true"])
def test_a_declared_figure_is_a_number_from_nought_on(tmp_path: Path, value: str) -> None:
    with pytest.raises(Refusal) as refused:
        settings_of(tmp_path, f'[declared]\n"满意率" = {value}\n')
    assert refused.value.code == "settings-value"
    assert "declared" in str(refused.value.details["key"])


def test_a_declared_figure_may_be_a_share(tmp_path: Path) -> None:
    assert settings_of(tmp_path, '[declared]\n"满意率" = 98.5').declared == {"满意率": 98.5}


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 10_000, ".".join("a" * 10_000) + " = 1", "year = " + "9" * 5000]
)
def test_what_has_no_end_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        settings_of(tmp_path, text)
    assert refused.value.code == "settings-invalid"


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "reportcli.toml")
    with pytest.raises(Refusal) as refused:
        load_settings(tmp_path / "reportcli.toml")
    assert refused.value.code == "input-not-regular"
