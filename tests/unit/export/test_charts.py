"""What is charted, and that a drawing says what its figures are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from reportcli.count.previous import EarlierFigures
from reportcli.document import Document, compile_document, compile_tables
from reportcli.export.charts import (
    LABEL_LINES,
    WIDTH,
    Bar,
    BarGroup,
    Chart,
    charts_under,
    draw_chart,
    label_lines,
    value_text,
)
from reportcli.report import compile_report
from reportcli.words.messages import CHINESE, ENGLISH
from tests.logs import figures_of_year, write_log

REQUESTS = """
    登记编号 | 收到日期   | 申请人类型 | 申请方式 | 答复日期   | 办理结果
    2024-1   | 2024-01-05 | 自然人     | 网站     | 2024-01-20 | 予以公开
    2024-2   | 2024-02-05 | 商业企业   | 当面     | 2024-02-20 | 部分公开
    2024-3   | 2024-03-05 | 自然人     | 网站     | 2024-03-20 | 重复申请
    2024-4   | 2024-12-25 | 自然人     | 信函     |            |
"""
ONE_OPEN = """
    登记编号 | 收到日期   | 申请人类型 | 答复日期 | 办理结果
    2024-1   | 2024-12-25 | 自然人     |          |
"""


def document_on(
    folder: Path, requests: str = "", topics: dict[str, int] | None = None, **options: object
) -> Document:
    """The report on requests, and on so many publications under each topic."""
    logs = [write_log(folder / "requests.xlsx", requests)] if requests else []
    if topics:
        rows = [
            f"第{number}号{topic} | 工作动态 | {topic} | 本局网站 | 2024-03-01"
            for topic, count in topics.items()
            for number in range(count)
        ]
        table = "\n".join(["标题 | 信息类别 | 栏目 | 公开渠道 | 公开日期", *rows])
        logs.append(write_log(folder / "publications.xlsx", table))
    return compile_document(compile_report(logs, year=2024), **options)  # type: ignore[arg-type]


def charted(
    document: Document, table: str = "requests"
) -> dict[str, list[tuple[str, str, str, str]]]:
    """Every chart: its bars as group, label, number and share."""
    return {
        chart.key: [
            (group.label, bar.label, value_text(bar), bar.share)
            for group in chart.groups
            for bar in group.bars
        ]
        for chart in charts_under(table, document)
    }


# --- what is charted ---


def test_requests_are_charted_by_outcome_applicant_and_channel(tmp_path: Path) -> None:
    assert charted(document_on(tmp_path, REQUESTS)) == {
        "outcomes": [
            ("", "予以公开", "1", "33.3%"),
            ("", "部分公开", "1", "33.3%"),
            ("", "不予公开", "0", "0%"),
            ("", "无法提供", "0", "0%"),
            ("", "不予处理", "1", "33.3%"),
            ("", "其他处理", "0", "0%"),
        ],
        "applicants": [
            ("", "自然人", "3", "75%"),
            ("", "商业企业", "1", "25%"),
            ("", "科研机构", "0", "0%"),
            ("", "社会公益组织", "0", "0%"),
            ("", "法律服务机构", "0", "0%"),
            ("", "其他", "0", "0%"),
        ],
        "channels": [("", "网站", "2", "50%"), ("", "当面", "1", "25%"), ("", "信函", "1", "25%")],
    }


def test_a_chart_with_nothing_in_it_is_left_out(tmp_path: Path) -> None:
    assert list(charted(document_on(tmp_path, ONE_OPEN))) == ["applicants"]


def test_years_are_charted_from_the_earliest_that_is_known(tmp_path: Path) -> None:
    def known(year: int, **lines: int) -> EarlierFigures:
        return figures_of_year(
            year, {"requests": {line: {"total": number} for line, number in lines.items()}}
        )

    earlier = [
        known(2023, received=7, carried_forward=2),
        known(2021, received=5),
        known(2020),
        known(2025, received=9),
    ]
    assert charted(document_on(tmp_path, REQUESTS, earlier=earlier))["flow"] == [
        ("2021年", "新收", "5", ""),
        ("2021年", "办结", "—", ""),
        ("2021年", "结转下年度", "—", ""),
        ("2023年", "新收", "7", ""),
        ("2023年", "办结", "—", ""),
        ("2023年", "结转下年度", "2", ""),
        ("2024年", "新收", "4", ""),
        ("2024年", "办结", "3", ""),
        ("2024年", "结转下年度", "1", ""),
    ]


def test_the_figures_of_last_year_come_from_the_report_itself(tmp_path: Path) -> None:
    document = document_on(tmp_path, REQUESTS)
    last = figures_of_year(2023, {"requests": {"received": {"total": 8}}})
    assert "flow" not in charted(document)
    assert charted(replace(document, earlier=(last,)))["flow"][0] == ("2023年", "新收", "8", "")


def test_the_ten_largest_topics_are_charted_and_the_others_together(tmp_path: Path) -> None:
    topics = {f"栏目{number:02}": 14 - number for number in range(1, 13)}  # 13, 12, … 2
    assert charted(document_on(tmp_path, topics=topics), "publications")["topics"] == [
        *(
            (
                "",
                f"栏目{n:02}",
                str(14 - n),
                f"{Decimal(14 - n) * 100 / 90:.1f}".removesuffix(".0") + "%",
            )
            for n in range(1, 11)
        ),
        ("", "其余2个栏目", "5", ""),
    ]


def test_ten_topics_need_no_others(tmp_path: Path) -> None:
    topics = {f"栏目{number:02}": 1 for number in range(10)}
    assert len(charted(document_on(tmp_path, topics=topics), "publications")["topics"]) == 10


def test_tables_alone_and_the_table_of_cases_have_no_charts(annual: Document) -> None:
    assert charted(annual, "cases") == {}
    assert charted(compile_tables(annual.report, CHINESE)) == {}


def test_english_stands_beside_the_official_labels(tmp_path: Path) -> None:
    document = document_on(tmp_path, REQUESTS, voice=ENGLISH)
    (chart, *_) = charts_under("requests", document)
    assert chart.bars[0].label == "予以公开 Disclosed"
    assert drawn(chart, document).findtext("figcaption") == (
        "图1　2024年办结申请的办理结果（单位：件） Figure 1: Requests concluded in 2024, by outcome (件)"
    )


# --- how it is drawn ---


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return document_on(tmp_path_factory.mktemp("charts"), REQUESTS)


def drawn(chart: Chart, document: Document) -> etree._Element:
    return draw_chart(chart, 1, document, "c")


def chart_of(*bars: tuple[str, int | Decimal | None]) -> Chart:
    return Chart(
        "outcomes",
        "标题",
        "Title",
        "件",
        (BarGroup(tuple(Bar(label, value) for label, value in bars)),),
    )


def lengths(figure: etree._Element) -> list[str]:
    return [bar.get("width") for bar in figure.iter("rect")]


def test_bars_are_as_long_as_their_numbers(document: Document) -> None:
    figure = drawn(
        chart_of(("甲", 400), ("乙", 100), ("丙", 0), ("丁", None), ("戊", -3)), document
    )
    longest, quarter, *rest = map(Decimal, lengths(figure))
    assert quarter * 4 == longest
    assert rest == [0, 0, 0]
    assert [text.text for text in figure.iter("text")] == [
        "甲",
        "400",
        "乙",
        "100",
        "丙",
        "0",
        "丁",
        "—",
        "戊",
        "-3",
    ]


def test_what_is_more_than_nothing_can_be_seen_beside_what_is_huge(document: Document) -> None:
    assert lengths(drawn(chart_of(("甲", 10**15), ("乙", 1)), document))[1] == "1"


@pytest.mark.parametrize(
    "value", [1, 7, 10**15, Decimal("961716000.05"), Decimal("1e30"), Decimal("0.01")]
)
def test_every_number_of_a_drawing_is_short_and_inside(
    document: Document, value: int | Decimal
) -> None:
    figure = drawn(
        chart_of(("甲", value), ("乙" * 40, value / 3 if isinstance(value, Decimal) else value)),
        document,
    )
    svg = figure.find("svg")
    _, _, width, height = map(int, svg.get("viewBox").split())
    assert width >= WIDTH
    for shape in svg.iter("rect", "text", "line"):
        for name in ("x", "y", "x1", "y1", "x2", "y2", "width", "height"):
            number = shape.get(name) or "0"
            assert len(number.partition(".")[2]) <= 1
            assert (
                0 <= Decimal(number) <= (height if name in ("y", "y1", "y2", "height") else width)
            )


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("自然人", ["自然人"]),
        ("重大建设项目批准和实施", ["重大建设项目批准和", "实施"]),
        ("自然人 Natural persons", ["自然人 Natural", "persons"]),
        ("长" * 28, ["长" * 9, "长" * 9, "长" * 8 + "…"]),
        ("x" * 300, ["x" * 18, "x" * 18, "x" * 16 + "…"]),
        ("a\u202eb\x00c\ud800\n d", ["abc d"]),
        ("公\u3000示", ["公 示"]),
    ],
)
def test_a_long_label_is_folded_then_cut(label: str, lines: list[str]) -> None:
    assert list(label_lines(label)) == lines
    assert len(lines) <= LABEL_LINES


def test_a_label_that_is_cut_stands_whole_in_the_open_table(document: Document) -> None:
    long = "一个长得没有一行放得下的栏目名称、" * 3
    cut, whole = drawn(chart_of((long, 1)), document), drawn(chart_of(("短", 1)), document)
    assert cut.find("details").get("open") is not None
    assert cut.findtext("details//tbody/tr/th") == long
    assert whole.find("details").get("open") is None


def test_a_drawing_says_its_figures_in_words(annual: Document) -> None:
    for table in ("requests", "publications"):
        for number, chart in enumerate(charts_under(table, annual)):
            svg = draw_chart(chart, number, annual, f"c{number}").find("svg")
            names = [svg.find("title").get("id"), svg.find("desc").get("id")]
            assert svg.get("role") == "img"
            assert svg.get("aria-labelledby").split() == names
            assert svg.findtext("title") == chart.title
            for bar in chart.bars:
                assert f"{bar.label} {value_text(bar)}" in svg.findtext("desc")


def test_the_table_under_a_chart_has_its_figures_by_name(annual: Document) -> None:
    seen = 0
    for chart in (*charts_under("requests", annual), *charts_under("publications", annual)):
        for data in draw_chart(chart, 1, annual, "c").iter("data"):
            name, _, filter_ = data.get("data-figure").partition(" | ")
            figure = annual.figures[name]
            expected = (
                f"{annual.figures.share(figure):f}".removesuffix(".0") + "%"
                if filter_
                else str(figure.value)
            )
            assert (data.text, data.get("value")) == (expected, expected)
            seen += 1
    assert seen > 30


def test_bars_of_a_group_differ_in_more_than_colour(annual: Document) -> None:
    for chart in charts_under("requests", annual):
        for group in chart.groups:
            labels = [bar.label for bar in group.bars]
            assert len(set(labels)) == len(labels)


# --- colours ---


def luminance(colour: str) -> float:
    """How light a colour is (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> Iterator[dict[str, str]]:
    """The colours of the stylesheets: in light, then in dark."""
    for name in ("report", "page"):
        text = files("reportcli.export").joinpath(f"{name}.css").read_text("utf-8")
        yield {
            key: colour if len(colour) == 7 else "#" + "".join(char * 2 for char in colour[1:])
            for key, colour in re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})\b", text)
        }


@pytest.mark.parametrize("palette", [*palettes()], ids=["light", "dark"])
def test_bars_and_text_stand_out_from_the_paper(palette: dict[str, str]) -> None:
    for name in ("bar-0", "bar-1", "bar-2", "muted"):
        assert contrast(palette[name], palette["paper"]) >= 3, name
    for name in ("ink", "muted", "red", "link"):
        assert contrast(palette[name], palette["paper"]) >= 4.5, name
        assert name == "red" or contrast(palette[name], palette["shade"]) >= 4.5, name
    assert contrast(palette["gap-ink"], palette["gap-paper"]) >= 4.5
