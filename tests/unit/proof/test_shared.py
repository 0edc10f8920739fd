"""What a finished report shares with last year's and with those of other offices."""

from __future__ import annotations

from reportcli.finding import Address
from reportcli.proof.shared import ProseLines, parts_of_prose, repeats_last_year, shared_between

PROBLEMS = (
    "一是少数科室对政府信息公开工作的重要性认识不足，主动公开的意识还不够强。"
    "二是部分栏目更新不够及时，内容有待丰富。三是政策解读的形式比较单一，图解和视频偏少。"
    "2024年，我局将组织2次业务培训，提高经办人员的业务能力。"
)


def prose_of_report(file: str, problems: str) -> ProseLines:
    """The prose of a finished report, of which a part tells of problems."""
    lines = [
        "五、存在的主要问题及改进情况", problems, "六、其他需要报告的事项", "无其他需要报告的事项。",
    ]  # fmt: skip
    return [(Address(file, row=at), line) for at, line in enumerate(lines, start=1)]


def test_a_finished_report_repeats_last_years() -> None:
    before = prose_of_report("上年.docx", PROBLEMS)
    now = prose_of_report("年报.docx", PROBLEMS.replace("2024", "2025").replace("2次", "5次"))
    found = list(repeats_last_year(now, before))
    # What all reports say in a line is no copy.
    assert [(one.code, str(one.address)) for one in found] == [("text-repeated", "年报.docx:1")]
    assert found[0].details["share"] == 100


def test_other_words_are_no_copy() -> None:
    before = prose_of_report("上年.docx", PROBLEMS)
    now = prose_of_report("年报.docx", "全年制作视频解读偏少，下一步增加动漫和访谈。" * 9)
    assert list(repeats_last_year(now, before)) == []


def test_reports_of_several_offices_share_no_words() -> None:
    reports = [
        prose_of_report("甲.docx", PROBLEMS),
        prose_of_report("乙.docx", "移动端检索功能缺失，公众查找不便。" * 9),
        prose_of_report("丙.docx", PROBLEMS),
    ]
    found = shared_between(reports)
    assert [[(one.code, str(one.address), one.details["other"]) for one in of] for of in found] == [
        [("text-shared", "甲.docx:1", "丙.docx")],
        [],
        [("text-shared", "丙.docx:1", "甲.docx")],
    ]


def test_what_many_offices_say_is_a_formula() -> None:
    reports = [prose_of_report(f"{at}.docx", PROBLEMS) for at in range(25)]
    assert shared_between(reports) == [[] for _ in reports]


def test_a_part_begins_at_its_heading_once() -> None:
    prose = prose_of_report("年报.docx", "一、不是标题")
    assert {number: part.lines for number, part in parts_of_prose(prose).items()} == {
        "五": ["一、不是标题"],
        "六": ["无其他需要报告的事项。"],
    }
