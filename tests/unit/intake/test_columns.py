"""From a sheet to typed columns: what is learned of it, and what goes no further."""

from __future__ import annotations

from array import array
from collections import Counter
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from reportcli.files.sheet import Row, Sheet
from reportcli.finding import column_letters
from reportcli.intake import terms
from reportcli.intake.child.wire import SheetReading
from reportcli.intake.sheets import read_sheet
from reportcli.settings import Choices, SheetSettings
from tests.logs import rows_of

REQUESTS = "收到日期 | 申请人类型 | 办理结果 | 答复日期"
GRANTED = "2024-01-05 | 自然人 | 予以公开 | 2024-01-10"
EPOCH = date(1970, 1, 1)


def read(table: str | list[Row], name: str = "台账", **choices: Any) -> SheetReading:
    rows = rows_of(table) if isinstance(table, str) else table
    return read_sheet(Sheet(name, iter(rows)), Choices(**choices))


def column(reading: SheetReading, field: str) -> list[int | str | None]:
    """The values of a column, one for each record, None where it is blank."""
    values = reading.data[field]
    return [None if code < 0 else values.values[code] for code in array("i", values.codes)]


def days(reading: SheetReading, field: str) -> list[str | None]:
    """The values of a column of dates, as ISO dates."""
    return [
        str(EPOCH + timedelta(days=value)) if isinstance(value, int) else value
        for value in column(reading, field)
    ]


def faults(reading: SheetReading) -> list[tuple[str, str]]:
    """(code, cell) of every fault, in the order of code and cell."""
    return sorted(
        (fault.code, f"{column_letters(found.column)}{row}")
        for found in reading.faults
        for row, which in zip(array("i", found.rows), array("i", found.which), strict=True)
        for fault in found.kinds[which]
    )


# --- typed columns ---


def test_the_columns_of_a_request_log() -> None:
    reading = read("""
        登记编号 | 收到日期   | 申请人类型 | 申请方式 | 延期       | 延期天数 | 收费金额（万元） | 承办科室 | 办理状态 | 办理结果 | 理由     | 答复日期
        001      | 2024-01-05 | 自然人     | 邮寄     | 是         | 20       | 0.5              | 法规科   | 已办结   | 不予公开 | 国家秘密 | 2024-01-10
        002      | 2024年2月5日 | 企业     | EMS      | 2024-02-20 |          | 30元             |          | 征求意见 |          |          |
    """)
    assert (reading.kind, reading.header_rows, list(array("i", reading.rows))) == (
        "requests",
        [1],
        [2, 3],
    )
    assert column(reading, "number") == ["001", "002"]
    assert days(reading, "received") == ["2024-01-05", "2024-02-05"]
    assert column(reading, "applicant_type") == ["natural_person", "business"]
    assert column(reading, "channel") == ["letter", "letter"]
    assert days(reading, "extended") == ["yes", "2024-02-20"]
    assert column(reading, "extension_days") == [20, None]
    assert [float(str(amount)) for amount in column(reading, "fee_charged")] == [5000, 30]
    assert column(reading, "unit") == ["法规科", None]
    assert column(reading, "status") == ["closed", "open"]
    assert column(reading, "outcome") == ["outcome.refused.state_secret", None]
    assert days(reading, "closed") == ["2024-01-10", None]
    assert faults(reading) == []


def test_the_columns_of_a_publication_log() -> None:
    reading = read("""
        标题 | 文号       | 信息类别       | 栏目 | 公开渠道 | 公开形式 | 制发日期   | 公开日期   | 废止日期   | 有效性 | 公开方式 | 数量 | 金额（元）
        甲   | 某〔2024〕1号 | 规范性文件  | 通知 | 微信     | 图解     | 2024-01-05 | 2024-01-10 | 2024-06-01 | 废止   | 主动公开 |      |
        乙   |            | 工作动态       | 新闻 | 抖音号   | 长图     |            | 2024-01-11 |            |        |          | 3件  | 12.50
    """)
    assert reading.kind == "publications"
    assert column(reading, "document_number") == ["某〔2024〕1号", None]
    assert column(reading, "category") == ["normative_documents", "工作动态"]
    assert column(reading, "topic") == ["通知", "新闻"]
    assert column(reading, "channel") == ["wechat", "抖音号"]
    assert column(reading, "form") == ["infographic", "长图"]
    assert days(reading, "made") == ["2024-01-05", None]
    assert days(reading, "published") == ["2024-01-10", "2024-01-11"]
    assert days(reading, "repealed") == ["2024-06-01", None]
    assert column(reading, "validity") == ["not_in_force", None]
    assert column(reading, "mode") == ["proactive", None]
    assert column(reading, "count") == [None, 3]
    assert column(reading, "amount") == [None, "12.50"]
    assert faults(reading) == []


