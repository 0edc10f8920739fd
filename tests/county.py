"""A made-up county of 40 units: every kind, every status, and every rule of what may not simply be added, once.

Five units deliver logs, two deliver reports as web pages, and the others tallies as JSON, so that a run of it takes
few seconds. Names and numbers are made up.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reportcli.count.previous import numbers_by_cell
from reportcli.export.element import element, write_elements
from reportcli.export.grid import lay_out
from reportcli.export.html import draw_grid
from reportcli.law.edition import Edition
from reportcli.words.messages import CHINESE
from tests.logs import write_log

YEAR = 2024
FORM = Edition.for_year(YEAR)
# What the supervising office keeps, with its own headings.
UNITS = """
代码,名称,上级,类别,期限,文件,范围,报送日期
X00,某县人民政府,,政府,2025-03-31,X00.json,全部,2025-01-20
X01,某县政府办公室,X00,政府办公室,,X01.json,本级,2025-01-20
A01,某县教育局,X00,部门,,A01,,2025-01-20
A02,某县住建局,X00,部门,,A02,,2025-01-20
A03,某县自然资源局,X00,部门,,A03,,2025-01-20
A04,某县公安局,X00,部门,,A04.json,,2025-01-20
A05,某县民政局,X00,部门,,,,
A06,某县司法局,X00,部门,,A06.xlsx,,2025-01-20
A07,某县审计局,X00,部门,,A07.json,,2025-01-20
A08,某县统计局,X00,部门,,A08.json,,2025-01-20
A09,某县档案馆,X00,部门,否,,,
A10,某县水利局,X00,部门,2025-01-31,A10.json,,2025年2月10日
A11,某县交通局,X00,部门,,A11,,2025-01-20
A12,某县文旅局,X00,部门,,A12.html,,2025-01-20
A13,某县卫健委,X00,部门,,A13.html,,2025-01-20
A14,某县财政局,X00,部门,,A14.json,,2025-01-20
A15,某县林业局,X00,部门,,A15,,2025-01-20
A16,某县农业局,X00,部门,,A16,,2025-01-20
"""
# Units of which nothing but a small tally is to be said: code, name, kind.
PLAIN = [
    *((f"A{number}", f"某县第{number}局", "部门") for number in range(17, 27)),
    ("T01", "甲镇政府", "乡镇"),
    ("T02", "乙乡政府", "乡镇"),
    ("T03", "丙镇政府", "乡镇"),
    ("T04", "丁乡政府", "乡镇"),
    ("S01", "东街道", "街道"),
    ("S02", "西街道", "街道"),
    ("S03", "新街道", "街道"),
    ("K01", "某县开发区管委会", "管委会"),
    ("B01", "某县公安局东分局", "派出机构"),
    ("V01", "某县税务局", "垂直管理"),
    ("V02", "某县气象局", "垂直"),
    ("O01", "某县自来水公司", "体系外"),
]
NEVER_SUMMED = {"V01", "V02", "O01"}
ODD_LOG = """
登记编号 | 来信的日子 | 申请人 | 申请人类型 | 申请内容 | 办理结果 | 答复日期
2024-001 | 2024-05-01 | 郑庚 | 自然人 | 耕地补贴 | 予以公开 | 2024-05-09
"""
LOG = """
登记编号 | 收到日期   | 申请人 | 申请人类型 | 申请内容 | 办理结果 | 答复日期
"""
# The second of each is in two units: passed on from A01 to A02.
LOGS = {
    "A01": """
        2024-001 | 2024-03-01 | 赵甲 | 自然人 | 校舍规划 | 予以公开 | 2024-03-10
        2024-017 | 2024-04-01 | 钱乙 | 自然人 | 征地批文 | 予以公开 | 2024-04-09
    """,
    "A02": """
        2024-001 | 2024-03-05 | 孙丙 | 自然人 | 验收资料 | 予以公开 | 2024-03-10
        2024-017 | 2024-04-01 | 钱乙 | 自然人 | 征地批文 | 予以公开 | 2024-04-09
        2024-018 | 2024-12-25 | 李丁 | 自然人 | 拆迁公告 |          |
    """,
    "A03": """
        2024-001 | 2024-05-01 | 周戊 | 自然人 | 采矿许可 | 予以公开 | 2024-05-09
    """,
    "A11": """
        2024-001 | 2024-05-01 | 吴己 | 自然人 | 公路工程 | 予以公开 | 2024-05-09
    """,
}
DOCUMENTS = "标题 | 文号 | 信息类别 | 制发日期 | 公开日期 | 有效性\n"
DOCUMENT_LOGS = {
    "A01": "办法甲 | 某政规〔2024〕3号 | 行政规范性文件 | 2024-02-01 | 2024-02-03 | 有效",
    "A03": "办法甲 | 某政规〔2024〕3号 | 行政规范性文件 | 2024-02-01 | 2024-02-03 | 有效\n"
    "办法乙 | 某政规〔2024〕5号 | 行政规范性文件 | 2024-02-01 | 2024-02-03 | 有效",
    "A02": "办法乙 | 某政规〔2024〕5号 | 行政规范性文件 | 2024-02-01 | 2024-02-03 | 有效",
}
CASES = "案号 | 案件类型 | 是否经过复议 | 受理日期 | 审理结果 | 审结日期\n"
CASE_LOGS = {
    "A02": "（2024）某01行初12号 | 行政诉讼 | 否 | 2024-06-01 | 驳回诉讼请求 | 2024-08-01",
    "A03": "（2024）某01行初12号 | 行政诉讼 | 否 | 2024-06-01 | 驳回诉讼请求 | 2024-08-01\n"
    "（2024）某01行初15号 | 行政诉讼 | 否 | 2024-06-02 | 驳回诉讼请求 | 2024-08-02",
}
# Document 5 is settled: A03 leads and counts it.
SETTINGS = """
agency = "某县"
[[count_once]]
code = "document-doubled"
number = "某政规〔2024〕5号"
unit = "A03"
"""


def figures(
    received: int = 0, brought: int = 0, carried: int = 0, **publications: Any
) -> dict[str, Any]:
    """The three tables of a unit: so many requests of citizens, of which all but `carried` were granted, and cells of
    table 二 by name (`fees="12.5"`, `issued=1`, `in_force=3`)."""
    tables: dict[str, Any] = {}
    for table in FORM.tables:
        lines = tables.setdefault(table.id, {})
        for line, column, _ in table.cells():
            lines.setdefault(line.id, {})[column.id] = "0" if column.id == "amount" else 0
    numbers = {
        "received": received,
        "brought_forward": brought,
        "outcome.granted": received + brought - carried,
        "outcome.total": received + brought - carried,
        "carried_forward": carried,
    }
    for line, number in numbers.items():
        tables["requests"][line] |= {"natural_person": number, "total": number}
    documents = tables["publications"]["normative_documents"]
    documents |= {
        key: publications[key] for key in ("issued", "repealed", "in_force") if key in publications
    }
    tables["publications"]["fees"]["amount"] = publications.get("fees", "0")
    return tables


def tally(tables: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A tally as JSON."""
    told = {"format": "reportcli-tally/1", "year": YEAR, "edition": FORM.id, "tables": tables}
    return {**told, "as_of": "2025-01-15", **more}


