"""No personal value leaves a log: every output of every command is searched for what was planted in one.

What may be said of a row is where it is, its number, its dates and what its office wrote as kind, channel,
outcome or unit. What stood under applicant, identity number, telephone, address, subject, handler or remarks
may not; but for the clerk's own cells in the marked-up copy, and `explain --no-mask`, which is asked for it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from reportcli.cli.commands import app
from reportcli.intake.child.parent import Limits, Readings, Watch
from reportcli.intake.child.wire import FileReading
from reportcli.settings import Settings
from tests.logs import write_log

# What is planted, by the columns it stands in. All is invented.
PLANTED = {
    "names": ["诸葛慕白", "尉迟青衫", "司徒望舒", "令狐听雪", "慕容知秋"],
    "organisations": ["植树互助会"],
    "identity numbers": ["110101199003077758", "91320400MA1X2Y3Z4A"],
    "telephones": ["13987654321", "0519-86543210", "1398765", "8654321"],
    "addresses": ["幸福里一百零八号", "xiwang@example.org"],
    "subjects": ["老宅拆迁补偿协议", "水塘承包合同"],
    "remarks": ["来电哭诉三次", "家中有病人"],
}
ALL = [text for texts in PLANTED.values() for text in texts]

# Each log in two halves: what may be said of its rows, with faults of many sorts in it, and what may not.
HALVES = {
    "requests": (
        """
        登记编号 | 收到日期   | 申请人类型 | 申请方式 | 答复日期   | 办理结果 | 理由   | 办理状态
        2024-1   | 2024-01-05 | 自然人     | 网上     | 2024-01-20 | 予以公开 |        | 已办结
        2024-2   | 2024-02-05 |            | 小程序   | 2024-06-20 | 不知所云 |        | 办理中
        2024-2   | 2024-2-30  |            | 扫码     | 2024-06-20 | 予以公开 | 过程性 | 已办结
        2024-4   | 2024-03-05 |            | 当面     |            | 不予公开 |        |
        2023-9   | 2023-12-25 | 外籍       | 当面     | 2024-01-08 | 予以公开 |        |
        """,
        """
        申请人             | 证件号码           | 联系电话      | 通讯地址         | 电子邮箱
        诸葛慕白           | 110101199003077758 | 13987654321   | 幸福里一百零八号 | xiwang@example.org
        尉迟青衫           | 91320400MA1X2Y3Z4A | 0519-86543210 | 幸福里一百零八号 | xiwang@example.org
        植树互助会         |                    | 13987654321   |                  |
        司徒望舒、令狐听雪 |                    | 13987654321   |                  |
        司徒望舒           | 110101199003077758 | 0519-86543210 |                  |
        """,
        """
        承办科室        | 承办人   | 申请内容         | 备注         | 自设栏目
        法规科          | 慕容知秋 | 老宅拆迁补偿协议 | 来电哭诉三次 | 家中有病人
        规划科          | 慕容知秋 | 水塘承包合同     | 来电哭诉三次 |
        慕容知秋        | 慕容知秋 | 水塘承包合同     | 家中有病人   | 家中有病人
                        | 慕容知秋 | 老宅拆迁补偿协议 |              |
        法规科 慕容知秋 | 慕容知秋 | 水塘承包合同     |              | 13987654321
        """,
    ),
    "cases": (
        """
        案件类型 | 是否经过复议 | 案号 | 受理日期   | 审理结果 | 审结日期   | 关联申请
        行政复议 |              | 1    | 2024-02-05 | 驳回     | 2024-03-01 | 2024-1
        行政诉讼 |              | 2    | 2024-02-05 | 撤诉     | 2024-01-01 | 2024-999
        """,
        """
        申请人/原告 | 被申请人/被告 | 备注
        诸葛慕白    | 慕容知秋      | 家中有病人
        司徒望舒    | 慕容知秋      | 来电哭诉三次
        """,
    ),
    "publications": (
        """
        信息类别       | 制发日期   | 公开日期   | 有效性 | 文号
        行政规范性文件 | 2024-02-01 | 2024-06-03 | 待定   |
        行政规范性文件 |            | 2024-02-03 |        |
        """,
        """
        标题             | 保密审查人 | 备注
        老宅拆迁补偿协议 | 慕容知秋   | 家中有病人
        水塘承包合同     |            | 13987654321
        """,
    ),
}


def beside(*halves: str) -> str:
    """Tables put side by side."""
    return "\n".join(
        map("|".join, zip(*(half.strip().splitlines() for half in halves), strict=True))
    )


LOGS = {name: beside(*halves) for name, halves in HALVES.items()}

COMMANDS = [
    "tally {logs} -v",
    *(f"tally {{logs}} -f {name}" for name in ("json", "csv", "md")),
    "check {logs} -v",
    *(f"check {{logs}} -v -f {name}" for name in ("json", "jsonl")),
    "check {logs} -v --previous previous.json",
    *(f"inspect {{logs}} -f {name}" for name in ("text", "json")),
    *(
        f"explain {{logs}} --row requests:{row} -f {name}"
        for row in range(1, 7)
        for name in ("text", "json")
    ),
    *(
        f"explain {{logs}} --cell {cell} -v"
        for cell in ("requests/received/total", "cases/review/total")
    ),
    *(f"deadlines {{logs}} --all --why -v -f {name}" for name in ("text", "json", "csv", "ics")),
    "tally lost.csv",
    "check lost.csv",
    "inspect lost.csv",
]


class ReadOnce(Readings):
    """The readers, which would start a process for each of many tiny logs: each log is read once."""

    known: ClassVar[dict[str, FileReading]] = {}

    def __init__(self, files: Sequence[str], settings: Settings, limits: Limits) -> None:
        self.files = files
        super().__init__([file for file in files if file not in self.known], settings, limits)

    def result(self, watch: Watch | None = None) -> list[FileReading]:
        self.known.update({reading.file: reading for reading in super().result(watch)})
        return [self.known[file] for file in self.files]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of logs full of what must not leave it; one has lost its header."""
    folder = tmp_path_factory.mktemp("office")
    for name, table in LOGS.items():
        write_log(folder / f"{name}.csv", table)
        write_log(folder / f"{name}.xlsx", table)
    write_log(folder / "lost.csv", "\n".join(LOGS["requests"].splitlines()[1:]))
    (folder / "previous.json").write_text(
        '{"year": 2023, "tables": {}, "carried_forward": ["2023-311"]}'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("reportcli.report.Readings", ReadOnce)
        patch.setattr("reportcli.intake.child.parent.Readings", ReadOnce)
        yield folder


def run(line: str) -> str:
    """All that a command says, on stdout and on stderr."""
    words = line.split()
    if words[0] != "inspect":
        words += ["--as-of", "2025-01-12"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code in (0, 1, 3, 4), done.output
    return done.stdout + done.stderr


def leaks(text: str) -> list[str]:
    """What was planted and stands in an output."""
    return [planted for planted in ALL if planted in text]


def test_the_plants_are_in_the_logs(office: Path) -> None:
    everything = "".join(path.read_text("utf-8") for path in office.glob("*.csv"))
    assert leaks(everything) == ALL


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("line", COMMANDS)
def test_no_output_holds_a_personal_value(line: str, language: str) -> None:
    said = run(line.format(logs="requests.csv cases.csv publications.csv") + f" --lang {language}")
    assert said
    assert leaks(said) == []


def test_no_file_holds_a_personal_value(office: Path) -> None:
    outputs = " ".join(f"-o out.{suffix}" for suffix in ("xlsx", "json", "csv", "md", "txt"))
    run(f"tally requests.xlsx cases.xlsx publications.xlsx {outputs}")
    run("inspect requests.xlsx cases.xlsx publications.xlsx --write-settings out.toml")
    for name in ("out.json", "out.csv", "out.md", "out.txt", "out.toml"):
        assert leaks((office / name).read_text("utf-8-sig")) == []
    book = load_workbook(office / "out.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 100
    assert leaks("\n".join(cells)) == []
    assert leaks("".join(path.name for path in office.iterdir())) == []


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("name", LOGS)
def test_what_is_added_to_a_marked_copy_is_not_personal(
    office: Path, name: str, suffix: str
) -> None:
    said = run(f"check {name}.{suffix} --year 2024 --mark marked.xlsx --force --lang en -v")
    assert leaks(said) == []
    book = load_workbook(office / "marked.xlsx")
    listing, log = book.worksheets
    texts = [str(cell.value) for row in listing.iter_rows() for cell in row]
    links = [
        cell.hyperlink.location for row in listing.iter_rows() for cell in row if cell.hyperlink
    ]
    notes = [cell.comment.text for row in log.iter_rows() for cell in row if cell.comment]
    assert links
    assert notes
    assert leaks("\n".join([*texts, *links, *notes, *book.sheetnames])) == []
    # The clerk's own cells stay.
    cells = [str(cell.value) for row in log.iter_rows() for cell in row]
    assert leaks("\n".join(cells))


def test_a_fault_of_ours_shows_no_value(office: Path) -> None:
    """The trace of an unexpected fault, too, has names of files and functions only."""
    script = (
        "import reportcli.judge.audit as audit\n"
        "def broken(*_):\n"
        "    raise RuntimeError('stopped')\n"
        "audit.audit_each = broken\n"
        "from reportcli.cli.process import main\n"
        "main()\n"
    )
    words = [sys.executable, "-c", script, "check", "requests.csv", "--debug"]
    done = subprocess.run(
        words, capture_output=True, text=True, cwd=office, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "RuntimeError: stopped" in done.stderr
    assert leaks(done.stdout + done.stderr) == []


@pytest.mark.usefixtures("office")
def test_only_no_mask_shows_the_row() -> None:
    assert leaks(run("explain requests.csv --row 2")) == []
    assert "诸葛慕白" in run("explain requests.csv --row 2 --no-mask")
