"""Channels in offices' own words, one or several in a cell."""

from __future__ import annotations

import pytest

from reportcli.words.channel import channel_of, channels_in


@pytest.mark.parametrize(
    ("wording", "channel"),
    [
        ("EMS邮寄", "letter"),
        ("挂号信", "letter"),
        ("邮政特快专递", "letter"),
        ("书面邮寄", "letter"),
        ("网上提交", "web"),
        ("网络平台", "web"),
        ("线上申请", "web"),
        ("依申请公开平台", "web"),
        ("来访", "in_person"),
        ("当面递交", "in_person"),
        ("窗口提交", "in_person"),
        ("E-mail", "email"),
        ("e-mail", "email"),
        ("政府网站邮箱", "email"),
        ("传真件", "fax"),
        ("電子郵件", "email"),
        ("书面", "written"),
        ("小程序", None),
        ("网上当面", None),
    ],
)
def test_how_a_request_came_in(wording: str, channel: str | None) -> None:
    assert channel_of("requests", wording) == channel


@pytest.mark.parametrize(
    "between",
    [
        "、",
        "，",
        ",",
        "；",
        ";",
        "/",
        "／",
        "＋",
        "+",
        "|",
        "\n",
        " ",
        "　",
        "和",
        "及",
        "以及",
        "与",
    ],
)
def test_several_channels_in_one_cell(between: str) -> None:
    cell = f"本局网站{between}微信公众号"
    assert [value for _, value in channels_in("publications", cell, {})] == ["own_site", "wechat"]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("某某发布微信公众号", [("某某发布微信公众号", "wechat")]),
        ("和平日报", [("和平日报", "press")]),
        ("抖音号、微博", [("抖音号", None), ("微博", "weibo")]),
        ("内网", [("内网", "own_site")]),
        (" ", []),
    ],
)
def test_parts_and_what_they_name(cell: str, parts: list[tuple[str, str | None]]) -> None:
    assert list(channels_in("publications", cell, {"内网": "own_site"})) == parts