FAULT = {
    "code": "outcome-unknown", "severity": "error", "message": "…", "remedy": "…", "file": "申请.xlsx", "sheet": "台账",
    "cell": "F9", "row": 9, "evidence": "不予公", "row_hash": None, "waived": None,
}  # fmt: skip
TALLIES: dict[str, dict[str, Any]] = {
    "X01": tally(figures(5)),
    "A04": tally(figures(3), findings=[FAULT]),
    "A07": tally(figures(3), year=YEAR - 1),
    "A08": tally({}, edition="2019"),
    "A10": tally(figures(2)),
    "A11": tally({"requests": figures(2)["requests"]}),
    "A14": tally(figures(1, fees="90.5", in_force=4)),
    "A15": tally(figures(1)),
    "T03": tally(figures(1, brought=1)),
    **{
        code: tally(figures(1, fees="0.5"), agency=name) for code, name, _ in PLAIN if code != "T03"
    },
}
# Of the 22 plain units three are never summed, and 丙镇 is told apart.
PLAIN_SUMMED = 18
# What is summed: the office itself, logs (A01, A02, A03, A11, A16), reports (A12, A13), and tallies.
RECEIVED = 5 + (2 + 3 + 1 + 1 + 1) + (4 + 4) + 3 + 2 + 1 + 1 + 1 + PLAIN_SUMMED
FEES = "99.5"
WHOLE = figures(RECEIVED, brought=1, carried=1, issued=3, in_force=7, fees=FEES)
WHOLE["cases"]["suit_direct"] |= {"upheld": 3, "total": 3}
# The county's own sum is two requests more.
DELIVERED_WHOLE = figures(RECEIVED + 2, brought=1, carried=1, issued=3, in_force=7, fees=FEES)
DELIVERED_WHOLE["cases"] = WHOLE["cases"]

