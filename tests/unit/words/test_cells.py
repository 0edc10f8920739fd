"""Cells as offices write them, and what each reader makes of them."""

import datetime as dt
import inspect
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportcli.finding import Fault
from reportcli.words import cells as values
from reportcli.words.cells import (
    is_blank,
    read_count,
    read_date,
    read_extension,
    read_flag_or_date,
    read_identifier,
    read_identifiers,
    read_money,
    read_text,
    shown,
    unit_of,
)

MARCH_5 = date(2020, 3, 5)
NAN, INF = float("nan"), float("inf")


def read_yuan(cell: Any) -> Decimal | Fault | None:
    return read_money(cell, unit="元")


READERS: list[Callable[[Any], Any]] = [
    read_count, read_date, read_flag_or_date, read_identifier, read_text, read_yuan,
]  # fmt: skip


def code(result: object) -> str:
    return result.code if isinstance(result, Fault) else f"read as {result!r}"


# --- text ---


@pytest.mark.parametrize(
    ("cell", "evidence"),
    [
        (None, ""),
        (3.0, "3"),
        (0.1, "0.1"),
        (9e99, "9e+99"),
        (True, "TRUE"),
        (datetime(2020, 3, 5), "2020-03-05"),
        (" 今 天 ", "今天"),
        ("张三 138 0013 8000", "张三138…8000"),
        ("11010519491231002X", "110…002X"),
        (110105194912310016.0, "110…0016"),
        ("1234567890", "1234567890"),
        ("公" * 41, "公" * 39 + "…"),
        ("公" * 40, "公" * 40),
        ("公" * 35 + "13800138000", "公" * 35 + "138……"),
    ],
)
def test_evidence_is_short_and_hides_long_numbers(cell: Any, evidence: str) -> None:
    assert shown(cell) == evidence


BLANKS = [
    None, "", " ", "\u3000", "\u00a0", "\u200b\ufeff", "\n", "/", "／", "-", "－", "—", "——", "--", "、",
    "\\", "不详", "不 详", "N/A", "n/a", "Ｎ／Ａ", "空", "暂无",
]  # fmt: skip


@pytest.mark.parametrize("cell", BLANKS)
def test_blank(cell: Any) -> None:
    assert is_blank(cell)
    assert is_blank(cell, none_is_value=True)
    assert read_date(cell) is None
    assert read_count(cell) is None
    assert read_yuan(cell) is None
    assert read_identifier(cell) == ""
    assert read_flag_or_date(cell) is False


def test_none_is_blank_unless_it_is_an_answer() -> None:
    assert is_blank(" 无 ")
    assert not is_blank(" 无 ", none_is_value=True)


@pytest.mark.parametrize("cell", [0, 0.0, False, "0", "否", "一", "#N/A", MARCH_5, NAN])
def test_not_blank(cell: Any) -> None:
    assert not is_blank(cell)


@pytest.mark.parametrize(
    "cell",
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#GETTING_DATA", " #n/a",
     "＃Ｎ／Ａ", "########", "Err:502"],
)  # fmt: skip
@pytest.mark.parametrize("reader", READERS)
def test_an_error_of_excel_is_a_fault_in_every_reader(
    reader: Callable[[Any], Any], cell: str
) -> None:
    assert reader(cell) == Fault("cell-error", {"value": shown(cell)})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("　 \u200b", ""),
        (" 其他\u3000 法人\n或组织 ", "其他 法人 或组织"),
        ("申请人（自然人）", "申请人(自然人)"),
        ("公\u200b开\x07", "公开"),
        (3.0, "3"),
        (3.5, "3.5"),
        (3, "3"),
        (True, "TRUE"),
        (MARCH_5, "2020-03-05"),
        (datetime(2020, 3, 5), "2020-03-05"),
        (datetime(2020, 3, 5, 9, 30), "2020-03-05 09:30:00"),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        ("无", "无"),
        ("#", "#"),
        ("#1", "#1"),
        ("Error", "Error"),
    ],
)
def test_text(cell: Any, text: str) -> None:
    assert read_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "identifier"),
    [
        ("001", "001"),
        (" 常自然资依复〔2020〕 1 号\u200b", "常自然资依复〔2020〕 1 号"),
        ("２０２０－００１", "2020-001"),
        ("91320400MA1XABCD0E", "91320400MA1XABCD0E"),
        ("11010519491231002X", "11010519491231002X"),
        (20240001.0, "20240001"),
        (20240001, "20240001"),
        (999999999999999.0, "999999999999999"),
        (3.5, "3.5"),
        (1e-07, "1e-07"),
        (0.0, "0"),
        (MARCH_5, "2020-03-05"),
        ("3E5", "3E5"),
    ],
)
def test_identifier(cell: Any, identifier: str) -> None:
    assert read_identifier(cell) == identifier


