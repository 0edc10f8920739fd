"""The annual report as a document: which words stand where, and what is wrong in them at which line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from reportcli.document import Document, compile_document, compile_tables, method_document
from reportcli.finding import Refusal
from reportcli.prose.blocks import FormTable, Paragraph, PlainTable
from reportcli.prose.method import method_note
from reportcli.report import Report, compile_report
from reportcli.settings import Settings, Waiver
from reportcli.words.messages import CHINESE
from tests.logs import write_log

OFFICE = Settings(agency="某县某局", address="某路1号", telephone="0000-1")
REQUESTS = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 自然人     | 网站     | 2024-01-20 | 予以公开
    2024-2   | 2024-02-05 | 商业企业   | 当面     | 2024-02-20 | 部分公开
    2024-3   | 2024-12-25 | 自然人     | 网站     |            |
"""
PUBLICATIONS = """
    信息名称   | 信息类别 | 栏目     | 公开渠道   | 发布日期
    关于甲的通知 | 通知     | 通知公告 | 本局网站   | 2024-03-01
    甲的解读     | 政策解读 | 政策解读 | 本局网站   | 2024-03-02
    办公培训     | 培训     | 工作动态 | 微信       | 2024-04-02
"""
CASES = """
    行政复议/行政诉讼 | 受理日期   | 审理结果 | 审结日期
    行政复议          | 2024-01-01 | 维持     | 2024-03-01
"""


def report_on(folder: Path, settings: Settings = OFFICE, **logs: str) -> Report:
    files = [write_log(folder / f"{name}.xlsx", table) for name, table in logs.items()]
    return compile_report(files, year=2024, settings=settings)


def document_on(folder: Path, settings: Settings = OFFICE, **texts: str) -> Document:
    """The report on the three logs above, with prose by the name of its file."""
    words = folder / "text"
    words.mkdir()
    for name, text in texts.items():
        (words / f"{name}.md").write_text(text, "utf-8")
    report = report_on(folder, settings, requests=REQUESTS, publications=PUBLICATIONS, cases=CASES)
    return compile_document(report, text=words if texts else None)


def words_of(document: Document, number: str) -> str:
    part = next(part for part in document.parts if part.number == number)
    return "\n".join(block.text for block in part.blocks if isinstance(block, Paragraph))


def codes(document: Document) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.address)) for finding in document.report.findings]


def test_the_parts_stand_in_the_order_and_under_the_titles_of_the_edition(tmp_path: Path) -> None:
    document = document_on(tmp_path)
    assert [(part.number, part.title) for part in document.parts] == [
        ("一", "总体情况"),
        ("二", "主动公开政府信息情况"),
        ("三", "收到和处理政府信息公开申请情况"),
        ("四", "政府信息公开行政复议、行政诉讼情况"),
        ("五", "存在的主要问题及改进情况"),
        ("六", "其他需要报告的事项"),
    ]
    tables = [
        block.table
        for part in document.parts
        for block in part.blocks
        if isinstance(block, FormTable)
    ]
    assert tables == ["publications", "requests", "cases"]
    assert document.title == "某县某局2024年政府信息公开工作年度报告"


def test_the_preamble_names_the_law_the_period_and_whom_to_ask(tmp_path: Path) -> None:
    basis, contact = (
        block.text for block in document_on(tmp_path).preamble if isinstance(block, Paragraph)
    )
    assert "《中华人民共和国政府信息公开条例》" in basis
    assert "国办公开办函〔2021〕30号" in basis
    assert "自2024年1月1日起至2024年12月31日止" in basis
    assert contact == "如对本报告有疑问，请与某县某局联系（地址：某路1号；联系电话：0000-1）。"


def test_part_one_is_written_from_facts_where_the_office_gives_none(tmp_path: Path) -> None:
    words = words_of(document_on(tmp_path), "一")
    assert "2024年，本机关主动公开政府信息3条。" in words
    assert "发布政策解读1条。" in words
    assert "新收政府信息公开申请3件。" in words
    assert "网上申请2件，占新收申请的66.7%；其他方式1件，占33.3%" in words
    assert "自然人2件，占新收申请的66.7%；商业企业1件，占33.3%" in words
    assert "共办结2件。其中，予以公开1件，占办结总数的50%；部分公开1件，占50%。" in words
    assert "办结的申请均在法定期限内办结，按期办结率为100%" in words
    assert "行政复议案件1件，结果维持。" in words
    assert "举办政府信息公开业务培训1次" in words


def test_nothing_is_said_of_what_no_log_tells(tmp_path: Path) -> None:
    document = compile_document(report_on(tmp_path, requests=REQUESTS))
    words = words_of(document, "一")
    assert "主动公开政府信息" not in words
    assert "（此处填写主动公开情况）" in words
    assert "行政复议" not in words


