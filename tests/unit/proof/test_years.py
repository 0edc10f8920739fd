"""Years that are not the report's, rule by rule."""

from __future__ import annotations

import pytest

from reportcli.proof import years
from reportcli.proof.passages import Passage

REPORT = 2024


def told(text: str) -> years.ToldYear:
    match = years.A_YEAR.search(text)
    assert match is not None
    given = frozenset(map(years.given_year, years.A_YEAR.finditer(text)))
    return years.ToldYear(match, years.DatedSentence(text, given, REPORT, "某县某局"))


@pytest.mark.parametrize(
    ("rule", "text", "wanted"),
    [
        (years.carried_from_last_year, "2022年结转17件", 2023),
        (years.carried_from_last_year, "2022年收到17件", None),
        (years.carried_to_next_year, "结转2024年继续办理", 2025),
        (years.plans_for_next_year, "2024年，我局将继续加强", 2025),
        (years.period_of_the_figures, "统计期限自2023年1月1日起", 2024),
        (years.when_it_was_written, "2025年1月编制完成", 2025),
        (years.a_range_or_a_day, "2023年5月3日印发", 2023),
        (years.the_year_of_the_report, "2024年收到申请", 2024),
        (years.title_of_a_report, "现公布我局2023年政府信息公开工作年度报告", 2024),
        (years.title_of_a_report, "我局对照2023年政府信息公开工作年度报告", 2023),
        (years.only_compared_with, "较2023年增加", 2023),
        (years.subject_of_the_clause, "2023年，某县某局认真贯彻", 2024),
        (years.subject_of_the_clause, "2023年，收到申请3件", 2024),
        (years.subject_of_the_clause, "自2023年施行", None),
    ],
)
def test_a_rule(rule: object, text: str, wanted: int | None) -> None:
    assert callable(rule)
    assert rule(told(text)) == wanted


def test_a_year_in_a_title_or_a_number_of_a_document_is_cited() -> None:
    text = "《2019年规划》（国办发〔2019〕1号），2023年，本机关收到申请3件"
    (wrong,) = years.wrong_years(Passage(text, (0,), (1,)), REPORT)
    assert (wrong.text, wrong.wanted) == ("2023年", 2024)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("2024年1月18日", 2025), ("二〇二四年一月十八日印发", 2025), ("2025年1月2日", None)],
)
def test_a_date_alone_is_of_the_next_year(text: str, wanted: int | None) -> None:
    wrong = years.wrong_date(text, REPORT)
    assert (wrong and wrong.wanted) == wanted
