"""The web page of a roll-up of 400 units as its readers see it: on a desk and a telephone, in light and dark, on paper."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from reportcli.export.rollup.html import write_rollup_page
from reportcli.finding import Address, Finding
from reportcli.law.edition import Edition
from reportcli.rollup.asked import Asked
from reportcli.rollup.members import Members
from reportcli.rollup.result import Total, UnitResult
from reportcli.rollup.units import Unit, UnitKind
from reportcli.rollup.whole import Rollup, compile_rollup
from reportcli.words.messages import Voice
from tests.outside.browser import Page, browser
from tests.outside.programs import needed
from tests.outside.test_look import A4, DESK, FAULTS, TELEPHONE

COUNT = 400
KINDS: tuple[UnitKind, ...] = ("department", "township", "subdistrict", "committee", "vertical")


@cache
def rollup() -> Rollup:
    """Units of several kinds: every tenth delivered nothing, every seventh has errors, one has a long name."""
    due = date(2025, 1, 31)
    units, results = [], []
    for number in range(COUNT):
        code = f"A{number:03}"
        name = (
            f"某县第{number}局"
            if number
            else "某县城乡建设与综合行政执法及园林绿化管理工作领导小组办公室"
        )
        is_missing = number % 10 == 8
        units.append(
            Unit(code, name, kind=KINDS[number % 5], due=due, files=() if is_missing else (f"{code}.json",),
                 delivered=None if is_missing else date(2025, 1, 1 + number % 40 if number % 40 < 31 else 31))
        )  # fmt: skip
        if is_missing:
            results.append(UnitResult(code, "missing"))
            continue
        cells = {f"{line}/{column}": number for line in ("received", "outcome.granted", "outcome.total")
                 for column in ("natural_person", "total")}  # fmt: skip
        found = Finding(
            "outcome-unknown", Address(f"{code}/申请.xlsx", "台账", 17, 8), {"value": "不予公" * 12}
        )
        faulty = number % 7 == 0
        results.append(
            UnitResult(code, source="json", tables={"requests": cells, "publications": {}, "cases": {}},
                       errors=int(faulty), findings=(found,) if faulty else ())
        )  # fmt: skip
    asked = Asked(2024, Edition.for_year(2024).id, date(2025, 2, 1), b"s" * 32)
    return compile_rollup(Members(units), Total.of(results), asked)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the pictures go."""
    folder = Path(os.environ.get("REPORTCLI_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("width", "scheme"), [(DESK, "light"), (DESK, "dark"), (TELEPHONE, "light"), (390, "dark")]
)
def test_nothing_is_cut_and_axe_finds_nothing(
    page: Page, pictures: Path, width: int, scheme: str, language: str
) -> None:
    page.look_at(write_rollup_page(rollup(), Voice(language)), width, scheme=scheme)  # type: ignore[arg-type]
    page.shoot(pictures / f"rollup-{language}-{width}-{scheme}.png")
    assert page.run(FAULTS) == []
    assert page.violations() == []


def test_the_list_sorts_by_any_column_and_filters(page: Page) -> None:
    page.look_at(write_rollup_page(rollup(), Voice("zh")), DESK)
    press = "[...document.querySelectorAll('.units thead button')].find(one => one.textContent == '新收').click()"
    first = "[...document.querySelectorAll('.units tbody tr')].slice(0, 2).map(row => row.cells[0].textContent)"
    page.run(press)
    page.run(press)
    assert page.run(first) == ["A399", "A397"]
    state = "document.querySelector('.units [aria-sort]').getAttribute('aria-sort')"
    assert page.run(state) == "descending"
    page.run("(() => { const box = document.querySelector('.filter input'); box.value = '街道 未报';"
             " box.dispatchEvent(new Event('input')); })()")  # fmt: skip
    assert page.run("document.querySelector('.filter output').textContent") == f"0 / {COUNT}"
    page.run("(() => { const box = document.querySelector('.filter input'); box.value = '未报';"
             " box.dispatchEvent(new Event('input')); })()")  # fmt: skip
    shown = page.run(
        "[...document.querySelectorAll('.units tbody tr')].filter(row => !row.hidden).length"
    )
    assert shown == COUNT // 10


def test_the_policy_lets_no_other_script_run(page: Page) -> None:
    text = write_rollup_page(rollup(), Voice("zh"))
    assert "http" not in re.sub(r"http-equiv", "", text)
    broken = text.replace("</main>", "</main><script>document.title = 'taken'</script>")
    page.look_at(broken, DESK)
    assert page.run("document.title") != "taken"
    assert page.run("document.querySelectorAll('.units thead button').length") > 0


def test_on_paper_the_headings_stand_on_each_page_and_the_box_on_none(
    page: Page, tmp_path: Path
) -> None:
    page.look_at(write_rollup_page(rollup(), Voice("zh")), DESK)
    page.print_to(tmp_path / "page.pdf")
    told = subprocess.run(
        [needed("pdftotext"), "-layout", tmp_path / "page.pdf", "-"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    sheets = told.split("\f")
    with_units = [sheet for sheet in sheets if sheet.count("2025-01-") > 10]
    assert len(with_units) > 3
    assert all("代码" in sheet and "名称" in sheet for sheet in with_units[1:-1])
    assert "查找单位" not in told
    size = subprocess.run(
        [needed("pdfinfo"), tmp_path / "page.pdf"], capture_output=True, check=True
    ).stdout.decode()
    [width, height] = re.findall(r"Page size: +([\d.]+) x ([\d.]+)", size)[0]
    assert (float(width), float(height)) == pytest.approx(A4, abs=2)
