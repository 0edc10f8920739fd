"""Units read together come to what each comes to alone, whatever they deliver."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportcli.rollup import batch
from reportcli.rollup.asked import Asked
from reportcli.rollup.batch import read_units
from reportcli.rollup.result import UnitResult, encode_result
from reportcli.rollup.units import Unit
from tests.logs import write_log

ASKED = Asked(2024, "2021", date(2025, 1, 31), b"s" * 32)
REQUESTS = """
    登记编号 | 收到日期   | 申请人 | 申请内容 | 申请人类型 | 答复日期   | 办理结果
    2024-1   | 2024-03-01 | 甲     | 规划     | 自然人     | 2024-03-10 | 予以公开
    2024-2   | 2024-03-02 | 乙     | 征地     | 自然人     | 2024-03-11 | 照老样子办
"""
OTHERS = REQUESTS.replace("2024-03", "2024-05").replace("甲", "丙")
OLD = REQUESTS.replace("2024", "2020")


@pytest.fixture
def units(tmp_path: Path) -> list[Unit]:
    """Units that deliver alike logs, logs of another year, none, no log, and with settings of their own."""
    logs = {
        "A": REQUESTS,
        "B": OTHERS,
        "C": REQUESTS,
        "D": OLD,
        "E": "甲 | 乙\n1 | 2\n",
        "F": OTHERS,
    }
    found = [Unit("M", "没有文件")]
    for code, table in logs.items():
        (tmp_path / code).mkdir()
        file = write_log(tmp_path / code / "申请.csv", table)
        found.append(Unit(code, code, files=(str(file),)))
    (tmp_path / "F" / "reportcli.toml").write_text('[values.outcome]\n"照老样子办" = "予以公开"\n')
    (tmp_path / "G").mkdir()
    (tmp_path / "G" / "reportcli.toml").write_text("nonsense = 1\n")
    found.append(Unit("G", "G", files=(str(write_log(tmp_path / "G" / "申请.csv", REQUESTS)),)))
    found.append(Unit("N", "N", files=(str(tmp_path / "nowhere.xlsx"),)))
    return found


def test_units_read_together_come_to_what_each_comes_to_alone(units: list[Unit]) -> None:
    together = list(read_units(units, ASKED))
    alone = [next(read_units([unit], ASKED)) for unit in units]
    assert list(map(encode_result, together)) == list(map(encode_result, alone))
    assert [(one.code, one.state, one.reason) for one in together] == [
        ("M", "missing", ""),
        ("A", "ok", ""),
        ("B", "ok", ""),
        ("C", "ok", ""),
        ("D", "other-year", "unit-other-year"),
        ("E", "unreadable", "header-missing"),
        ("F", "ok", ""),
        ("G", "unreadable", "settings-key-unknown"),
        ("N", "unreadable", "input-missing"),
    ]
    errors = {one.code: one.errors for one in together}
    assert (errors["A"], errors["B"], errors["F"]) == (1, 1, 0)
    # The same record in two units has the same key, read by whomsoever.
    keys = {one.code: [log.keys for log in one.records] for one in together}
    assert keys["A"] == keys["C"] != keys["B"]


def test_a_unit_at_which_the_program_fails_costs_itself_alone(
    units: list[Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {one.code: one for one in read_units(units, ASKED)}
    real = batch.result_of_report

    def fails(code: str, report: object, secret: bytes) -> UnitResult:
        if code == "B":
            raise KeyError(code)
        return real(code, report, secret)

    monkeypatch.setattr(batch, "result_of_report", fails)
    found = {one.code: one for one in read_units(units, ASKED)}
    broken = found.pop("B")
    assert (broken.state, broken.reason) == ("unreadable", "unit-broken")
    assert broken.findings[0].details == {"value": "KeyError"}
    assert found == {code: one for code, one in expected.items() if code != "B"}


def test_results_hang_on_no_size_of_group(
    units: list[Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = list(read_units(units, ASKED))
    for most in (1, 2, 5):
        monkeypatch.setattr(batch, "MOST_UNITS", most)
        assert list(read_units(units, ASKED)) == expected
