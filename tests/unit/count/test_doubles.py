"""The judge as a whole: kinds side by side, sheets that count again, and the order of the logs."""

from __future__ import annotations

from reportcli.count.doubles import judge_doubles
from reportcli.settings import Settings, SheetSettings
from tests.logs import filled, judged, log_of, told

REQUESTS = "登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 答复日期 | 办理结果\n"
ROWS = "".join(
    f"2024-00{n} | 2024-03-0{n} | 甲{n} | 自然人 | 事项{n} | 2024-04-0{n} | 予以公开\n"
    for n in range(1, 5)
)
CASES = "案号 | 案件类型 | 受理日期 | 审理结果 | 审结日期\n复〔2024〕1号 | 行政复议 | 2024-03-04 | 维持 | 2024-04-08\n"


def test_logs_come_back_in_their_order_and_kinds_do_not_meet() -> None:
    logs = [log_of(CASES), log_of(REQUESTS + ROWS), log_of(CASES)]
    judged_logs = judge_doubles(logs, Settings())
    assert [log.kind for log in judged_logs] == ["cases", "requests", "cases"]
    assert judged_logs[1].frame["fault"].tolist() == [""] * 4


def test_a_sheet_that_is_to_count_again_is_compared_with_itself_only() -> None:
    settings = {"sheets": {"台账": SheetSettings(count_again=True)}}
    tally = judged(REQUESTS + ROWS, REQUESTS + ROWS, **settings)
    assert filled(tally)["received/total"] == 8
    assert told(tally) == []
    twice = judged(REQUESTS + ROWS + ROWS, **settings)
    assert filled(twice)["received/total"] == 4


def test_an_empty_log_and_one_without_numbers_are_judged_too() -> None:
    bare = "收到日期 | 申请人类型 | 答复日期 | 办理结果\n"
    row = "2024-03-01 | 自然人 | 2024-03-06 | 予以公开\n"
    tally = judged(bare, bare + row, bare + row)
    assert filled(tally)["received/total"] == 2
