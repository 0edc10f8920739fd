"""The counts for the prose of the report, from small logs of 2024."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportcli.count.facts import FactValue, count_facts, definitions
from reportcli.law.calendar import working_calendar
from reportcli.report import compile_report
from tests.expand import PUBLISHED_2020, expand, write_xlsx
from tests.logs import fates, tally_of, write_log

CALENDAR = working_calendar()


def facts_of(*tables: str, year: int = 2024) -> dict[str, FactValue]:
    return count_facts(tally_of(*tables, year=year), CALENDAR, as_of=date(year + 1, 1, 31))


# -- requests -----------------------------------------------------------------------------------------------


def test_requests_by_channel_are_those_received_in_the_year() -> None:
    facts = facts_of("""
        收到日期   | 申请人类型 | 申请方式 | 答复日期   | 办理结果
        2024-03-04 | 自然人     | 网上申请 | 2024-03-08 | 予以公开
        2024-03-04 | 自然人     | 网站     |            |
        2024-03-04 | 自然人     | 电子邮件 |            |
        2024-03-04 | 公司       | EMS      |            |
        2024-03-04 | 公司       | 邮寄     |            |
        2024-03-04 | 公司       | 窗口     |            |
        2024-03-04 | 公司       |          |            |
        2023-12-04 | 公司       | 网上     | 2024-03-08 | 予以公开
        2025-01-04 | 公司       | 网上     |            |
        2024-03-04 | 公司       | 网上     | 2024-03-08 | 复议事项
        """)
    assert facts["requests.received"] == 7
    assert facts["requests.by_channel"] == {"online": 3, "other_ways": 4}
    in_detail = {"letter": 2, "web": 2, "email": 1, "in_person": 1, "unknown": 1}
    assert facts["requests.by_channel_in_detail"] == in_detail
    assert facts["requests.by_applicant"] == {"business": 4, "natural_person": 3}
    assert facts["requests.handled"] == 8
    assert facts["requests.concluded"] == 2


def test_a_log_without_channels_tells_nothing_of_them() -> None:
    facts = facts_of("收到日期|申请人类型|答复日期|办理结果\n2024-03-04|自然人||")
    assert "requests.by_channel" not in facts
    assert not any(fact.startswith("publications") for fact in facts)


def test_channels_of_several_logs_are_all_the_requests_received() -> None:
    facts = facts_of(
        "收到日期|申请人类型|申请方式|答复日期|办理结果\n2024-03-04|自然人|网站||\n2024-03-04|自然人|||",
        "收到日期|申请人类型|申请方式|答复日期|办理结果\n2024-03-04|自然人|||",
        "收到日期|申请人类型|答复日期|办理结果\n2024-03-04|自然人||",
    )
    assert facts["requests.received"] == 4
    assert facts["requests.by_channel"] == {"online": 1, "other_ways": 3}


REQUESTS = """
收到日期 | 补正通知日期 | 补正日期 | 延期 | 征求意见日期 | 收到意见日期 | 答复日期 | 申请人类型 | 办理结果
"""


@pytest.mark.parametrize(
    ("steps", "closed", "fact"),
    [
        # 7–10 March: 4 · three full weeks: 19 · 1 April: 20 (Qingming, 4–6 April, lies after it)
        ("2024-03-04 | | | | |", "2024-04-01", "on_time"),
        ("2024-03-04 | | | | |", "2024-04-02", "late"),
        # Spring Festival 10–17 February is off; Sundays 4 and 18 February are worked in exchange
        ("2024-02-01 | | | | |", "2024-03-05", "on_time"),
        ("2024-02-01 | | | | |", "2024-03-06", "late"),
        # National Day 1–7 October; Sunday 29 September and Saturday 12 October are worked
        ("2024-09-12 | | | | |", "2024-10-16", "on_time"),
        ("2024-09-12 | | | | |", "2024-10-17", "late"),
        # twenty days more when extended (article 33): 2 April: 21 · 3: 22 · 7–12: 28 · 15–26: 38 · 28, 29: 40
        ("2024-03-04 | | | 是 | |", "2024-04-29", "on_time"),
        ("2024-03-04 | | | 是 | |", "2024-04-30", "late"),
        ("2024-03-04 | | | 2024-03-29 | |", "2024-04-29", "on_time"),
        ("2024-03-04 | | | 否 | |", "2024-04-29", "late"),
        ("2024-03-04 | | | 2024-06-03 | |", "2024-04-29", "late"),  # extended only after the answer
        # anew from the correction (article 30)
        ("2024-03-04 | 2024-03-06 | 2024-03-18 | | |", "2024-04-16", "on_time"),
        ("2024-03-04 | 2024-03-06 | 2024-03-18 | | |", "2024-04-18", "late"),
        # without the days of consultation (articles 32 and 33)
        ("2024-03-04 | | | | 2024-03-06 | 2024-03-13", "2024-04-09", "on_time"),
        ("2024-03-04 | | | | 2024-03-06 | 2024-03-13", "2024-04-11", "late"),
    ],
)
def test_requests_are_concluded_on_time_or_late(steps: str, closed: str, fact: str) -> None:
    facts = facts_of(REQUESTS.strip() + f"\n{steps} | {closed} | 自然人 | 予以公开")
    counts = {"on_time": 0, "late": 0, fact: 1}
    assert {at: facts[f"requests.{at}"] for at in counts} == counts


def test_requests_extended_are_those_concluded_and_corrected_those_received() -> None:
    facts = facts_of("""
        收到日期   | 申请人类型 | 补正通知日期 | 补正日期   | 延期       | 答复日期   | 办理结果
        2024-03-04 | 自然人     | 2024-03-06   | 2024-03-13 |            | 2024-03-20 | 予以公开
        2024-03-04 | 自然人     | 2024-03-06   |            | 否         |            | 待补正
        2024-03-04 | 自然人     |              | 2024-03-13 | 是         |            |
        2024-03-04 | 自然人     |              |            | 是         | 2024-03-20 | 予以公开
        2024-03-04 | 自然人     |              |            | 2024-03-18 | 2024-04-20 | 予以公开
        2023-12-18 | 自然人     | 2024-01-02   |            | √          | 2024-01-12 | 予以公开
        2023-03-06 | 自然人     | 2023-03-08   |            | 是         | 2023-03-20 | 予以公开
        """)
    assert facts["requests.corrected"] == 3
    assert facts["requests.extended"] == 3


def test_fees_are_those_of_requests_concluded_and_notices_those_of_the_year() -> None:
    facts = facts_of("""
        收到日期   | 申请人类型 | 收费通知日期 | 缴费日期   | 收费金额（元） | 答复日期   | 办理结果
        2024-03-04 | 自然人     | 2024-03-06   | 2024-03-08 | 100.10         | 2024-03-20 | 予以公开
        2024-03-04 | 自然人     | 2024-03-06   | 2024-03-08 | 0.2            | 2024-03-20 | 予以公开
        2024-12-04 | 自然人     | 2024-12-06   |            | 40             |            |
        2023-12-04 | 自然人     | 2023-12-29   | 2024-01-02 | 30             | 2024-01-05 | 予以公开
        2023-03-04 | 自然人     | 2023-03-06   |            | 900            | 2023-03-20 | 予以公开
        """)
    assert facts["requests.fees_charged"] == Decimal("130.30")
    assert facts["requests.fee_notices"] == 3


# -- publications -------------------------------------------------------------------------------------------


def test_an_item_in_several_channels_is_one_item_and_one_in_each() -> None:
    facts = facts_of("""
        标题     | 文号       | 网址            | 信息类别   | 栏目     | 公开渠道         | 公开日期
        通知     | 某规〔1〕  |                 | 其他     | 文件     | 本局网站         | 2024-03-04
        通知全文 | 某规〔1〕  |                 | 其他     | 文件     | 微信             | 2024-03-05
        公示甲   |            | https://a.test/1 | 其他       | 规划公示 | 本局网站         | 2024-03-04
        公示     |            | https://a.test/1 | 其他       | 规划公示 | 市政府门户网站   | 2024-03-08
        公告     |            |                 | 其他       | 规划公示 | 局网站           | 2024-03-04
        公 告    |            |                 | 其他       | 规划公示 | 信息公开系统平台 | 2024年3月4日
        公告     |            |                 | 其他       | 规划公示 | 局网站           | 2024-04-04
                 |            |                 | 其他       |          | 局网站           | 2024-03-04
                 |            |                 | 其他       |          | 局网站           | 2024-03-04
        旧闻     |            |                 | 其他       | 规划公示 | 局网站           | 2023-03-04
        """)
    assert facts["publications.items"] == 6
    by_channel = {"own_site": 6, "city_portal": 1, "disclosure_platform": 1, "wechat": 1}
    assert facts["publications.by_channel"] == by_channel
    assert facts["publications.by_topic"] == {"规划公示": 3, "文件": 1}


def test_rows_that_stand_for_several_items_bring_their_count() -> None:
    facts = facts_of("""
        标题     | 信息类别 | 栏目     | 公开渠道       | 公开日期   | 数量
        公示一批 | 其他     | 规划公示 | 本局网站       | 2024-03-04 | 30
        公示一批 | 其他     | 规划公示 | 政府门户网站   | 2024-03-04 | 20
        公示     | 其他     | 规划公示 | 本局网站       | 2024-03-05 |
        """)
    assert facts["publications.items"] == 31
    assert facts["publications.by_channel"] == {"own_site": 31, "city_portal": 20}
    assert facts["publications.by_topic"] == {"规划公示": 31}


def test_decisions_and_items_of_authority_are_no_published_items_unless_put_somewhere() -> None:
    facts = facts_of("""
        标题   | 信息类别     | 公开渠道 | 制发日期   | 公开日期   | 数量
               | 行政许可     |          | 2024-03-04 |            | 500
               | 行政许可事项 |          | 2024-03-04 |            |
        处罚书 | 行政处罚     | 本局网站 | 2024-03-04 |            |
        强制书 | 行政强制     |          |            | 2024-03-04 |
        """)
    assert facts["publications.items"] == 2
    assert facts["publications.by_channel"] == {"own_site": 1}


def test_interpretations_by_form_and_events() -> None:
    facts = facts_of("""
        标题   | 信息类别   | 公开形式 | 公开渠道 | 公开日期
        解读一 | 政策解读   | 图解     | 本局网站 | 2024-03-04
        解读一 | 政策解读   | 图解     | 微信     | 2024-03-04
        解读二 | 解读       | 一图读懂 | 本局网站 | 2024-03-05
        解读三 | 政策解读   | 简明问答 | 本局网站 | 2024-03-06
        解读四 | 政策解读   |          | 本局网站 | 2024-03-07
        解读五 | 政策解读   | 图解     | 本局网站 | 2023-03-07
        访谈   | 在线访谈   | 视频     | 本局网站 | 2024-03-08
        发布会 | 新闻发布会 |          | 本局网站 | 2024-03-08
        直播   | 网上直播   |          | 本局网站 | 2024-03-08
        调查一 | 调查征集   |          | 本局网站 | 2024-03-08
        调查二 | 征求意见   |          | 本局网站 | 2024-03-08
        专题   | 专题专栏   |          | 本局网站 | 2024-03-08
        会议   | 会议公开   |          | 本局网站 | 2024-03-08
        公报   | 政府公报   |          | 本局网站 | 2024-03-08
        培训   | 业务培训   |          | 本局网站 | 2024-03-08
        公示   | 规划公示   | 图解     | 本局网站 | 2024-03-08
        """)
    assert facts["publications.interpretations"] == 4
    assert facts["publications.interpretations_by_form"] == {"infographic": 2, "plain_answers": 1}
    assert facts["publications.by_form"] == {"infographic": 3, "plain_answers": 1, "video": 1}
    events = {
        "interviews": 1,
        "press_conferences": 1,
        "live_broadcasts": 1,
        "consultations": 2,
        "special_topics": 1,
        "meetings": 1,
        "gazettes": 1,
        "trainings": 1,
    }
    assert {event: facts[f"publications.{event}"] for event in events} == events


def test_what_is_not_disclosed_proactively_is_no_fact_either() -> None:
    table = """
        标题 | 信息类别 | 公开渠道 | 公开方式   | 公开日期
        一   | 其他     | 本局网站 | 主动公开   | 2024-03-04
        二   | 其他     | 本局网站 | 依申请公开 | 2024-03-04
        """
    assert fates(tally_of(table)) == [{"counted": 1, "not-proactive": 1}]
    assert facts_of(table)["publications.items"] == 1


def test_a_log_without_items_of_the_year_has_facts_of_nought() -> None:
    header = "标题|信息类别|公开渠道|公开形式|公开日期"
    for table in (header, header + "\n一|政策解读|微信|图解|2023-03-04"):
        facts = facts_of(table)
        assert facts["publications.items"] == 0
        assert facts["publications.by_channel"] == {}
        assert facts["publications.interpretations"] == 0


# -- the whole ----------------------------------------------------------------------------------------------


def test_every_fact_is_defined_and_shown_in_that_order(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    files = []
    for kind, rows in expand(PUBLISHED_2020).items():
        files.append(tmp_path_factory.mktemp("logs") / f"{kind}.xlsx")
        write_xlsx({"台账": rows}, files[-1])
    facts = compile_report(files).facts
    assert list(facts) == [name for name in definitions() if name in facts]
    assert all(definitions()[name].needs for name in set(definitions()) - set(facts))
    table = PUBLISHED_2020["tables"]["requests"]
    assert facts["requests.received"] == table["received"]["total"]
    assert (
        facts["requests.concluded"] == facts["requests.on_time"] == table["outcome.total"]["total"]
    )
    assert facts["requests.late"] == 0


def test_the_first_day_counts_where_the_office_says_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("office")
    write_xlsx(
        {"台账": [["收到日期", "申请人类型", "答复日期", "办理结果"],
                  [date(2024, 3, 4), "自然人", date(2024, 4, 1), "予以公开"]]},
        folder / "requests.xlsx",
    )  # fmt: skip
    assert compile_report([folder / "requests.xlsx"]).facts["requests.on_time"] == 1
    (folder / "reportcli.toml").write_text("first_day_counts = true", encoding="utf-8")
    assert compile_report([folder / "requests.xlsx"]).facts["requests.on_time"] == 0


def test_what_no_column_tells_is_unknown_and_not_nothing(tmp_path: Path) -> None:
    told = "收到日期 | 申请人类型 | 是否延期 | 收费金额 | 答复日期 | 办理结果\n2024-03-04 | 自然人 | | | | "
    facts = compile_report([write_log(tmp_path / "a.xlsx", told)], year=2024).facts
    assert (facts["requests.extended"], facts["requests.fees_charged"]) == (0, 0)
    assert {"requests.corrected", "requests.fee_notices"} & set(facts) == set()


@pytest.mark.parametrize("between", ["、", "；", ";", "/", "，", ","])
def test_an_item_of_several_channels_counts_in_each(between: str, tmp_path: Path) -> None:
    table = f"""
        信息名称 | 信息类别 | 公开渠道              | 发布日期
        甲       | 通知     | 局网站{between}微信公众号 | 2024-03-01
        乙       | 通知     | 微信                  | 2024-03-02
        丙       | 通知     | 某报{between}局网站       | 2024-03-02
    """
    facts = compile_report([write_log(tmp_path / "a.xlsx", table)], year=2024).facts
    assert facts["publications.items"] == 3
    assert facts["publications.by_channel"] == {"own_site": 2, "wechat": 2, "某报": 1}
