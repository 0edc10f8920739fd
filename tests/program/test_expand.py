"""The invented logs really hold the published figures: recounted here by hand, without a line of the package.

Everything is deliberately plain: one pass over the rows, one keyword list, no shared code with `expand`.
"""

import csv
import re
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

import chinese_calendar
import openpyxl
import pytest

from tests.expand import (
    COLUMNS,
    PUBLISHED_2020,
    carried_numbers,
    carry,
    expand,
    read_published,
    write_csv,
    write_xlsx,
)

SUQIAN_2023 = read_published("suqian-2023")
SUQIAN_2024 = read_published("suqian-2024")
SETS = {"suqian-2023": SUQIAN_2023, "suqian-2024": SUQIAN_2024, "invented-2020": PUBLISHED_2020}
LOGS = {name: expand(published) for name, published in SETS.items()}
every_set = pytest.mark.parametrize("name", SETS)

CHINESE_NUMBERS = {
    **{digit: number for number, digit in enumerate("〇一二三四五六七八九")},
    **{f"{ten}十{one}": tens * 10 + ones for tens, ten in ((1, ""), (2, "二"), (3, "三"))
       for ones, one in enumerate(["", *"一二三四五六七八九"])},
}  # fmt: skip


def when(cell):
    """A date cell as a date: digits of any kind, in the order year, month, day."""
    if cell is None or isinstance(cell, date):
        return cell
    text = unicodedata.normalize("NFKC", cell)
    if "〇" in text or "二" in text:
        year, month, day = re.fullmatch("(.+)年(.+)月(.+)日", text).groups()
        return date(
            int("".join(str(CHINESE_NUMBERS[digit]) for digit in year)),
            CHINESE_NUMBERS[month],
            CHINESE_NUMBERS[day],
        )
    digits = re.findall(r"\d+", text)
    if len(digits) == 1:
        return datetime.strptime(text, "%Y%m%d").date()
    return date(*map(int, digits))


def records(rows):
    headings, *rest = rows
    return [dict(zip(headings, row, strict=True)) for row in rest]


def column_of(request):
    kind, name, code = (
        request["申请人类型"] or "",
        request["申请人"],
        request["统一社会信用代码"] or "",
    )
    known = {
        "natural_person": "自然人 公民 个人 公民个人 群众 居民 村民 92",
        "business": "商业企业 企业 公司 企业法人 91 93",
        "research": "科研机构 科研院所 研究机构",
        "social_welfare": "社会公益组织 公益组织 社会组织 社会团体 51 53",
        "legal_services": "法律服务机构 律师事务所 律所 法律服务 31 32 33",
        "other_organisation": "其他 其他组织 机关 事业单位 村委会 居委会 11 54",
    }
    for sign in (kind, code[:2]):
        for column, signs in known.items():
            if sign and sign in signs.split():
                return column
    if code:
        assert code[:2] in {"12", "52"}
        if re.search("研究院|研究所|大学", name):
            return "research"
        return "social_welfare" if code[:2] == "52" else "other_organisation"
    for pattern, column in (
        ("律师事务所|公证处|法律服务所|仲裁委", "legal_services"),
        ("公司|集团|厂$|合作社|银行$", "business"),
        ("协会|基金会|促进会|志愿", "social_welfare"),
        ("研究院|研究所|实验室|大学", "research"),
        ("委员会$", "other_organisation"),
    ):
        if re.search(pattern, name):
            return column
    raise AssertionError(request)


def line_of(request):
    words = re.sub("不涉及国家秘密", "", f"{request['办理结果']} {request['理由'] or ''}")
    for pattern, line in (
        ("不补正|未补正", "other.not_corrected"),
        ("未缴费|收费通知", "other.fee_unpaid"),
        ("撤回|撤销|放弃申请|其他处理", "other.miscellaneous"),
        ("部分公开", "partial"),
        ("信访|三十九条第一款", "unprocessed.petition"),
        ("大量反复|三十五条", "unprocessed.excessive"),
        ("重复申请|三十六条第六项", "unprocessed.repeated"),
        ("出版物", "unprocessed.published_material"),
        ("重新出具", "unprocessed.reconfirmation"),
        ("另行制作|三十八条", "unavailable.needs_creation"),
        ("不明确", "unavailable.unclear"),
        ("国家秘密", "refused.state_secret"),
        ("三安全一稳定|社会稳定", "refused.security_stability"),
        ("隐私公开", "granted"),
        ("第三方|商业秘密|个人隐私|第十五条", "refused.third_party"),
        ("内部事务|十六条第一款", "refused.internal_affairs"),
        ("过程性", "refused.deliberative"),
        ("执法案卷", "refused.enforcement_file"),
        ("行政查询|登记|特定领域|三十六条第七项", "refused.register_query"),
        ("禁止公开", "refused.prohibited_by_law"),
        ("不掌握|不存在|不属于本机关|非本部门|三十六条第四项", "unavailable.not_held"),
        ("公开|提供", "granted"),
    ):
        if re.search(pattern, words):
            return f"outcome.{line}"
    raise AssertionError(words)


