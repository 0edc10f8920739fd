"""Wordings: what the office settled comes first, then the vocabulary; what neither knows is said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.intake.test_columns import GRANTED, REQUESTS, column, faults, read


@pytest.mark.parametrize(
    ("table", "values", "field", "value"),
    [
        (
            f"{REQUESTS}\n2024-01-05 | 外籍人士 | 予以公开 | 2024-01-10",
            {"applicant_type": {"外籍人士": "natural_person"}},
            "applicant_type",
            "natural_person",
        ),
        (
            f"{REQUESTS}\n2024-01-05 | 自然人 | 办结函 | 2024-01-10",
            {"outcome": {"办结函": "outcome.granted"}},
            "outcome",
            "outcome.granted",
        ),
        (
            f"申请方式 | {REQUESTS}\n小 程 序 | {GRANTED}",
            {"channel": {"小程序": "web"}},
            "channel",
            "web",
        ),
        (
            f"申请方式 | {REQUESTS}\n网上 | {GRANTED}",
            {"channel": {"网上": "email"}},  # also over what the vocabulary says
            "channel",
            "email",
        ),
        (
            "信息类别 | 公开日期\n红头文件 | 2024-01-05",
            {"category": {"红头文件": "normative_documents"}},
            "category",
            "normative_documents",
        ),
        (
            "信息类别 | 公开日期 | 有效性\n规章 | 2024-01-05 | 待定",
            {"validity": {"待定": "in_force"}},
            "validity",
            "in_force",
        ),
        (
            "案件类型 | 受理日期 | 审理结果\n复 查 | 2024-01-05 | 维持",
            {"kind": {"复查": "review"}},
            "kind",
            "review",
        ),
        (
            "案件类型 | 受理日期 | 审理结果\n行政复议 | 2024-01-05 | 部分维持",
            {"result": {"部分维持": "corrected"}},
            "result",
            "corrected",
        ),
    ],
)
def test_wordings_mapped_in_the_settings(
    table: str, values: dict[str, Any], field: str, value: str
) -> None:
    reading = read(table, values=values)
    assert column(reading, field) == [value]
    assert faults(reading) == []


@pytest.mark.parametrize(
    ("told", "channel"),
    [
        ("网络申请", "web"),
        ("网上申请（门户网站）", "web"),
        ("网上、邮寄", None),  # a request came in by one of them
        ("飞鸽", None),
    ],
)
def test_a_request_has_one_channel_and_another_word_is_said(told: str, channel: str | None) -> None:
    reading = read(f"{REQUESTS} | 申请方式\n{GRANTED} | {told}")
    assert column(reading, "channel") == [channel]
    assert faults(reading) == ([] if channel else [("channel-unknown", "E2")])


def test_a_document_may_have_several_channels_and_unknown_ones() -> None:
    reading = read("信息类别 | 公开日期 | 公开渠道\n规章 | 2024-01-05 | 门户网站、飞鸽")
    (told,) = column(reading, "channel")
    assert isinstance(told, str)
    assert told.endswith("；飞鸽")