PROSE = (
    "今年以来，某县认真贯彻落实政府信息公开条例，围绕中心工作稳步推进各项公开任务",
    "持续完善依申请公开办理机制，规范登记、审核、答复、送达各个环节",
    "加强政府网站和政务新媒体建设，及时发布解读回应群众关切的政策文件",
)
OWN_PROSE = {
    "A12": "组织文物开放日活动并公布全部场馆名录",
    "A13": "公布全部定点医疗机构的服务价格和投诉渠道",
}


def report_page(name: str, own: str) -> str:
    """A finished report as a web page: its title, prose and tables."""
    numbers = numbers_by_cell(figures(4))
    parts = []
    for section in FORM.sections:
        parts.append(element("h2", f"{section.number}、{section.title}"))
        if section.kind == "table":
            grid = lay_out(FORM.table(section.table), numbers[section.table], CHINESE)
            parts.append(draw_grid(grid, section.title, section.table))
        else:
            parts += [
                element("p", f"{sentence}。")
                for sentence in (*PROSE, own)
                if section.number == "一"
            ]
    title = f"{name}{YEAR}年政府信息公开工作年度报告"
    head = element("head", element("meta", charset="utf-8"), element("title", title))
    return write_elements(element("html", head, element("body", element("h1", title), *parts)))


def last_year() -> dict[str, Any]:
    """The roll-up of the year before: 丙镇 carried two requests forward, 旧街道 was still there and 新街道 was not."""
    tables = {
        "T03": figures(2, carried=2),
        "A14": figures(1, in_force=3),
        "S09": figures(1),
    }
    codes = [line.split(",")[0] for line in UNITS.strip().splitlines()[1:]]
    codes += [code for code, _, _ in PLAIN if code != "S03"] + ["S09"]
    status = dict.fromkeys(("A05", "A06", "A07", "A08", "A09", "X00", *NEVER_SUMMED), "missing")
    units = [
        {
            "code": code, "name": "旧街道" if code == "S09" else code, "parent": "", "kind": "department", "scope": "own",
            "due": None, "status": status.get(code, "complete"), "delivery": None, "delivered": None, "delivered_by": None,
            "source": None, "reason": None, "tables": tables.get(code, figures(1)), "facts": {}, "errors": 0,
            "warnings": 0, "inputs": [],
        }
        for code in codes
    ]  # fmt: skip
    counts = (
        "due",
        "in_time",
        "late",
        "missing",
        "unreadable",
        "other_year",
        "other_edition",
        "summed",
    )
    return {
        "format": "reportcli-rollup/1", "year": YEAR - 1, "edition": FORM.id, "tables": figures(30), "units": units,
        "completeness": {**dict.fromkeys(counts, 0), "rate": None},
    }  # fmt: skip


def write_county(folder: Path) -> Path:
    """The county in a folder; gives the list of units."""
    folder.mkdir(parents=True, exist_ok=True)
    for code, rows in LOGS.items():
        place = folder / code
        place.mkdir(exist_ok=True)
        write_log(place / "依申请公开.xlsx", LOG.strip() + "\n" + rows.strip())
        if code in DOCUMENT_LOGS:
            write_log(place / "主动公开.csv", DOCUMENTS + DOCUMENT_LOGS[code])
        if code in CASE_LOGS:
            write_log(place / "复议诉讼.csv", CASES + CASE_LOGS[code])
    odd = folder / "A16"
    odd.mkdir(exist_ok=True)
    write_log(odd / "来信.xlsx", ODD_LOG)
    (odd / "reportcli.toml").write_text('[columns.requests]\n"来信的日子" = "received"\n', "utf-8")
    for code, told in TALLIES.items():
        place = folder / code / "统计.json" if code in ("A11", "A15") else folder / f"{code}.json"
        place.parent.mkdir(exist_ok=True)
        place.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    (folder / "T02.json").write_bytes((folder / "T01.json").read_bytes())
    (folder / "A15" / "扫描件.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "A06.xlsx").write_bytes(b"PK\x03\x04 truncated")
    names = {"A12": "某县文旅局", "A13": "某县卫健委"}
    for code, own in OWN_PROSE.items():
        (folder / f"{code}.html").write_text(report_page(names[code], own), "utf-8")
    (folder / "Z99.json").write_text(json.dumps(tally(figures(7))), "utf-8")
    (folder / "X00.json").write_text(json.dumps(tally(DELIVERED_WHOLE)), "utf-8")
    (folder / "上年汇总.json").write_text(json.dumps(last_year()), "utf-8")
    (folder / "reportcli.toml").write_text(SETTINGS, "utf-8")
    plain = [f"{code},{name},X00,{kind},,{code}.json,,2025-01-20" for code, name, kind in PLAIN]
    units = folder / "units.csv"
    units.write_bytes("\r\n".join([UNITS.strip(), *plain, ""]).encode("gb18030"))
    return units