def test_the_columns_of_a_case_log() -> None:
    reading = read("""
        案件类型 | 是否经过复议 | 案号 | 受理日期   | 审级 | 审理结果     | 审结日期   | 关联申请 | 共同被告
        行政复议 |              | 1    | 2024-01-05 |      | 维持         | 2024-03-01 | 001      |
        行政诉讼 | 否           | 2    | 2024-01-06 | 一审 | 驳回诉讼请求 | 2024-03-02 |          | 否
        行政诉讼 | 是           | 3    | 2024-01-07 | 二审 |              |            | 002      | 是
    """)
    assert reading.kind == "cases"
    assert column(reading, "kind") == ["review", "suit_direct", "suit_after_review"]
    assert column(reading, "result") == ["upheld", "upheld", "pending"]
    assert days(reading, "filed") == ["2024-01-05", "2024-01-06", "2024-01-07"]
    assert days(reading, "closed") == ["2024-03-01", "2024-03-02", None]
    assert column(reading, "number") == ["1", "2", "3"]
    assert column(reading, "request_number") == ["001", None, "002"]
    assert column(reading, "co_defendant") == [None, None, "yes"]
    assert faults(reading) == []


def test_identifiers_stay_text() -> None:
    rows: list[Row] = [["登记编号", *REQUESTS.split(" | ")]]
    record = [date(2024, 1, 5), "自然人", "予以公开", date(2024, 1, 10)]
    rows += [[cell, *record] for cell in ("001", "1", 1.0, 20240001.0, "〔2024〕1号", None)]
    assert column(read(rows), "number") == ["001", "1", "1", "20240001", "〔2024〕1号", None]


def test_of_several_columns_the_first_that_is_filled_counts() -> None:
    reading = read(f"""
        {REQUESTS}                                      | 理由     | 法律依据 | 原因
        2024-01-05 | 自然人 | 不予公开 | 2024-01-10     |          | -        | 国家秘密
        2024-01-05 | 自然人 | 不予公开 | 2024-01-10     | 商业秘密 |          | 国家秘密
    """)
    assert column(reading, "outcome") == [
        "outcome.refused.state_secret",
        "outcome.refused.third_party",
    ]


def test_records_shorter_than_the_header() -> None:
    rows: list[Row] = [
        [*REQUESTS.split(" | "), "申请方式"],
        ["2024-01-05", "自然人"],
        ["2024-01-06", "自然人", "公开"],
    ]
    reading = read(rows)
    assert column(reading, "applicant_type") == ["natural_person"] * 2
    assert column(reading, "channel") == [None, None]


# --- dates ---


@pytest.mark.parametrize(
    ("name", "title", "day"),
    [
        ("台账", "某局2023年依申请公开台账", "2023-03-05"),
        ("2023年台账", "某局", "2023-03-05"),
        ("２０２３年", "某局2023年度台账", "2023-03-05"),
        ("台账", "某局", None),
        ("2022年", "某局2023年度台账", None),  # which of them?
        ("台账", "2022年至2023年台账", None),
        ("台账", "文号〔2023〕5号", None),  # the year of a document
    ],
)
def test_a_day_without_a_year_takes_that_of_the_title_or_the_sheet(
    name: str, title: str, day: str | None
) -> None:
    reading = read(f"{title} | | |\n{REQUESTS}\n3月5日 | 自然人 | 予以公开 | 2023-04-01", name)
    assert days(reading, "received") == [day]
    assert faults(reading) == ([] if day else [("date-year-missing", "A3")])


# --- faults ---


def test_faults_stand_at_their_row_and_column() -> None:
    reading = read("""
        依申请公开台账 | | | | | | |
        申请方式 | 收到日期   | 申请人类型 | 延期 | 延期天数 | 收费金额 | 办理结果 | 答复日期
        网上     | 2024-01-05 | 自然人     | 是   | 20       | 5        | 予以公开 | 2024-01-10
        飞鸽     | 2024-2-30  | 外籍       | 也许 | 约20     | 几元     | 某种     | 20.3.5
        网上     | 2024-01-05 | 自然人     |      |          |          | 予以公开 | 2024-01-10
        飞鸽     | 2024-01-05 | 外籍       |      |          |          | 予以公开 | 2024-01-10
    """)
    assert faults(reading) == [
        ("amount-invalid", "F4"),
        ("applicant-type-unknown", "C4"),
        ("applicant-type-unknown", "C6"),
        ("channel-unknown", "A4"),
        ("channel-unknown", "A6"),
        ("count-invalid", "E4"),
        ("date-invalid", "B4"),
        ("date-two-digit-year", "H4"),
        ("flag-invalid", "D4"),
        ("outcome-unknown", "G4"),
    ]


def test_a_fault_says_whether_its_row_is_set_aside() -> None:
    reading = read(f"缴费日期 | {REQUESTS}\n某天 | 某天 | 自然人 | 予以公开 | 2024-01-10")
    assert sorted((found.column, found.decides) for found in reading.faults) == [
        (1, False),
        (2, True),
    ]


# --- personal text ---


