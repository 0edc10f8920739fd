"""`reportcli inspect`: what is in a file, said without anybody's name, and the settings it writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from reportcli.cli.commands import app
from tests.layouts import CASES, PUBLICATIONS, REQUESTS, Rows, numbered, put
from tests.logs import rows_of, tally_json

PERSONAL = (
    "欧阳娜娜", "诸葛亮", "110101199003074258", "13912345678", "幸福路12号", "征地补偿安置", "司马光",
    "电话告知",
)  # fmt: skip
LOG = """
    登记编号 | 收到日期   | 申请人   | 申请人类型 | 证件号             | 联系电话    | 通讯地址   | 申请内容     | 经办人 | 备注     | 提交途径 | 办理结果情 | 答复日期
    1        | 2024-01-05 | 欧阳娜娜 | 自然人     | 110101199003074258 | 13912345678 | 幸福路12号 | 征地补偿安置 | 司马光 | 电话告知 | 网站     | 予以公开   | 2024-01-10
    2        | 2024-2-30  | 诸葛亮   | 自然人     | 110101199003074258 | 13912345678 | 幸福路12号 | 征地补偿安置 | 司马光 | 电话告知 | 网站     | 予以公开   | 2024-03-10
    3        | 2024-03-05 | 诸葛亮   | 外星人士   | 110101199003074258 | 13912345678 | 幸福路12号 | 征地补偿安置 | 司马光 | 电话告知 | 网站     | 已寄送     | 2024-03-10
    4        | 2024-03-06 | 诸葛亮   | 自然人     | 110101199003074258 | 13912345678 | 幸福路12号 | 征地补偿安置 | 司马光 | 电话告知 | 网站     | 已 寄送    | 2024-03-11
    合计     |            | 4        |            |                    |             |            |              |        |          |          |            |
"""
WORDS = {
    # The office's own wordings, ten of each field, and what they turn out to mean.
    "outcome": {f"{word}送达": "outcome.granted" for word in "甲乙丙丁戊己庚辛壬癸"},
    "applicant_type": {f"{word}类人员": "natural_person" for word in "甲乙丙丁戊己庚辛壬癸"},
    "channel": {f"{word}号信箱": "letter" for word in "甲乙丙丁戊己庚辛壬癸"},
}


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def inspect(*args: object) -> dict[str, Any]:
    """What `inspect -f json` says."""
    result = run("inspect", *args, "-f", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def save(path: Path, **sheets: Rows) -> Path:
    """A workbook with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        put(book.create_sheet(name), rows)
    book.save(path)
    return path


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with everything in it that is to be said, and that is not to be said."""
    return save(tmp_path / "log.xlsx", 台账=[["2024年台账"], [], *rows_of(LOG)])


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A log with thirty unknown wordings: of each ten the first three times, the second twice."""
    return save(tmp_path / "strange.xlsx", 台账=strange_rows())


def strange_rows() -> Rows:
    """The rows of it."""
    head = ["登记编号", "收到日期", "申请人类型", "申请方式", "办理结果", "答复日期"]
    known = ["自然人", "网站", "予以公开"]
    rows: Rows = [head]
    for place, name in enumerate(("applicant_type", "channel", "outcome")):
        for number, word in enumerate(WORDS[name]):
            for _ in range(max(1, 3 - number)):
                words = [word if at == place else other for at, other in enumerate(known)]
                received = date(2024, 1, 8) + timedelta(len(rows))
                rows.append([f"2024-{len(rows):03}", received, *words, received + timedelta(3)])
    return rows


# --- what it says ---


def test_kind_header_columns_rows_and_dates(log: Path) -> None:
    found = inspect(log)
    assert found["format"] == "reportcli-inspect/1"
    (file,) = found["files"]
    assert (file["file"], file["format"], file["encoding"]) == (str(log), "xlsx", None)
    (sheet,) = file["sheets"]
    assert (sheet["sheet"], sheet["state"], sheet["kind"], sheet["header_rows"]) == (
        "台账",
        "visible",
        "requests",
        [3],
    )
    assert {(c["column"], c["heading"]): (c["field"], c["how"]) for c in sheet["columns"]} == {
        ("A", "登记编号"): ("number", "exact"),
        ("B", "收到日期"): ("received", "exact"),
        ("C", "申请人"): ("applicant", "exact"),
        ("D", "申请人类型"): ("applicant_type", "exact"),
        ("E", "证件号"): ("applicant_code", "exact"),
        ("F", "联系电话"): (None, "exact"),
        ("G", "通讯地址"): (None, "exact"),
        ("H", "申请内容"): ("subject", "exact"),
        ("I", "经办人"): ("handler", "exact"),
        ("J", "备注"): ("remarks", "exact"),
        ("K", "提交途径"): (None, None),
        ("L", "办理结果情"): ("outcome", "close"),
        ("M", "答复日期"): ("closed", "exact"),
    }
    assert sheet["rows"] == {
        "read": 7,
        "records": 4,
        "faulty": {"date-invalid": 1, "outcome-unknown": 1, "applicant-type-unknown": 1},
        "set_aside": {"title": 1, "blank": 1, "total-row": 1},
    }
    assert sheet["dates"] == {
        "received": ["2024-01-05", "2024-03-06"],
        "closed": ["2024-01-10", "2024-03-11"],
    }
    assert [
        (one["settle_in"], one["wording"], one["count"], one["first"]) for one in sheet["unknown"]
    ] == [
        ("applicant_type", "外星人士", 1, "D6"),
        ("outcome", "已寄送", 2, "L6"),
    ]
    assert all(one["closest"] for one in sheet["unknown"] if one["wording"] != "外星人士")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "zh",
            [
                "依申请公开台账",
                "第 3 行",
                "按最接近的标题",
                "未识别",
                "读 7 行",
                "记录 4",
                "“已寄送” 2 处",
                "最接近",
            ],
        ),
        (
            "en",
            [
                "Request log",
                "row 3",
                "closest heading",
                "not recognised",
                "7 rows read",
                "“已寄送” 2 times",
            ],
        ),
    ],
)
def test_the_same_as_text(lang: str, words: Sequence[str], log: Path) -> None:
    result = run("inspect", log, "--lang", lang)
    assert result.exit_code == 0
    assert [word for word in words if word not in result.stdout] == []
    assert "L6" in result.stdout
    assert result.stderr == ""


