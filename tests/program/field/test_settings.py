"""Settings as a clerk writes them, and as the program proposes them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests import forge
from tests.logs import write_log

LOG = """
    登记编号 | 收到日期   | 申请人类型 | 办理结果   | 答复日期
    2024-1   | 2024-03-01 | 自然人     | 材料办妥了   | 2024-03-20
"""


def tally(log: Path, settings: Path) -> str:
    """What the program says with these settings, in Chinese."""
    done = forge.run(
        "tally",
        log,
        "--year",
        "2024",
        "--as-of",
        "2025-01-15",
        "--config",
        settings,
        "--lang",
        "zh",
    )
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize(
    "line",
    [
        '"材料办妥了" = "予以公开"',
        '"材料办妥了" = "outcome.granted"',
        '"材料办妥了" = "（一）予以公开"',
    ],
)
def test_a_line_of_the_form_is_a_value(tmp_path: Path, line: str) -> None:
    settings = tmp_path / "中文值.toml"
    settings.write_text(f"[values.outcome]\n{line}\n", "utf-8")
    told = tally(write_log(tmp_path / "log.csv", LOG), settings)
    assert told.startswith("0\n"), told


def test_a_slip_is_named_in_chinese_with_its_line(tmp_path: Path) -> None:
    settings = tmp_path / "slip.toml"
    settings.write_bytes("year = 2024\nagency = 青禾\n".encode())
    told = tally(write_log(tmp_path / "log.csv", LOG), settings)
    assert told[0] == "2"
    assert "第 2 行" in told
    assert "Invalid" not in told


@pytest.mark.parametrize("content", ["agency = “青禾”\n", "agency = ‘青禾’\n"])
def test_quotes_of_a_chinese_keyboard_are_read(tmp_path: Path, content: str) -> None:
    settings = tmp_path / "quotes.toml"
    settings.write_bytes(content.encode())
    told = tally(write_log(tmp_path / "log.csv", LOG), settings)
    assert told[0] == "1"  # the log itself has a wording that nobody knows


def test_settings_of_an_old_editor_are_read_or_refused_in_chinese(tmp_path: Path) -> None:
    settings = tmp_path / "记事本ANSI.toml"
    settings.write_bytes(
        'agency = "青禾县局"\n[values.outcome]\n"材料办妥了" = "予以公开"\n'.encode("gb18030")
    )
    told = tally(write_log(tmp_path / "log.csv", LOG), settings)
    assert told[0] == "0" or "UTF-8" in told


def test_writing_settings_keeps_those_that_are_there(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "log.csv",
        "编号 | 日期 | 性质 | 答复种类 | 办结日期\n1 | 2024-03-01 | 自然人 | 材料办妥了 | 2024-03-20",
    )
    settings = tmp_path / "reportcli.toml"
    settings.write_text(
        '# 本机关的设置\nagency = "青禾县自然资源局"\naddress = "示例路1号"\ntelephone = "0000-00000000"\n'
        '[columns.requests]\n"日期" = "received"\n"性质" = "applicant_type"\n"答复种类" = "outcome"\n',
        "utf-8",
    )
    done = forge.run("inspect", log, "--write-settings", settings, "--force")
    assert done.returncode == 0, done.stderr
    after = tomllib.loads(settings.read_text("utf-8"))
    assert after["agency"] == "青禾县自然资源局"
    assert (after["address"], after["telephone"]) == ("示例路1号", "0000-00000000")
    assert after["columns"]["requests"]["日期"] == "received"
    assert "# 本机关的设置" in settings.read_text("utf-8")


def test_what_is_proposed_are_settings(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "主动公开台账.csv",
        "标题 | 信息分类 | 所属栏目 | 发布时间 | 时效性 | 备注\n某通知 | 通知公告 | 动态 | 2024-03-01 | 有效 | 无",
    )
    settings = tmp_path / "new.toml"
    done = forge.run("inspect", log, "--write-settings", settings)
    assert done.returncode == 0, done.stderr
    proposed = settings.read_text("utf-8").replace('\n# "', '\n"').replace('\n#"', '\n"')
    settings.write_text(proposed, "utf-8")
    assert set(tomllib.loads(proposed).get("columns", {})) <= {"publications"}
    told = forge.run("tally", log, "--year", "2024", "--config", settings, "--lang", "zh")
    assert told.returncode in (0, 1), told.stderr
