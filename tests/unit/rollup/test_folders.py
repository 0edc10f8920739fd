"""Units as they lie in folders."""

from __future__ import annotations

from pathlib import Path

from reportcli.rollup.folders import assign_files, units_in
from reportcli.rollup.units import Unit


def touched(folder: Path, *names: str) -> Path:
    """A folder with empty files."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_a_sub_folder_or_a_file_is_a_unit(tmp_path: Path) -> None:
    touched(
        tmp_path,
        "A01 县教育局/申请.xlsx",
        "甲镇政府.json",
        "甲镇政府.docx",
        "说明.jpg",
        "units.csv",
    )
    found = [(one.code, one.name, one.kind, len(one.files)) for one in units_in([tmp_path], ())]
    assert found == [("A01", "县教育局", "department", 1), ("甲镇政府", "甲镇政府", "township", 2)]


def test_files_are_found_by_code_or_name_and_what_is_left_is_unexpected(tmp_path: Path) -> None:
    touched(
        tmp_path,
        "A1.xlsx",
        "A10 年报.docx",
        "县水利局2024年年报.pdf",
        "县水利局本级.json",
        "陌生.xlsx",
    )
    units = [Unit("A1", "县教育局"), Unit("A10", "县民政局"), Unit("A2", "县水利局")]
    listed, unexpected = assign_files(units, [tmp_path], ())
    assert [[Path(file).name for file in one.files] for one in listed] == [
        ["A1.xlsx"],
        ["A10 年报.docx"],
        ["县水利局2024年年报.pdf", "县水利局本级.json"],
    ]
    assert [one.code for one in unexpected] == ["陌生"]


def test_files_that_the_list_names_are_not_found_again(tmp_path: Path) -> None:
    touched(tmp_path, "A1.xlsx")
    listed, unexpected = assign_files(
        [Unit("A1", "甲", files=(str(tmp_path / "A1.xlsx"),))], [tmp_path], ()
    )
    assert (len(listed[0].files), unexpected) == (1, [])
