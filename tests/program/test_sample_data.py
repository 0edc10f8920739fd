"""The sample data are what their script writes, and hold the figures that they promise."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reportcli import compile_report
from tests.places import ROOT, SAMPLES

HERE = ROOT / "tests"
LOGS = ("cases", "publications", "requests")
WORKBOOKS = [f"{year}/{log}.xlsx" for year in (2020, 2024) for log in LOGS]
PREVIOUS = "2024/previous-2023.json"


@pytest.fixture(scope="module")
def written_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script's output from another process, in another time zone, under another hash seed."""
    folder = tmp_path_factory.mktemp("samples")
    surroundings = os.environ | {"PYTHONHASHSEED": "86", "TZ": "Pacific/Kiritimati"}
    subprocess.run(
        [sys.executable, HERE / "make_sample_data.py", folder], check=True, env=surroundings
    )
    return folder


def parts(path: Path) -> list[tuple[object, ...]]:
    """Name, time and bytes of each part; unpacked, since another zlib may pack the same bytes otherwise."""
    with zipfile.ZipFile(path) as archive:
        return [
            (i.filename, i.date_time, i.create_system, archive.read(i)) for i in archive.infolist()
        ]


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_script_writes_the_committed_workbooks(written_again: Path, name: str) -> None:
    assert parts(written_again / name) == parts(SAMPLES / name)


def test_the_script_writes_the_committed_tally_and_nothing_else(written_again: Path) -> None:
    assert (written_again / PREVIOUS).read_bytes() == (SAMPLES / PREVIOUS).read_bytes()
    names = sorted(
        str(path.relative_to(written_again).as_posix()) for path in written_again.rglob("*.*")
    )
    assert names == sorted([*WORKBOOKS, PREVIOUS])


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_workbooks_stay_small(name: str) -> None:
    assert (SAMPLES / name).stat().st_size < 400_000


def rows_of(name: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Sheet and row by heading (without line breaks), from under the header down to the row of totals."""
    book = load_workbook(SAMPLES / name, read_only=True)
    for page in book:
        cells = page.iter_rows(values_only=True)
        header = next(row for row in cells if row[0] in ("序号", "索引号"))
        headings = [str(heading).replace("\n", "") for heading in header]
        for row in cells:
            if str(row[0]).replace("　", "") == "合计":
                break
            yield page.title, dict(zip(headings, row, strict=True))
    book.close()


def test_401_requests_were_received_86_of_them_online() -> None:
    received = [row for sheet, row in rows_of("2020/requests.xlsx") if sheet != "上年结转"]
    assert len(received) == 401
    assert all(re.match("2020", str(row["收到日期"])) for row in received)
    online = {"网上申请", "网上", "门户网站", "网络", "电子邮件", "邮箱"}
    assert sum(row["申请方式"] in online for row in received) == 86


@pytest.fixture(scope="module")
def web_items() -> list[dict[str, object]]:
    return [row for _, row in rows_of("2020/publications.xlsx") if row.get("公开渠道")]


@pytest.mark.parametrize(
    ("channels", "count"),
    [
        ({"本局网站", "局网站"}, 4901),
        ({"市政府门户网站"}, 103),
        ({"政府信息公开平台", "信息公开系统平台"}, 119),
    ],
)
def test_items_by_channel(
    web_items: list[dict[str, object]], channels: set[str], count: int
) -> None:
    items = [row["文号"] or row["网址"] for row in web_items if row["公开渠道"] in channels]
    assert len(items) == len(set(items)) == count


@pytest.mark.parametrize(
    ("field", "value", "count"),
    [
        ("所属栏目", "规划公示", 3750),
        ("信息类别", "在线访谈", 3),
        ("信息类别", "政策解读", 5),
        ("公开形式", "简明问答", 2),
        ("公开形式", "图解", 3),
        ("信息类别", "调查征集", 5),
        ("信息类别", "新闻发布会", 2),
        ("信息类别", "专题专栏", 2),
        ("信息类别", "网上直播", 1),
    ],
)
def test_items_by_topic_and_kind(
    web_items: list[dict[str, object]], field: str, value: str, count: int
) -> None:
    assert (
        len({row["文号"] or row["网址"] for row in web_items if row.get(field) == value}) == count
    )


def test_items_stand_in_several_channels(web_items: list[dict[str, object]]) -> None:
    keys = [row["文号"] or row["网址"] for row in web_items]
    assert len(keys) == 4901 + 103 + 119
    assert len(set(keys)) == 4928


def test_last_years_tally_is_what_this_years_log_brings_forward() -> None:
    tally = json.loads((SAMPLES / PREVIOUS).read_text(encoding="utf-8"))
    requests = tally["tables"]["requests"]
    for column, received in requests["received"].items():
        concluded, carried = requests["outcome.total"][column], requests["carried_forward"][column]
        assert received + requests["brought_forward"][column] == concluded + carried
    numbers = [row["受理编号"] for _, row in rows_of("2024/requests.xlsx")]
    assert [number for number in numbers if not str(number).startswith("2024-")] == tally[
        "carried_forward"
    ]
    assert len(tally["carried_forward"]) == requests["carried_forward"]["total"]


@pytest.mark.parametrize(
    ("year", "previous"), [(2020, None), (2024, None), (2024, "previous-2023.json")]
)
def test_a_sound_office_has_no_finding(year: int, previous: str | None) -> None:
    folder = SAMPLES / str(year)
    report = compile_report(
        sorted(folder.glob("*.xlsx")), previous=folder / previous if previous else None
    )
    assert (report.year, list(report.findings)) == (year, [])


def test_the_figures_that_the_bureau_published_come_out() -> None:
    report = compile_report(sorted((SAMPLES / "2020").glob("*.xlsx")))
    facts = report.facts
    assert report.tables["requests"]["received", "total"] == 401
    assert facts["requests.by_channel"] == {"online": 86, "other_ways": 315}
    assert facts["publications.by_channel"] == {
        "own_site": 4901,
        "disclosure_platform": 119,
        "city_portal": 103,
    }
    topics = facts["publications.by_topic"]
    assert isinstance(topics, dict)
    assert topics["规划公示"] == 3750
    assert facts["publications.interpretations_by_form"] == {"infographic": 3, "plain_answers": 2}
    events = (
        "interviews",
        "interpretations",
        "consultations",
        "press_conferences",
        "special_topics",
        "live_broadcasts",
    )
    assert [facts[f"publications.{event}"] for event in events] == [3, 5, 5, 2, 2, 1]