def count_requests(rows, published):
    year, first = published["year"], date(published["year"], 1, 1)
    counted = Counter()
    for request in records(rows):
        received, closed = when(request["收到日期"]), when(request["答复日期"])
        lines = []
        if received.year == year:
            lines.append("received")
        if received < first and (closed is None or closed >= first):
            lines.append("brought_forward")
        if closed is not None and closed.year == year:
            line = line_of(request)
            lines += [
                "outcome.total",
                line if line in published["tables"]["requests"] else "outcome.other",
            ]
        if received.year <= year and (closed is None or closed.year > year):
            lines.append("carried_forward")
        for line in lines:
            counted[line, column_of(request)] += 1
            counted[line, "total"] += 1
    return counted


def cells(table):
    """The cells of a table that are not nought, as (line, column) → figure."""
    return {
        (line, column): figure
        for line, row in table.items()
        for column, figure in row.items()
        if figure
    }


@every_set
def test_requests_recount_to_the_published_cells(name):
    assert count_requests(LOGS[name]["requests"], SETS[name]) == cells(
        SETS[name]["tables"]["requests"]
    )


@every_set
def test_requests_recount_without_noise_and_with_another_seed(name):
    for options in ({"noise": False}, {"seed": 7}):
        rows = expand(SETS[name], **options)["requests"]
        assert count_requests(rows, SETS[name]) == cells(SETS[name]["tables"]["requests"])


LINES = {
    "规章": "rules",
    "规范性文件": "normative_documents",
    "行政许可": "licensing",
    "其他对外管理服务": "other_services",
    "行政处罚": "penalties",
    "行政强制": "coercion",
    "收费": "fees",
    "采购": "procurement",
}


def count_publications(rows, year):
    counted = Counter()
    new_year, end = date(year, 1, 1), date(year, 12, 31)
    amount = rows[0][-1]
    for item in records(rows):
        category = item["信息类别"]
        line = next((line for word, line in LINES.items() if word in category), None)
        made, published, repealed = (
            when(item[head]) for head in ("制发日期", "公开日期", "废止日期")
        )
        dated = made or published
        stands = repealed is None and item["有效性"] not in ("失效", "废止", "已废止")
        if line in ("rules", "normative_documents"):
            counted[line, "issued"] += made.year == year
            counted[line, "made"] += made.year == year
            counted[line, "repealed"] += repealed is not None and repealed.year == year
            counted[line, "in_force"] += made <= end and (
                stands or (repealed is not None and repealed > end)
            )
            if published:
                counted[line, "disclosed"] += published.year == year
                counted[line, "disclosed_total"] += published <= end and stands
        elif line and category.endswith(("事项", "收费项目")):
            before = dated < new_year and (repealed is None or repealed >= new_year)
            after = dated <= end and (repealed is None or repealed > end)
            counted[line, "items_last_year"] += before
            counted[line, "items_change"] += after - before
        elif line and dated.year == year:
            counted[line, "decisions"] += int(float(item["数量"] or 1))
            counted[line, "projects"] += 1
            counted[line, "amount"] += Decimal(str(item[amount] or 0))
    return counted


@every_set
def test_publications_recount_to_the_published_cells(name):
    rows = LOGS[name]["publications"]
    counted = count_publications(rows, SETS[name]["year"])
    for line, row in SETS[name]["tables"]["publications"].items():
        for column, figure in row.items():
            assert counted[line, column] == Decimal(str(figure)), (line, column)
    assert len(rows) < 3000


@every_set
def test_cases_recount_to_the_published_cells(name):
    year, counted = SETS[name]["year"], Counter()
    for case in records(LOGS[name]["cases"]):
        filed, closed, result = (
            when(case["受理日期"]),
            when(case["审结日期"]),
            case["审理结果"] or "",
        )
        if filed.year > year or (closed and closed.year < year):
            continue
        group = {None: "review", "否": "suit_direct", "是": "suit_after_review"}[
            case["是否经过复议"]
        ]
        if closed is None or closed.year > year:
            column = "pending"
        elif re.search("维持|请求", result):
            column = "upheld"
        else:
            column = "other" if re.search("终|撤回|调解|和解|驳回|撤诉", result) else "corrected"
        counted[group, column] += 1
        counted[group, "total"] += 1
        assert case["案件类型"] == ("行政复议" if group == "review" else "行政诉讼")
        assert case["关联申请"] is None
    assert counted == cells(SETS[name]["tables"]["cases"])