def test_every_number_of_the_written_sentences_comes_from_a_figure(tmp_path: Path) -> None:
    document = document_on(tmp_path)
    runs = [
        run
        for part in document.parts
        for block in part.blocks
        if isinstance(block, Paragraph)
        for run in block.runs
        if run.style != "gap"
    ]
    assert [
        run.text for run in runs if not run.figure and any(char.isdigit() for char in run.text)
    ] == []
    figures = document.figures
    for run in runs:
        if run.figure and run.figure not in figures.words:
            name, _, filter_ = run.figure.partition(" | ")
            assert figures.fill_field(name, filter_) == msgspec.structs.replace(run, line=0)


def test_the_offices_own_words_stand_in_the_place_of_ours(tmp_path: Path) -> None:
    text = "### （一）基本情况\n\n全年收到申请 {{ requests.received.total }} 件。\n\n- 第一项\n- 第二项\n"
    part = document_on(tmp_path, 一=text).parts[0]
    assert part.file.endswith("一.md")
    heading, body, first, _second = part.blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(body, Paragraph)
    assert isinstance(first, Paragraph)
    assert (heading.role, heading.text) == ("heading", "（一）基本情况")
    assert body.text == "全年收到申请 3 件。"
    assert [(run.text, run.figure, run.line) for run in body.runs][1] == (
        "3",
        "requests.received.total",
        3,
    )
    assert (first.role, first.marker) == ("item", "•")


def test_prose_of_a_part_with_a_table_stands_over_the_table(tmp_path: Path) -> None:
    part = document_on(tmp_path, 二="本部分按《条例》第二十条统计。").parts[1]
    assert [type(block) for block in part.blocks] == [Paragraph, FormTable]


OF_A_DOCUMENT = [
    ("field-unknown", {"五": "一行\n\n收到 {{ requests.recieved.total }} 件"}, "五.md:3"),
    ("field-unknown", {"五": "| 项 | 数 |\n|--|--|\n| 收到 | {{ 无此项 }} |"}, "五.md:3"),
    ("filter-unknown", {"五": "{{ requests.received.total | 环比 }}"}, "五.md:1"),
    ("field-incomparable", {"五": "第一行\n{{ requests.received.total | 同比 }}"}, "五.md:2"),
]


@pytest.mark.parametrize(("code", "texts", "place"), OF_A_DOCUMENT)
def test_a_field_that_cannot_be_filled_is_found_at_its_line(
    code: str, texts: dict[str, str], place: str, tmp_path: Path
) -> None:
    found = [(one, Path(at).name) for one, at in codes(document_on(tmp_path, **texts))]
    assert (code, place) in found


def test_a_field_of_the_settings_that_is_empty_is_found(tmp_path: Path) -> None:
    found = codes(document_on(tmp_path, Settings(), 五="{{ agency }}"))
    assert ("field-empty", str(tmp_path / "text" / "五.md") + ":1") in found


def gaps(document: Document) -> list[tuple[str, object]]:
    found = [(one.code, one.details.get("part")) for one in document.report.findings]
    return [pair for pair in found if pair[0] != "table-all-zero"]


def test_what_the_office_has_still_to_say_is_found(tmp_path: Path) -> None:
    assert gaps(document_on(tmp_path, Settings())) == [
        ("agency-missing", None),
        ("contact-missing", None),
        ("part-unwritten", "五"),
        ("part-unwritten", "六"),  # its fees, of which the log has no column
        ("part-unwritten", "六"),
    ]


def test_a_report_of_which_nothing_is_missing_has_no_such_finding(tmp_path: Path) -> None:
    assert (
        gaps(document_on(tmp_path, 五="存在的不足是人手不够。", 六="无其他需要报告的事项。")) == []
    )


def test_a_part_without_its_log_makes_a_draft(tmp_path: Path) -> None:
    document = compile_document(report_on(tmp_path, requests=REQUESTS))
    missing = [
        one.details["part"] for one in document.report.findings if one.code == "part-without-log"
    ]
    assert missing == ["二", "四"]
    assert document.is_draft
    assert "没有政府信息公开行政复议、行政诉讼台账" in words_of(
        document, "四"
    ) or "没有" in words_of(document, "四")


def test_a_field_may_stand_in_a_table_and_have_a_filter_there(tmp_path: Path) -> None:
    text = "| 项目 | 件数 | 占比 |\n|--|--|--|\n| 予以公开 | {{ requests/outcome.granted/total }} | {{ 三/予以公开/总计 | 占比 }} |\n"
    table = next(
        block
        for block in document_on(tmp_path, 五=text).parts[4].blocks
        if isinstance(block, PlainTable)
    )
    assert [["".join(run.text for run in cell) for cell in row] for row in table.rows] == [
        ["项目", "件数", "占比"],
        ["予以公开", "1", "50%"],
    ]