@given(st.lists(st.one_of(st.text("A〔1\n ", max_size=3), st.none(), st.floats(allow_nan=False))))
@example(["A1", ""])
@example(["A1\nB2"])
@example(["A1\n"])
@example([""])
@example([])
def test_many_identifiers_are_read_as_each_is(cells: list[Any]) -> None:
    assert read_identifiers(cells) == [read_identifier(cell) for cell in cells]


@pytest.mark.parametrize(
    "cell", [1e15, 110105194912310020.0, 110105194912310020, -1e18, 9e99, INF, NAN, "3.20102E+17"]
)
def test_an_identifier_whose_digits_are_lost(cell: Any) -> None:
    assert code(read_identifier(cell)) == "identifier-damaged"


# --- dates ---


@pytest.mark.parametrize(
    "cell",
    [
        date(2020, 3, 5),
        datetime(2020, 3, 5),
        datetime(2020, 3, 5, 23, 59, 59),
        43895,
        43895.0,
        43895.999,
        "43895",
        "43895.5",
        "４３８９５",
        20200305,
        20200305.0,
        "20200305",
        "20200305 09:30",
        "2020-3-5",
        "2020-03-05",
        "2020/3/5",
        "2020.3.5",
        "2020.03.05",
        "2020。3。5",
        "2020－3－5",
        "2020–3–5",
        "2020 - 3 - 5",
        "2020年3月5日",
        "2020年3月5号",
        "2020年03月05日",
        " 2020 年 3 月 5 日\u200b\n",
        "２０２０年３月５日",
        "２０２０．３．５",
        "二〇二〇年三月五日",
        "二○二○年三月五日",
        "二零二零年三月五日",
        "二０二０年三月五日",
        "2020年三月五日",
        "2020-03-05 09:30",
        "2020-03-05 09:30:00",
        "2020-03-05 9:30:00.123",
        "2020-03-05T09:30",
        "2020-03-05T09:30:00",
        "2020-03-05T09:30:00Z",
        "2020-03-05T09:30:00.000+08:00",
        "2020-03-04T16:00:00.000Z",  # midnight in China, as programs write it
        "2020-03-05T15:59:59Z",
        "2020-03-05 23:59",
        "2020/3/5 0:00",
        "2020/3/5 9:30:00 AM",
        "2020-3-5 上午 9:30",
        "2020-3-5上午9:30",
        "2020年3月5日下午9:30",
        "2020年3月5日 下午",
        "2020年3月5日9时30分",
        "2020年3月5日（星期四）",
        "2020年3月5日星期四",
        "2020-3-5 周四",
        "2020-03-05 (星期四) 09：30",
        "2020-03-05 09:30 星期四",
    ],
)
def test_5_march_2020(cell: Any) -> None:
    assert read_date(cell) == MARCH_5


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("二零二零年十二月三十一日", date(2020, 12, 31)),
        ("二〇二〇年十月十日", date(2020, 10, 10)),
        ("二〇一九年十一月二十日", date(2019, 11, 20)),
        ("2020年元月1日", date(2020, 1, 1)),
        ("二〇二〇年〇三月〇五日", MARCH_5),
        ("2020-02-29", date(2020, 2, 29)),
        ("2020-3-1 19:30", date(2020, 3, 1)),
        ("1987-06-01", date(1987, 6, 1)),
        ("2079-12-31", date(2079, 12, 31)),
        (32874, date(1990, 1, 1)),
        (65745.99, date(2079, 12, 31)),
    ],
)
def test_other_days(cell: Any, day: date) -> None:
    assert read_date(cell) == day