def test_what_2023_carries_comes_back_in_2024_under_the_same_numbers():
    carried = carry(SUQIAN_2023)
    rows = expand(SUQIAN_2024, brought_forward=carried)["requests"]
    assert count_requests(rows, SUQIAN_2024) == cells(SUQIAN_2024["tables"]["requests"])

    former = {request["登记编号"]: request for request in records(LOGS["suqian-2023"]["requests"])}
    open_then = {
        number
        for number, request in former.items()
        if when(request["收到日期"]).year < 2024
        and (request["答复日期"] is None or when(request["答复日期"]).year == 2024)
    }
    brought = {
        request["登记编号"]: request
        for request in records(rows)
        if when(request["收到日期"]).year == 2023
    }  # fmt: skip
    numbers = carried_numbers(carried)
    assert set(brought) == open_then == {number for column in COLUMNS for number in numbers[column]}
    assert len(open_then) == 121
    for number, request in brought.items():
        assert when(request["收到日期"]) == when(former[number]["收到日期"])
        assert request["申请人"] == former[number]["申请人"]
        if former[number]["答复日期"]:
            assert when(request["答复日期"]) == when(former[number]["答复日期"])
            assert request["办理结果"] == former[number]["办理结果"]


def test_a_set_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="brought forward"):
        expand(SUQIAN_2023, brought_forward=carry(SUQIAN_2023))


def working_days(first, last):
    return sum(is_workday(first + timedelta(n)) for n in range((last - first).days + 1))


is_workday = cache(chinese_calendar.is_workday)


@every_set
def test_requests_are_sound(name):
    requests = records(LOGS[name]["requests"])
    assert len({request["登记编号"] for request in requests}) == len(requests)
    assert len({request["申请内容"] for request in requests}) == len(requests)
    for request in requests:
        received, closed = when(request["收到日期"]), when(request["答复日期"])
        assert (closed is None) == (request["办理结果"] is None)
        if closed is None:
            continue
        assert received <= closed
        assert working_days(received, closed) <= 20, "the first day included"
        steps = [
            when(request[head])
            for head in ("补正通知日期", "补正日期", "征求意见日期", "收到意见日期")
            if request[head]
        ]  # fmt: skip
        assert [received, *steps, closed] == sorted([received, *steps, closed])
        if line_of(request).endswith(("third_party", "unclear")):
            assert len(steps) == 2
        if line_of(request).endswith("not_corrected"):
            assert len(steps) == 1


@every_set
def test_publications_and_cases_come_once_and_in_order(name):
    publications, cases = records(LOGS[name]["publications"]), records(LOGS[name]["cases"])
    assert len({item["信息名称"] for item in publications}) == len(publications)
    assert len({case["案号"] for case in cases}) == len(cases)
    for item in publications:
        days = [when(item[head]) for head in ("制发日期", "公开日期", "废止日期") if item[head]]
        assert days == sorted(days)
        assert days
    for case in cases:
        assert case["审结日期"] is None or when(case["受理日期"]) <= when(case["审结日期"])


def test_the_same_seed_gives_the_same_rows():
    assert expand(SUQIAN_2024, seed=3) == expand(SUQIAN_2024, seed=3)
    assert expand(SUQIAN_2024, seed=3) != expand(SUQIAN_2024, seed=4)
    assert all(
        isinstance(cell, str | int | float | date | None) for row in flat(LOGS) for cell in row
    )


def flat(logs):
    return [row for kinds in logs.values() for rows in kinds.values() for row in rows]


def test_noise_writes_dates_as_text_and_is_absent_on_demand():
    dates = {type(row[1]) for row in LOGS["suqian-2023"]["requests"][1:]}
    assert dates == {date, str}
    assert {type(row[1]) for row in expand(SUQIAN_2023, noise=False)["requests"][1:]} == {date}


@every_set
def test_every_identity_of_the_published_figures_holds(name):
    tables = SETS[name]["tables"]
    requests = tables["requests"]
    for column in [*COLUMNS, "total"]:
        outcomes = [
            line for line in requests if line.startswith("outcome.") and line != "outcome.total"
        ]
        total = requests["outcome.total"][column]
        assert total == sum(requests[line][column] for line in outcomes)
        flow = requests["received"][column] + requests["brought_forward"][column]
        assert flow == total + requests["carried_forward"][column]
    for row in requests.values():
        assert row["total"] == sum(row[column] for column in COLUMNS)
    for row in tables["cases"].values():
        assert row["total"] == row["upheld"] + row["corrected"] + row["other"] + row["pending"]


def test_a_workbook_holds_the_rows(tmp_path):
    logs = LOGS["invented-2020"]
    write_xlsx({"申请台账": logs["requests"], "案件": logs["cases"]}, tmp_path / "logs.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "logs.xlsx", read_only=True)
    assert workbook.sheetnames == ["申请台账", "案件"]
    read = [list(row) for row in workbook["申请台账"].iter_rows(values_only=True)]
    read = [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in read]
    width = len(logs["requests"][0])
    assert [row + [None] * (width - len(row)) for row in read] == logs["requests"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_file_holds_the_rows(tmp_path, encoding):
    rows = LOGS["invented-2020"]["publications"]
    write_csv(rows, tmp_path / "log.csv", encoding)
    with (tmp_path / "log.csv").open(encoding=encoding, newline="") as file:
        assert list(csv.reader(file)) == [
            ["" if cell is None else str(cell) for cell in row] for row in rows
        ]
