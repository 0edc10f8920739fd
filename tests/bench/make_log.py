"""Request logs of any number of rows, as Excel writes them: for timing, and the same in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

HEADINGS = [
    "登记编号",
    "收到日期",
    "申请人",
    "申请人类型",
    "申请方式",
    "申请内容",
    "补正日期",
    "答复期限",
    "答复日期",
    "办理结果",
    "不予公开理由",
    "承办科室",
    "是否复议",
    "备注",
]
TYPES = {
    "自然人": 70,
    "商业企业": 14,
    "科研机构": 2,
    "社会公益组织": 2,
    "法律服务机构": 8,
    "其他": 4,
}
WAYS = {"网络": 60, "信函": 25, "当面": 10, "传真": 1, "电子邮件": 4}
OUTCOMES = {
    "予以公开": 40,
    "部分公开": 8,
    "属于国家秘密": 1,
    "保护第三方合法权益": 3,
    "属于三类内部事务信息": 4,
    "属于四类过程性信息": 4,
    "属于行政执法案卷": 3,
    "属于行政查询事项": 3,
    "本机关不掌握相关政府信息": 14,
    "没有现成信息需要另行制作": 6,
    "信访举报投诉类申请": 3,
    "重复申请": 2,
    "申请人无正当理由逾期不补正": 2,
    "": 2,
}
SURNAMES, NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明"
PLACES = [
    "城关镇",
    "开发区",
    "高新区",
    "新城街道",
    "滨河路",
    "人民路",
    "东风村",
    "红旗社区",
    "火车站片区",
]
SUBJECTS = [
    "房屋征收补偿方案",
    "征地公告及批复文件",
    "建设工程规划许可证及附图",
    "环境影响评价报告书批复",
]
SUBJECTS += [
    "政府采购合同及中标结果",
    "财政专项资金使用情况",
    "行政处罚决定书",
    "学区划分方案及依据",
]
OFFICES = ["办公室", "法规科", "征收安置科", "规划科", "财务科", "信访科", "执法大队", "档案室"]
NOTES = ["", "", "", "已电话沟通", "邮寄送达 EMS", "与前件合并办理"]
DAY_0 = date(1899, 12, 30)


def rows(count: int, seed: int) -> Iterator[list[str | date | None]]:
    """Requests of 2025, of 14 columns."""
    chance = random.Random(seed)

    def one_of(weights: dict[str, int]) -> str:
        return chance.choices(list(weights), list(weights.values()))[0]

    # No two logs name a request alike.
    for number in range(seed * count + 1, (seed + 1) * count + 1):
        received = date(2025, 1, 1) + timedelta(days=chance.randrange(365))
        kind, outcome = one_of(TYPES), one_of(OUTCOMES)
        person = chance.choice(SURNAMES) + "".join(chance.choices(NAMES, k=2))
        places = "、".join(f"{chance.choice(PLACES)}{chance.randrange(1, 999)}号" for _ in range(3))
        yield [
            f"2025依申请〔{number:07d}〕号",
            received,
            person if kind == "自然人" else f"{chance.choice(PLACES)}{person}有限公司",
            kind,
            one_of(WAYS),
            f"申请公开{chance.randrange(2005, 2026)}年度{places}{chance.choice(SUBJECTS)}的全部材料",
            received + timedelta(days=5) if chance.random() < 0.12 else None,
            received + timedelta(days=28),
            received + timedelta(days=chance.randrange(1, 28)) if outcome else None,
            outcome,
            "《政府信息公开条例》第十六条" if outcome.startswith(("属于三", "属于四")) else "",
            chance.choice(OFFICES),
            "是" if chance.random() < 0.03 else "否",
            chance.choice(NOTES),
        ]


def make_log(path: Path, count: int, seed: int = 1) -> Path:
    """A log with so many requests, made if it is not there."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    book = xlsxwriter.Workbook(str(unfinished), {"tmpdir": str(path.parent)})
    sheet, day = book.add_worksheet("依申请公开登记"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for at, row in enumerate(rows(count, seed), 1):
        write_row(sheet, at, row, day)
    book.close()
    return unfinished.rename(path)


def write_row(sheet: Any, at: int, row: list[str | date | None], day: object) -> None:
    """One row of a sheet."""
    for place, cell in enumerate(row):
        if isinstance(cell, date):
            sheet.write_number(at, place, (cell - DAY_0).days, day)
        elif cell:
            sheet.write_string(at, place, cell)


OUTCOME = HEADINGS.index("办理结果")


def grown(folder: Path, what: str, size: int) -> list[Path]:
    """A log that is large in one way: `size` rows, files, sheets, columns, merges, findings or distinct wordings."""
    if what == "rows":
        return [make_log(folder / f"rows-{size}.xlsx", size)]
    if what == "files":
        return [
            make_log(folder / f"files-{size}" / f"{n:04}.xlsx", 100, seed=n) for n in range(size)
        ]
    path = folder / f"{what}-{size}.xlsx"
    if path.exists():
        return [path]
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    book = xlsxwriter.Workbook(str(unfinished))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number in range(size if what == "sheets" else 1):
        sheet = book.add_worksheet(f"第{number + 1}册")
        further = [f"附注{n}" for n in range(size)] if what == "columns" else []
        sheet.write_row(0, 0, [*HEADINGS, *further])
        count = {"sheets": 100, "columns": 1000, "merges": 2 * size}.get(what, size)
        for at, row in enumerate(rows(count, number), 1):
            if what == "findings":
                row[OUTCOME] = "研究中"
            elif what == "wordings":
                row[OUTCOME] = f"按第{at}号意见妥处"
            write_row(sheet, at, [*row, *(str(at * n) for n in range(len(further)))], day)
        for at in range(1, 2 * size, 2) if what == "merges" else ():
            sheet.merge_range(at, len(HEADINGS) - 1, at + 1, len(HEADINGS) - 1, "同一事项")
    book.close()
    return [unfinished.rename(path)]