@pytest.mark.parametrize(
    "cell",
    ["3月5日", "3月5号", "03月05日", "三月五日", "３ 月 ５ 日", "3月5日 9:30", "3月5日(星期四)"],
)
def test_the_year_comes_from_the_title(cell: str) -> None:
    assert read_date(cell, year=2020) == MARCH_5
    assert code(read_date(cell)) == "date-year-missing"


def test_a_year_in_the_cell_wins() -> None:
    assert read_date("2020年3月5日", year=2021) == MARCH_5


def test_the_leap_day_needs_a_leap_year() -> None:
    assert read_date("2月29日", year=2020) == date(2020, 2, 29)
    assert code(read_date("2月29日", year=2021)) == "date-invalid"
    assert code(read_date("2月29日")) == "date-year-missing"


@pytest.mark.parametrize("cell", [42433, 42433.4, "42433"])
def test_the_1904_system(cell: Any) -> None:
    assert read_date(cell, epoch_1904=True) == MARCH_5
    assert read_date("2020-3-5", epoch_1904=True) == MARCH_5
    assert read_date(20200305.0, epoch_1904=True) == MARCH_5


NO_DATES = {
    "date-invalid": [
        "2023-02-30", "2023-2-29", "2023年2月30日", "20230230", 20230230.0, "2020-13-1", "2020-0-5",
        "2020-3-0", 9e99, 10**400, -1, 0, 0.0, 1, 59, 60, 61, 60.0, 1899, 1899.0, "1899", "1899-12-31",
        32873, 65746, NAN, INF, -INF,
        date(1899, 12, 31), datetime(1900, 1, 1), datetime(1905, 7, 12), date(9999, 12, 31), "9999-12-31",
        "9999-12-31T23:00:00Z", "2020-02-30T09:30:00Z", "0000-00-00",
        True, False, time(9, 30), timedelta(days=43895),
        "今天", "昨日", "待定", "长期有效", "2020年底", "春节前", "now", "today", "x" * 5000, "9" * 5000,
        "2020-3.5", "2020-3-5a", "约2020-3-5", "2020-3-5 25:00", "2020-3-5T", "2020年3月5", "2020-3-100",
        "3/5/2020", "5-Mar-2020", "2020 3 5", "13月5日", "2020-3-1①", "20200305093000",
        "2020-3-109:30", "1二月", "2020年1二月3日", "2020年二三月五日", "2020年一二月5日",
        "二〇二〇年三月二五日", "2020年3月元日", "千年三月五日",
    ],
    "date-two-digit-year": [
        "20.3.5", "20-3-5", "20/3/5", "20-03-05", "20年3月5日", "二〇年三月五日", "3/5/20", "210305",
        "20-3-5 9:30",
    ],
    "date-range": [
        "2020.3.5-2020.3.9", "2020.3.5—2020.3.9", "2020.3.5-3.9", "2020.3.5-9", "2020/3/5-2020/3/9",
        "2020-3-5-2020-3-9", "2020-3-5至2020-3-9", "2020-3-5 ~ 2020-3-9", "2020-03-05～2020-03-09",
        "20200305-20200309", "2020年3月5日至9日", "2020年3月5日至3月9日", "2020年3月5日—2020年3月9日",
        "3月5日、6日", "3月5日至9日", "3月5日-9日", "2020年3月-5月", "2020.3-2020.5",
        "二〇二〇年三月五日至九日",
        "2020-3-5\n2020-3-9", "2020年3月5日\n2020年3月9日", "2020-3-5,2020-3-9", "2020年3月5日和9日",
    ],
    "date-year-missing": ["3月5日", "三月五日", "3-5", "3/5", "03-05"],
    "date-incomplete": [
        "2020年3月", "二〇二〇年三月", "2020.3", "2020.03", "2020-3", "2020/03", 2020.3, 2020.1, 2020.12,
        "202003", 202003, "2020年", "2020", 2020, 2020.0, "2020年3月份", "2020年3月上旬", "2020年3月底",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "cell"), [(slug, cell) for slug, cells in NO_DATES.items() for cell in cells]
)
def test_no_date(expected: str, cell: Any) -> None:
    assert read_date(cell) == Fault(expected, {"value": shown(cell)})


@pytest.mark.parametrize("cell", ["3/5", "3.5", "2020年3月", "5日", "今天"])
def test_a_known_year_excuses_no_other_form(cell: str) -> None:
    assert isinstance(read_date(cell, year=2020), Fault)


