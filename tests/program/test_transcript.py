"""The way of a new clerk as the guide tells it: what stands there is what the program says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcript import PAGES, replayed


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_page_holds_what_the_program_says(page: Path, tmp_path: Path) -> None:
    assert replayed(page, tmp_path) == page.read_text("utf-8")


def test_from_refused_to_right_takes_three_commands(tmp_path: Path) -> None:
    page = replayed(PAGES[0], tmp_path)
    refused, settings, right = page.split("```console\n")[1:]
    assert "缺少必需的列" in refused
    assert "--write-settings" in refused
    assert '# "公益" = "social_welfare"' in settings
    assert "错误" not in right.split("```")[0]
    assert "共收办：6 件" in right
