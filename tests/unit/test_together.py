"""Offices that are counted together: each comes to what it comes to alone, whatever the others have."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from reportcli.count.doubles import judge_doubles
from reportcli.export.data import write_json
from reportcli.files.sheet import Row, Sheet
from reportcli.intake.build import build_each, build_logs
from reportcli.intake.child.wire import FileReading
from reportcli.intake.sheets import read_sheet
from reportcli.law.edition import Edition
from reportcli.report import Logs, Report, count, count_each
from reportcli.settings import Settings, SheetSettings
from reportcli.words.messages import CHINESE
from tests.logs import rows_of

REQUESTS = "登记编号 | 收到日期 | 申请人 | 申请内容 | 申请人类型 | 申请方式 | 答复日期 | 办理结果 | 件数 | 收费金额"
PUBLICATIONS = "信息类别 | 文号 | 标题 | 制作日期 | 公开日期 | 有效性 | 废止日期 | 公开渠道 | 金额"
CASES = (
    "案号 | 案件类型 | 原告 | 受理日期 | 结案日期 | 审理结果 | 关联申请编号 | 审级 | 是否经过复议"
)


class Clerk:
    """Keeps logs in which much stands twice: few numbers, few days, few people."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def one_of(self, *choices: object) -> Any:
        return self.chance.choice(choices)

    def day(self, after: date = date(2023, 12, 1)) -> date:
        return after + timedelta(days=self.one_of(0, 20, 40, 41, 100, 280))

    def maybe(self, *choices: object) -> Any:
        """One of some choices, or nothing."""
        return self.one_of(*choices) if self.chance.random() < 0.8 else None

    def request(self) -> Row:
        received = self.day()
        closed = self.maybe(self.day(received))
        outcome = self.one_of(
            *["予以公开", "属于国家秘密", "重复申请"] * 3, "不予公开", "研究中", None
        )
        return [
            self.maybe("7", "2024-1", "2024-2", "2024-02", "2024-3", "〔2024〕3号", "12", "13"),
            received,
            self.maybe("甲", "乙"),
            self.one_of("规划", "征地"),
            self.one_of(*["自然人", "商业企业"] * 4, "不明白"),
            self.maybe("网络", "信函"),
            closed,
            outcome if closed else None,
            self.one_of(None, None, 2),
            self.one_of(None, None, "12.5"),
        ]

    def publication(self) -> Row:
        made = self.maybe(self.day())
        return [
            self.one_of("规范性文件", "行政许可", "政府采购", "政策解读"),
            self.maybe("青发〔2024〕1号", "青发〔2024〕2号"),
            self.one_of("办法", "通知"),
            made,
            self.maybe(self.day(made or date(2024, 1, 5))),
            self.one_of(None, "有效", "失效"),
            self.one_of(None, None, None, self.day()),
            self.maybe("网站", "公报"),
            self.maybe("100.5", "7"),
        ]

    def case(self) -> Row:
        filed = self.day()
        closed = self.maybe(self.day(filed))
        return [
            self.maybe("行初1", "行终1", "行初2", "复1", "复2"),
            self.one_of("行政复议", "行政诉讼", "行政诉讼"),
            self.maybe("甲", "乙"),
            filed,
            closed,
            self.one_of("维持", "判决撤销") if closed else None,
            self.maybe("2024-1", "2024-3", "2024-9"),
            self.maybe("一审", "二审"),
            self.one_of("是", "否"),
        ]

    def log(self, kind: str) -> list[Row]:
        heading, row = {
            "requests": (REQUESTS, self.request),
            "publications": (PUBLICATIONS, self.publication),
            "cases": (CASES, self.case),
        }[kind]
        return [*rows_of(heading), *(row() for _ in range(self.chance.randrange(2, 12)))]

    def office(self) -> list[list[Row]]:
        """The logs of an office: some kinds, some of them twice, now and then with the same rows."""
        kinds = self.chance.choices(["requests", "publications", "cases"], k=self.one_of(1, 2, 4))
        logs = [self.log(kind) for kind in kinds]
        return [*logs, logs[0]] if self.chance.random() < 0.2 else logs


def read_office(logs: Sequence[list[Row]], office: int, settings: Settings) -> list[FileReading]:
    """Logs through the real intake, without its child process."""
    return [
        FileReading(
            f"{office}/{number}.xlsx",
            "",
            "xlsx",
            "",
            [read_sheet(Sheet(f"台账{number}", iter(rows)), settings)],
        )
        for number, rows in enumerate(logs)
    ]


def as_told(report: Report) -> Any:
    """All that is written of a report; in which order rows are accounted for says nothing."""
    return json.loads(write_json(report, CHINESE))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "settings",
    [Settings(), Settings(sheets={"台账1": SheetSettings(count_again=True)})],
    ids=["plain", "again"],
)
def test_offices_counted_together_come_to_what_each_comes_to_alone(
    seed: int, settings: Settings
) -> None:
    year, as_of = 2024, date(2025, 1, 15)
    clerk = Clerk(seed)
    offices = [clerk.office() for _ in range(4)]
    # Readings are made anew for each way: sheets are changed where sums are left out.
    alone = []
    for number, logs in enumerate(offices):
        inputs = read_office(logs, number, settings)
        found = judge_doubles(build_logs(inputs), settings)
        alone.append(count(Logs(settings, inputs, found), year=year, as_of=as_of))

    readings = [read_office(logs, number, settings) for number, logs in enumerate(offices)]
    own = build_each(readings)
    together = iter(judge_doubles([log for logs in own for log in logs], settings))
    found_of_each = [
        Logs(settings, inputs, [next(together) for _ in logs])
        for inputs, logs in zip(readings, own, strict=True)
    ]
    reports = count_each(found_of_each, year=year, edition=Edition.for_year(year), as_of=as_of)

    assert list(map(as_told, reports)) == list(map(as_told, alone))
    assert [one.tally.carried_forward() for one in reports] == [
        one.tally.carried_forward() for one in alone
    ]