# --- numbers ---


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (13, 13), (13.0, 13), (0, 0), (0.0, 0), (-0.0, 0), ("0", 0), ("13", 13), (" 13 ", 13),
        ("13.0", 13), ("013", 13),
        ("13个", 13), ("13 件", 13), ("３件", 3), ("1,234", 1234), ("１，２３４条", 1234),
        ("1,234,567", 1234567),
        ("十三", 13), ("十", 10), ("两件", 2), ("二十", 20), ("九十九篇", 99), ("零", 0), ("一份", 1),
        ("5项", 5), ("5次", 5), ("5场", 5), ("5宗", 5), ("5期", 5), ("120人次", 120),
    ],
)  # fmt: skip
def test_count(cell: Any, count: int) -> None:
    read = read_count(cell)
    assert read == count
    assert type(read) is int


@pytest.mark.parametrize(
    "cell",
    [-1, -1.0, 13.5, 1e300, 10**400, 13800138000, NAN, INF, True, False, MARCH_5, time(1), timedelta(1),
     "-1", "13.5", "约13", "13+1", "12 3", "12,34", "1,2345", "13①", "13²", "½", "若干", "一百", "十十",
     "13件/5件", "13人", "个", "9" * 5000],
)  # fmt: skip
def test_no_count(cell: Any) -> None:
    assert read_count(cell) == Fault("count-invalid", {"value": shown(cell)})


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        (0.1, "元", "0.1"),
        (1200, "元", "1200"),
        (1200.0, "元", "1200"),
        (1200.5, "元", "1200.5"),
        (3.5, "万元", "35000"),
        (0.07, "万元", "700"),
        (9.61716, "万元", "96171.6"),
        (1.5, "亿元", "150000000"),
        (1e-05, "亿元", "1000"),
        (0, "万元", "0"),
        ("1,200.50", "元", "1200.50"),
        ("１，２００．５０", "元", "1200.50"),
        ("3.5万元", "元", "35000"),
        ("3.5 万", "元", "35000"),
        ("0.2亿元", "元", "20000000"),
        ("200元", "万元", "200"),
        ("￥1,200.50元", "万元", "1200.50"),
        ("¥1,200.50", "万元", "1200.50"),
        ("人民币1200元整", "万元", "1200"),
        ("人民币1200", "万元", "1200"),
        ("人民币3.5万元", "元", "35000"),
        ("￥3.5万元", "元", "35000"),
        ("3.5", "万元", "35000"),
        ("2千元", "元", "2000"),
        ("123456789012345.123456789012", "亿元", "12345678901234512345678.9012"),
    ],
)
def test_money(cell: Any, unit: str, yuan: str) -> None:
    assert read_money(cell, unit=unit) == Decimal(yuan)


@pytest.mark.parametrize(
    "cell",
    [-1, -0.5, "-1", "(1)", NAN, INF, 1e15, 10**400, True, MARCH_5, time(1), "免费", "约200", "1 200",
     "12,00", "1.2.3", "$5", "5元5角", "5元/件", "200①", "1e5", "万元", "¥", "9" * 5000, "0." + "1" * 40],
)  # fmt: skip
def test_no_money(cell: Any) -> None:
    assert read_money(cell, unit="元") == Fault("amount-invalid", {"value": shown(cell)})


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("收费金额（万元）", "万元"), ("金额(单位：元)", "元"), ("金额（元）", "元"),
        ("金额 ( 人民币 元 )", "元"), ("金额（单位：亿元）", "亿元"),
        ("采购总金额[万元]", "万元"), ("收费金额/元", "元"), ("金额：万元", "万元"),
        ("收费金额万元", "万元"), ("单位：元", "元"),
        ("金额（千元）", "千元"), ("金额（百万元）", "百万元"), ("金额（十万元）", None),
        ("收费金额", None), ("所属单元", None), ("单元（栋）", None), ("元数据", None),
        ("多元化解", None), ("", None),
    ],
)  # fmt: skip
def test_the_unit_of_a_heading(heading: str, unit: str | None) -> None:
    assert unit_of(heading) == unit
    assert unit is None or unit in values.MONEY_UNITS


# --- flags ---


