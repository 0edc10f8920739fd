"""Numbers that their format shows as something else, as Excel and WPS show them."""

from __future__ import annotations

import pytest

from reportcli.files.number_format import number_shown
from reportcli.words.cells import Cell

AS_TEXT = """
0000                       | 12       | 0012
000000                     | 45       | 000045
0000                       | 123456   | 123456
"2024-"000                 | 13       | 2024-013
"第"0"号"                  | 3        | 第3号
"〔2024〕"0"号"            | 5        | 〔2024〕5号
General"号"                | 7        | 7号
G/通用格式"号"             | 7        | 7号
"SQ"0000                   | 12       | SQ0012
"A."00                     | 7        | A.07
\\Y\\B-000                 | 9        | YB-009
!依!申!请000               | 9        | 依申请009
000-0000                   | 1234567  | 123-4567
0000-00-00                 | 20240305 | 2024-03-05
0000"年"00"月"00"日"       | 20240305 | 2024年03月05日
0000年00月00日             | 20240305 | 2024年03月05日
\\(000\\)                  | 7        | (007)
[红色]000                  | 7        | 007
[Red]000                   | 7        | 007
[$-804]0000                | 7        | 0007
0000;;;@                   | 3        | 0003
000_)                      | 3        | 003
0"件"                      | 3        | 3件
"0"0                       | 3        | 03
#"-"00                     | 5        | -05
0"/"00                     | 203      | 2/03
[DBNum1][$-804]General"号" | 7        | 7号
[DBNum2]0"万元"            | 3        | 3万元
[>100]0"大";0"小"          | 7        | 7小
[>=10000]0!.0,"万元";0"元" | 2565000  | 256.5万元
[>=10000]0!.0,"万元";0"元" | 500      | 500元
[=1]"是";[=0]"否";         | 1        | 是
"无"                       | 1        | 无
;;;                        | 5        | 5（不显示）
[<1]"";0                   | 0.5      | 0.5（不显示）
"""
AMOUNTS = """
0.00"万元"                 | 256.5    | 256.5万元
#,##0.00"万元"             | 0.1      | 0.1万元
0.00_ "万元"               | 256.5    | 256.5万元
0.00（万元）               | 256.5    | 256.5万元
0"."0,"万元"               | 2565000  | 256.5万元
0!.0,"万元"                | 2565000  | 256.5万元
0!.0,"万元"                | 2565432  | 256.5432万元
0\\.0,"万元"               | 2565000  | 256.5万元
0!.00,"万"                 | 2565000  | 25.65万
0!.0000"万元"              | 2565000  | 256.5万元
#,##0.00"元"               | 1234.5   | 1234.5元
"人民币"0.00"元"           | 1234.5   | 1234.5元
0,"千元"                   | 2565000  | 2565千元
0.00,,"百万元"             | 2565000  | 2.565百万元
"""
SCALED = """
0!.0,                      | 2565000  | 256.5
#,##0,                     | 2565000  | 2565.0
0.0,,                      | 2565000  | 2.565
"""


def cases(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]


def shown(code: str, number: str) -> Cell:
    how = number_shown(code)
    assert how is not None
    return how.show(float(number))


@pytest.mark.parametrize(("code", "number", "text"), cases(AS_TEXT) + cases(AMOUNTS))
def test_a_number_comes_out_as_it_is_shown(code: str, number: str, text: str) -> None:
    assert shown(code, number) == text


@pytest.mark.parametrize(("code", "number", "value"), cases(SCALED))
def test_a_scaled_number_without_a_unit_is_the_number_that_is_shown(
    code: str, number: str, value: str
) -> None:
    assert repr(shown(code, number)) == value


@pytest.mark.parametrize(
    "code",
    [
        "",
        "General",
        "@",
        "0",
        "0.00",
        "#,##0",
        "#,##0.00",
        "0%",
        "0.00E+00",
        "# ?/?",
        "0_ ",
        "0;[Red]-0",
        "#,##0.00_);(#,##0.00)",
        '"¥"#,##0.00',
        "[$¥-804]#,##0.00",
        '_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
        "yyyy-mm-dd",
        'yyyy"年"m"月"d"日"',
        "[$-804]yyyy年m月d日;@",
        "h:mm",
        '0.0"分"',
    ],
)
def test_a_format_that_only_rounds_groups_or_is_no_number_says_nothing(code: str) -> None:
    assert number_shown(code) is None


@pytest.mark.parametrize("value", ["12", None, True, -3, 12.5, float("nan"), 1e15])
def test_what_the_format_does_not_show_so_stays_as_it_is(value: Cell) -> None:
    how = number_shown("0000")
    assert how is not None
    assert how.show(value) is value


@pytest.mark.parametrize("code", ["0;-0;;@", ";;;", '[=0]"";General'])
def test_a_nought_that_a_format_hides_stays_a_nought(code: str) -> None:
    how = number_shown(code)
    assert how is None or how.show(0) == 0


def test_a_number_that_no_section_changes_stays_a_number() -> None:
    assert shown('[=0]"";General', "7") == 7