def test_nobody_is_named(log: Path, tmp_path: Path) -> None:
    settings = tmp_path / "found.toml"
    said = [run("inspect", log, "-f", form).stdout for form in ("text", "json")]
    assert run("inspect", log, "--write-settings", settings).exit_code == 0
    said.append(settings.read_text(encoding="utf-8"))
    assert [text for text in PERSONAL if any(text in output for output in said)] == []


def test_every_sheet_is_said_with_its_kind_or_why_it_has_none(tmp_path: Path) -> None:
    path = save(
        tmp_path / "book.xlsx",
        说明=[["填写说明"], ["收到日期：收到申请之日"]],
        申请=numbered(REQUESTS.table()),
        公开=PUBLICATIONS.table(),
        案件=CASES.table(),
        空=[],
        缺列=[row[:7] for row in REQUESTS.table()],
        两列=[
            [*row, row[1] if number else "受理日期"] for number, row in enumerate(REQUESTS.table())
        ],
    )
    sheets = {sheet["sheet"]: sheet for sheet in inspect(path)["files"][0]["sheets"]}
    assert {name: (sheet["kind"], sheet["skipped"]) for name, sheet in sheets.items()} == {
        "说明": (None, "sheet-no-log"),
        "申请": ("requests", None),
        "公开": ("publications", None),
        "案件": ("cases", None),
        "空": (None, "sheet-blank"),
        "缺列": (None, "sheet-unsound"),
        "两列": ("requests", None),
    }
    assert (sheets["缺列"]["like"], sheets["缺列"]["missing"]) == ("requests", [["closed"]])
    text = run("inspect", path, "--lang", "zh").stdout
    for words in (
        "缺少必需的列：答复日期",
        "受理日期",
        "复议诉讼台账",
        "主动公开台账",
    ):
        assert words in text


def test_several_files_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        "标题,信息类别,公开日期\n甲,通知,2024-01-05\n".encode("gb18030")
    )
    book = save(tmp_path / "b.xlsx", 台账=CASES.table())
    found = inspect(tmp_path / "a.csv", book)
    assert [
        (file["format"], file["encoding"], file["sheets"][0]["kind"]) for file in found["files"]
    ] == [
        ("csv", "gb18030", "publications"),
        ("xlsx", None, "cases"),
    ]


def test_a_workbook_that_is_no_log_is_described(tmp_path: Path) -> None:
    path = save(
        tmp_path / "phones.xlsx", 通讯录=[["科室", "电话", "房间"], ["法规科", "85680000", "301"]]
    )
    (sheet,) = inspect(path)["files"][0]["sheets"]
    assert (sheet["kind"], sheet["skipped"], sheet["rows"]) == (None, "sheet-no-log", None)
    assert [column["heading"] for column in sheet["columns"]] == ["科室", "电话", "房间"]
    result = run("inspect", path, "--lang", "en")
    assert (result.exit_code, "kind: none" in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x89PNG\r\n\x1a\n", 3), (b"PK\x03\x04 cut off", 3), (b"", 3), (None, 3)],
)
def test_a_file_that_cannot_be_read_is_refused(
    content: bytes | None, code: int, tmp_path: Path
) -> None:
    path = tmp_path / "log.xlsx"
    if content is not None:
        path.write_bytes(content)
    result = run("inspect", path, "--lang", "en")
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.startswith(str(path))
    assert result.stderr.count("\n") == 1


# --- the settings it writes ---


def test_thirty_unknown_wordings_are_grouped_and_counted(strange: Path) -> None:
    (sheet,) = inspect(strange)["files"][0]["sheets"]
    assert len(sheet["unknown"]) == 30
    for name, words in WORDS.items():
        found = [
            (one["wording"], one["count"]) for one in sheet["unknown"] if one["settle_in"] == name
        ]
        first, second, *others = words
        assert found[:2] == [(first, 3), (second, 2)]
        assert sorted(found[2:]) == sorted((word, 1) for word in others)
        assert {one["severity"] for one in sheet["unknown"] if one["settle_in"] == name} == {
            "warning" if name == "channel" else "error"
        }


def test_of_two_headings_of_one_field_the_usual_one_is_read(tmp_path: Path) -> None:
    rows: Rows = [
        [*row, "受理日期" if number == 0 else row[1]] for number, row in enumerate(REQUESTS.table())
    ]
    path = save(tmp_path / "log.xlsx", 台账=rows)
    result = tally_json(path, year=2024, as_of=date(2025, 1, 3))
    received = result["tables"]["requests"]["received"]["total"]
    assert received == REQUESTS.figures["requests"]["received/total"]
    assert [found["code"] for found in result["findings"]] == ["column-outranked"]