@pytest.mark.parametrize(
    "cell",
    [
        "是",
        "有",
        "√",
        "✔\ufe0f",
        "Y",
        "y",
        "yes",
        "Ｙ",
        "1",
        1,
        1.0,
        True,
        "已延期",
        "延期",
        "延期20日",
        "已延期20个工作日",
        " 延 期 ",
    ],
)
def test_yes(cell: Any) -> None:
    assert read_flag_or_date(cell) is True


@pytest.mark.parametrize(
    "cell", ["否", "无", "×", "x", "N", "no", "0", 0, 0.0, False, "未延期", "不延期", None, "", "—"]
)
def test_no(cell: Any) -> None:
    assert read_flag_or_date(cell) is False


def test_a_day_instead_of_yes() -> None:
    assert read_flag_or_date("2020年3月5日") == MARCH_5
    assert read_flag_or_date(datetime(2020, 3, 5, 9)) == MARCH_5
    assert read_flag_or_date(43895.0) == MARCH_5
    assert read_flag_or_date("3月5日", year=2020) == MARCH_5
    assert read_flag_or_date(42433, epoch_1904=True) == MARCH_5


@pytest.mark.parametrize(
    "cell", ["也许", "2", 2, 0.5, -1, "2023-02-30", "20.3.5", "3月5日", NAN, time(1)]
)
def test_neither_yes_nor_no_nor_a_day(cell: Any) -> None:
    assert read_flag_or_date(cell) == Fault("flag-invalid", {"value": shown(cell)})


# --- whatever comes ---

DAYS = st.dates(date(1990, 1, 1), date(2079, 12, 31))
NUMERALS = "〇一二三四五六七八九"


def in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    words = (NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "")
    return words + (NUMERALS[ones] if ones else "")


def in_chinese(day: date) -> str:
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    return f"{year}年{in_words(day.month)}月{in_words(day.day)}日"


WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")
FORMS: dict[str, Callable[[date], Any]] = {
    "date": lambda day: day,
    "datetime": lambda day: datetime(day.year, day.month, day.day, 23, 59),
    "serial": lambda day: (day - date(1899, 12, 30)).days,
    "serial with a clock": lambda day: (day - date(1899, 12, 30)).days + 0.75,
    "serial as text": lambda day: str((day - date(1899, 12, 30)).days),
    "2020-03-05": date.isoformat,
    "2020-3-5": lambda day: f"{day.year}-{day.month}-{day.day}",
    "2020/3/5": lambda day: f"{day.year}/{day.month}/{day.day}",
    "2020.3.5": lambda day: f"{day.year}.{day.month}.{day.day}",
    "2020年3月5日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "2020年03月05号": lambda day: f"{day.year}年{day.month:02}月{day.day:02}号",
    "20200305": lambda day: f"{day:%Y%m%d}",
    "20200305 as a number": lambda day: float(f"{day:%Y%m%d}"),
    "wide": lambda day: day.isoformat().translate(WIDE),
    "Chinese": in_chinese,
    "Chinese with zero": lambda day: in_chinese(day).replace("〇", "零"),
    "Chinese with circle": lambda day: in_chinese(day).replace("〇", "○"),
    "clock": lambda day: f"{day} 09:30",
    "T": lambda day: f"{day}T19:30:00",
    "zone": lambda day: f"{day}T19:30:00+08:00",
    "Z": lambda day: f"{day - timedelta(days=1)}T16:00:00Z",
    "下午": lambda day: f"{day.year}年{day.month}月{day.day}日 下午 2:30",
    "weekday": lambda day: f"{day}（星期{'一二三四五六日'[day.weekday()]}）",
}


@pytest.mark.parametrize("form", FORMS)
@given(day=DAYS)
@example(date(1990, 1, 1))
@example(date(2079, 12, 31))
def test_every_day_reads_back_in_every_form(form: str, day: date) -> None:
    assert read_date(FORMS[form](day)) == day


@given(day=DAYS)
@example(date(1990, 1, 1))
@example(date(2079, 12, 31))
def test_every_day_reads_back_without_its_year_and_in_the_1904_system(day: date) -> None:
    assert read_date(f"{day.month}月{day.day}日", year=day.year) == day
    assert read_date((day - date(1904, 1, 1)).days, epoch_1904=True) == day