REFUSED = [
    ("text-unknown", ["七.md"]),
    ("text-unknown", ["readme.md"]),
    ("text-doubled", ["五.md", "5.md"]),
]


@pytest.mark.parametrize(("code", "files"), REFUSED)
def test_a_file_that_is_no_part_is_refused(code: str, files: list[str], tmp_path: Path) -> None:
    words = tmp_path / "text"
    words.mkdir()
    for file in files:
        (words / file).write_text("文字", "utf-8")
    with pytest.raises(Refusal) as refusal:
        compile_document(report_on(tmp_path, requests=REQUESTS), text=words)
    assert (refusal.value.code, refusal.value.status) == (code, 2)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        compile_document(report_on(tmp_path, requests=REQUESTS), text=tmp_path / "none")
    assert refusal.value.code == "text-unreadable"


def test_the_tables_alone_are_a_document_too(tmp_path: Path) -> None:
    document = compile_tables(report_on(tmp_path, requests=REQUESTS), CHINESE)
    assert [part.blocks for part in document.parts] == [(FormTable("requests"),)]
    assert document.title == "某县某局2024年政府信息公开统计表"
    assert not document.is_draft


def test_the_method_note_accounts_for_every_row(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        requests=REQUESTS + "    合计     |            |            |          |            |\n",
    )
    note = method_note(report, CHINESE)
    text = "\n".join(block.text for block in note.blocks if isinstance(block, Paragraph))
    assert report.inputs[0].sha256 in text
    assert "requests.xlsx（" in text
    assert str(tmp_path) not in text  # the clerk's folders are not published
    assert "国办公开办函〔2021〕30号" in text
    account = next(block for block in note.blocks if isinstance(block, PlainTable))
    rows = [["".join(run.text for run in cell) for cell in row] for row in account.rows]
    assert rows[1] == ["台账", "4", "3", "0", "合计行 1"]


def test_the_method_note_names_the_choices_that_bear_on_the_logs(tmp_path: Path) -> None:
    settings = Settings(agency="某局", individual_business="business", count_refused_filings=True)
    note = method_note(report_on(tmp_path, settings, requests=REQUESTS), CHINESE)
    tables = [block for block in note.blocks if isinstance(block, PlainTable)]
    rows = [["".join(run.text for run in cell) for cell in row] for row in tables[1].rows]
    assert rows[1:] == [
        ["个体工商户计入的申请人类型", "商业企业", "本机关设定"],
        ["收到申请当日计入期限", "否", "默认"],
        ["不予受理的复议、不予立案的诉讼计入", "是", "本机关设定"],
    ]


def test_the_method_note_is_a_document_of_its_own_too(tmp_path: Path) -> None:
    note = method_document(document_on(tmp_path))
    assert (note.title, note.parts, note.signature) == ("方法说明", (), ())
    assert note.preamble


# --- findings of the prose are waived and listed like all others ---


def judged_with(folder: Path, text: str, *places: str) -> Document:
    """The report with the words of part 五, of which some places are waived."""
    waive = [Waiver("figure-unmatched", "核对过", date(2025, 1, 3), where) for where in places]
    settings = msgspec.structs.replace(OFFICE, waive=waive)
    return document_on(folder, settings, 五=text)


@pytest.mark.parametrize("place", ["五.md:3", "五.md", "{folder}/五.md:3"])
def test_a_number_in_prose_is_waived_by_its_place_as_printed(tmp_path: Path, place: str) -> None:
    place = place.format(folder=tmp_path / "text")
    document = judged_with(tmp_path, "走访企业多家。\n\n走访企业97家。", place)
    found = [one for one in document.report.findings if one.code == "figure-unmatched"]
    assert [(one.address.row, one.waived and one.waived.reason) for one in found] == [(3, "核对过")]
    assert "waiver-unused" not in {one.code for one in document.report.findings}


def test_a_waiver_of_another_line_is_unused_and_the_finding_stands(tmp_path: Path) -> None:
    document = judged_with(tmp_path, "走访企业97家。", "五.md:2")
    found = [(one.code, one.waived) for one in document.report.findings]
    assert ("figure-unmatched", None) in found
    assert ("waiver-unused", None) in found


def test_a_waiver_of_a_text_says_nothing_where_no_text_is_read(tmp_path: Path) -> None:
    waive = [Waiver("figure-unmatched", "核对过", date(2025, 1, 3), "五.md:1")]
    report = report_on(tmp_path, msgspec.structs.replace(OFFICE, waive=waive), requests=REQUESTS)
    assert "waiver-unused" not in {one.code for one in report.findings}


def test_at_most_a_thousand_findings_of_a_code_are_listed(tmp_path: Path) -> None:
    report = judged_with(tmp_path, "\n\n".join(["走访企业97家。"] * 1003)).report
    assert sum(one.code == "figure-unmatched" for one in report.findings) == 1000
    assert report.findings_omitted["figure-unmatched"] == 3