def test_personal_text_is_nowhere_in_the_message() -> None:
    reading = read("""
        登记编号 | 收到日期   | 申请人类型 | 申请人           | 证件号             | 联系电话    | 通讯地址   | 申请内容       | 承办人 | 备注     | 办理结果 | 答复日期
        1        | 2024-01-05 | 自然人     | 欧阳娜娜         | 110101199003074258 | 13912345678 | 幸福路12号 | 征地补偿安置   | 司马光 | 电话告知 | 予以公开 | 2024-01-10
        2        | 2024-01-06 |            | 诸葛亮           |                    | 13912345679 | 幸福路13号 | 拆迁许可       | 司马光 | 来过两次 | 予以公开 | 2024-01-10
        3        | 2024-01-07 | 法人       | 卧龙岗某某中心   | 91320400MA1X000000 | 13912345670 | 幸福路14号 | 环评批复       | 司马光 | 代理人孔明 | 某种   | 2024-01-10
        4        | 2024-2-30  | 外星       | 卧龙岗有限公司   | 91320400MA1X000000 | 13912345670 | 幸福路14号 | 环评批复       | 司马光 | 代理人孔明 | 某种   | 2024-01-10
    """)
    message = msgspec.msgpack.encode(reading)
    personal = (
        "欧阳娜娜", "诸葛亮", "卧龙岗", "110101199003074258", "91320400MA1X000000", "1391234567", "幸福路",
        "征地", "拆迁", "环评", "司马光", "电话告知", "来过", "孔明",
    )  # fmt: skip
    assert {text for text in personal if text.encode() in message} == set()
    assert [code for code, _ in faults(reading)] == [  # so that what faults quote is in the message too
        "applicant-by-name", "applicant-type-unknown", "date-invalid", "outcome-unknown", "outcome-unknown",
    ]  # fmt: skip


def test_people_and_titles_are_nowhere_in_the_messages_of_the_other_logs() -> None:
    cases = read("""
        案件类型 | 案号 | 申请人   | 被申请人 | 受理日期   | 审理结果
        行政复议 | 1    | 欧阳娜娜 | 某局     | 2024-01-05 | 说不清
    """)
    publications = read("""
        标题             | 信息类别 | 公开日期   | 保密审查人 | 网址
        关于诸葛亮的处罚 | 行政处罚 | 2024-01-05 | 司马光     | https://example.org/zhugeliang
    """)
    message = msgspec.msgpack.encode([cases, publications])
    personal = ("欧阳娜娜", "某局", "诸葛亮", "司马光", "zhugeliang")
    assert {text for text in personal if text.encode() in message} == set()


@pytest.mark.parametrize(
    "record",
    [
        "欧阳娜娜 | 110101199003074258 | 13912345678 | 2024-01-05 | 予以公开",
        "欧阳娜娜 | 110101199003074258 | 13912345678 | 自然人     | 予以公开",
        "收到日期 | 110101199003074258 | 13912345678 | 欧阳娜娜   | 征地补偿",
    ],
)
def test_numbers_of_people_are_masked_where_a_sheet_has_lost_its_header(record: str) -> None:
    """The headings seen are named to the user, and here they are a record's cells."""
    message = msgspec.msgpack.encode(read(record))
    assert b"110101199003074258" not in message
    assert b"13912345678" not in message


# --- each distinct value once ---


def test_each_distinct_value_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as_written = terms.read_date
    calls: Counter[object] = Counter()

    def counted(cell: Any, **kwargs: Any) -> Any:
        calls[cell] += 1
        return read_as_written(cell, **kwargs)

    monkeypatch.setattr(terms, "read_date", counted)
    first = date(2022, 1, 1)
    received = [first + timedelta(days=number % 1000) for number in range(20_000)]
    reading = read([REQUESTS.split(" | "), *([day, "自然人", None, None] for day in received)])
    assert days(reading, "received") == [str(day) for day in received]
    assert {calls[day] for day in received} == {1}
    assert calls[None] <= 1
    assert len(reading.data["received"].values) == 1000
    assert reading.data["applicant_type"].values == ["natural_person"]


# --- sheets that are not read ---


@pytest.mark.parametrize(
    ("table", "choices", "skipped"),
    [
        (" | \n | ", {}, "sheet-blank"),
        ("科室 | 电话\n法规科 | 8568", {}, "sheet-no-log"),
        ("收到日期 | 办理结果 | 答复日期 | 申请方式", {}, "sheet-unsound"),
        (
            f"{REQUESTS}\n{GRANTED}",
            {"sheets": {"台账": SheetSettings(skip=True)}},
            "sheet-left-out",
        ),
    ],
)
def test_a_sheet_that_is_not_read_says_why(
    table: str, choices: dict[str, Any], skipped: str
) -> None:
    reading = read(table, **choices)
    assert (reading.skipped, reading.kind, reading.rows_read) == (skipped, None, 0)


def test_a_header_where_a_person_settled_it() -> None:
    table = f"{REQUESTS}\n{GRANTED}\n{REQUESTS}\n{GRANTED}"
    reading = read(table, sheets={"台账": SheetSettings(header_rows=[3])})
    assert (reading.header_rows, reading.rows_read) == ([3], 3)
    assert list(array("i", reading.rows)) == [4]