@given(
    days=st.lists(DAYS, min_size=2, max_size=2),
    between=st.sampled_from(["-", "至", "~", "、", "\n", "—", " - "]),
)
def test_two_days_are_never_one(days: list[date], between: str) -> None:
    for form in ("2020-3-5", "2020/3/5", "2020.3.5", "2020年3月5日", "20200305"):
        assert code(read_date(between.join(FORMS[form](day) for day in days))) == "date-range"


DATE_LIKE = st.text(
    "0123456789年月日号-/. :TZ至、元十一二三〇○上下午星期周()今天#ENA①", max_size=24
)
CELLS: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.text(), DATE_LIKE, st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(),
    st.times(), st.timedeltas(), st.datetimes(timezones=st.just(dt.UTC)), st.binary(), st.decimals(),
    st.lists(st.text()), st.text(st.characters(categories=["Cs", "Cf", "Cc", "Zs", "Nd", "No"])),
)  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@given(cell=CELLS)
@example(10**5000)
@example("9" * 5000 + "X")
def test_no_cell_raises(reader: Callable[[Any], Any], cell: Any) -> None:
    result = reader(cell)
    assert result is None or isinstance(result, Fault | bool | str | int | Decimal | date)
    assert len(shown(cell)) <= 40
    assert is_blank(cell) in (True, False)
    if isinstance(result, Fault):
        assert result.details == {"value": shown(cell)}


@given(text=st.text() | DATE_LIKE)
def test_text_without_numbers_is_no_day(text: str) -> None:
    words = "".join(sign for sign in text if not sign.isnumeric())
    for read in (read_date(words), read_date(words, year=2020), read_flag_or_date(words)):
        assert not isinstance(read, date)


def test_no_reader_can_know_what_today_is() -> None:
    source = inspect.getsource(values)
    assert not any(
        clock in source for clock in ("today(", ".now(", "time.time", "localtime", "strptime")
    )


@given(cell=CELLS)
def test_a_date_is_a_plain_day_within_reason(cell: Any) -> None:
    for read in (read_date(cell), read_date(cell, year=2020), read_flag_or_date(cell)):
        if isinstance(read, date):
            assert type(read) is date
            assert date(1949, 10, 1) <= read <= date(2079, 12, 31)


@given(number=st.integers(0, 999_999_999))
def test_counts_read_back(number: int) -> None:
    for cell in (
        number,
        float(number),
        str(number),
        f"{number:,}",
        f"{number}件",
        f"{number:,} 条",
    ):
        assert read_count(cell) == number


@given(number=st.integers(1, 99))
def test_counts_in_words_read_back(number: int) -> None:
    assert read_count(in_words(number)) == number
    assert read_count(in_words(number) + "件") == number


@given(amount=st.decimals(0, 10**14, places=6), unit=st.sampled_from(sorted(values.MONEY_UNITS)))
def test_amounts_are_exact(amount: Decimal, unit: str) -> None:
    scale = values.MONEY_UNITS[unit]
    yuan = Decimal(int(amount * 10**6) * scale).scaleb(-6)
    for cell in (f"{amount}", f"{amount:,}", f"{amount}{unit}"):
        assert read_money(cell, unit=unit) == yuan


@given(cents=st.integers(0, 10**12))
def test_a_float_of_yuan_and_cents_keeps_them(cents: int) -> None:
    assert read_yuan(cents / 100) == Decimal(cents) / 100


@given(text=st.from_regex(r"[0-9A-Z〔〕号]{1,20}", fullmatch=True))
def test_identifiers_stay(text: str) -> None:
    assert read_identifier(text) == ("" if is_blank(text) else text)


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("延期10个工作日", 10),
        ("已延期5个工作日", 5),
        ("经批准延期15日", 15),
        ("延期答复10日", 10),
        ("延长十个工作日", 10),
        ("延长答复期限20个工作日", 20),
        ("同意延期二十个工作日", 20),
        ("是", None),
        ("已延期", None),
        ("2024-03-10", None),
        ("", None),
        (None, None),
        (True, None),
        (date(2024, 3, 10), None),
    ],
)
def test_an_extension_in_words_says_by_how_many_days(cell: object, days: int | None) -> None:
    assert read_extension(cell) == days
