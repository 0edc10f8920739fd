"""The same thing twice, within a sheet, between sheets, files and years: counted once and said, or two things."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program.field.situation import Situation, judge, named

REQUESTS = [
    Situation(
        "an earlier version of the log in the folder",
        {
            "台账.xlsx": """
                登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 答复日期 | 办理结果
                2024-001 | 2024-03-01 | 甲某 | 自然人 | 某村 | 2024-03-20 | 予以公开
                2024-002 | 2024-03-01 | 乙某 | 自然人 | 某路 | |
                """,
            "台账（新）.xlsx": """
                登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 答复日期 | 办理结果
                2024-001 | 2024-03-01 | 甲某 | 自然人 | 某村 | 2024-03-20 | 予以公开
                2024-002 | 2024-03-01 | 乙某 | 自然人 | 某路 | 2024-03-21 | 部分公开
                2024-003 | 2024-04-05 | 丙某 | 自然人 | 某桥 | 2024-04-21 | 予以公开
                """,
        },
        right="received/total 3, carried_forward/total 0, outcome.partial/total 1, outcome.granted/total 2",
        said="*",
        manner="both",
    ),
    Situation(
        "last year's log and this year's",
        {
            "2023台账.csv": """
                登记编号,收到日期,申请人,申请人类型,申请内容,办理结果,答复日期
                2023-001,2023-05-03,赵甲,自然人,甲,予以公开,2023-05-10
                2023-002,2023-12-20,钱乙,自然人,乙,,
                """,
            "2024台账.csv": """
                登记编号,收到日期,申请人,申请人类型,申请内容,办理结果,答复日期
                2023-002,2023-12-20,钱乙,自然人,乙,部分公开,2024-01-10
                2024-001,2024-03-03,孙丙,自然人,丙,予以公开,2024-03-10
                2024-002,2024-03-13,孙丙,自然人,丁,予以公开,2024-03-20
                """,
        },
        right="received/total 2, brought_forward/total 1, outcome.total/total 3, carried_forward/total 0",
        said="*?",
        manner="both",
    ),
    Situation(
        "two versions that contradict each other",
        {
            "台账.csv": """
                登记编号,收到日期,申请人,申请人类型,申请内容,办理结果,答复日期
                2024-001,2024-01-03,赵甲,自然人,某地块征收方案,予以公开,2024-01-10
                2024-002,2024-01-08,钱乙,自然人,某项目环评批复,予以公开,2024-01-15
                2024-003,2024-02-08,孙丙,自然人,某项目用地批准,部分公开,2024-02-25
                """,
            "台账（终稿）.csv": """
                登记编号,收到日期,申请人,申请人类型,申请内容,办理结果,答复日期
                2024-001,2024-01-03,赵甲,自然人,某地块征收方案,予以公开,2024-01-10
                2024-002,2024-01-08,钱乙,自然人,某项目环评批复,予以公开,2024-01-15
                2024-003,2024-02-08,孙丙,自然人,某项目用地批准,予以公开,2024-02-25
                """,
        },
        right="received/total 3, outcome.granted/total 3",
        said="台账.csv:4! 台账（终稿）.csv:4!",
        manner="both",
    ),
    Situation(
        "a contradiction on two sheets: the later closing date counts",
        """
        --- 初稿
        登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 办理结果 | 答复日期
        2024-1 | 2024-01-03 | 赵甲 | 自然人 | 某路 | 部分公开 | 2024-01-25
        --- 定稿
        登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 办理结果 | 答复日期
        2024-1 | 2024-01-03 | 赵甲 | 自然人 | 某路 | 予以公开 | 2024-01-20
        """,
        right="received/total 1, outcome.partial/total 1, outcome.granted/total 0",
        said="初稿:2! 定稿:2!",
        manner="both",
    ),
    Situation(
        "a copy of a log without numbers",
        {
            "台账.xlsx": """
                收到日期 | 申请人 | 申请人类型 | 申请内容 | 答复日期 | 办理结果
                2024-03-01 | 甲某 | 自然人 | 事项 | 2024-03-20 | 予以公开
                2024-03-05 | 乙某公司 | 商业企业 | 某路规划 | 2024-03-20 | 予以公开
                """,
            "台账 - 副本.xlsx": """
                收到日期 | 申请人 | 申请人类型 | 申请内容 | 答复日期 | 办理结果
                2024-03-01 | 甲某 | 自然人 | 事项 | 2024-03-20 | 予以公开
                2024-03-05 | 乙某公司 | 商业企业 | 某路规划 | 2024-03-20 | 予以公开
                """,
        },
        right="received/total 2",
        said="*",
        manner="both",
    ),
    Situation(
        "one row without a number on two sheets",
        """
        --- 一季度
        收到日期 | 申请人 | 申请人类型 | 申请内容 | 答复日期 | 办理结果
        2024-03-29 | 甲某 | 自然人 | 某路 | 2024-04-02 | 予以公开
        2024-03-30 | 乙某 | 自然人 | 某桥 | 2024-04-02 | 予以公开
        --- 二季度
        收到日期 | 申请人 | 申请人类型 | 申请内容 | 答复日期 | 办理结果
        2024-03-30 | 乙某 | 自然人 | 某桥 | 2024-04-02 | 予以公开
        2024-04-05 | 丙某 | 自然人 | 某村 | 2024-04-12 | 予以公开
        """,
        right="received/total 3",
        said="*?",
        manner="both",
    ),
    Situation(
        "rows alike that say too little are different requests",
        """
        收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        """,
        right="received/total 3",
        manner="sound",
    ),
    Situation(
        "a sheet that repeats another as a whole, without applicants",
        """
        --- 台账
        收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        2024-03-05 | 商业企业 | 2024-03-21 | 部分公开
        2024-04-05 | 自然人 | 2024-04-21 | 予以公开
        --- 备份
        收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        2024-03-05 | 商业企业 | 2024-03-21 | 部分公开
        2024-04-05 | 自然人 | 2024-04-21 | 予以公开
        """,
        right="received/total 3",
        said="*?",
        manner="both",
    ),
    Situation(
        "two offices that number alike",
        {
            "甲局.csv": """
                登记编号,收到日期,申请人,申请人类型,申请内容,办理结果,答复日期
                2024-001,2024-01-03,赵甲,自然人,某地块征收方案,予以公开,2024-01-10
                2024-002,2024-01-08,钱乙,自然人,某项目环评批复,予以公开,2024-01-15
                2024-003,2024-02-08,孙丙,自然人,某项目用地批准,部分公开,2024-02-25
                """,
            "乙局.csv": """
                登记编号,收到日期,申请人,申请人类型,申请内容,办理结果,答复日期
                2024-001,2024-01-03,周戊,自然人,某工伤认定决定,予以公开,2024-01-10
                2024-002,2024-01-08,吴己,自然人,某社保缴费记录,予以公开,2024-01-15
                """,
        },
        right="received/total 5",
        manner="sound",
    ),
    Situation(
        "two offices that count from one",
        {
            "甲局.csv": """
                序号,收到日期,申请人,申请人类型,申请内容,办理结果,答复日期
                1,2024-01-03,赵甲,自然人,某地块征收方案,予以公开,2024-01-10
                2,2024-01-08,钱乙,自然人,某项目环评批复,予以公开,2024-01-15
                """,
            "乙局.csv": """
                序号,收到日期,申请人,申请人类型,申请内容,办理结果,答复日期
                1,2024-01-03,周戊,自然人,某工伤认定决定,予以公开,2024-01-10
                2,2024-01-08,吴己,自然人,某社保缴费记录,予以公开,2024-01-15
                """,
        },
        right="received/total 4",
        manner="sound",
    ),
    Situation(
        "numbers that begin anew each month",
        """
        --- 1月
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        1 | 2024-01-03 | 自然人 | 予以公开 | 2024-01-10
        2 | 2024-01-05 | 自然人 | 予以公开 | 2024-01-12
        --- 2月
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        1 | 2024-02-03 | 自然人 | 予以公开 | 2024-02-10
        2 | 2024-02-05 | 自然人 | 予以公开 | 2024-02-12
        """,
        right="received/total 4",
        manner="sound",
    ),
    Situation(
        "one number on two rows of a sheet, other applicants",
        """
        登记编号 | 收到日期 | 申请人 | 申请人类型 | 申请内容 | 办理结果 | 答复日期
        2024-7 | 2024-01-03 | 赵甲 | 自然人 | 某路 | 予以公开 | 2024-01-10
        2024-7 | 2024-01-05 | 钱乙 | 自然人 | 某桥 | 予以公开 | 2024-01-12
        """,
        right="received/total 2",
        said="*",
        manner="both",
    ),
]


@pytest.mark.parametrize("situation", named(REQUESTS))
def test_requests(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


CASES = [
    Situation(
        "a row an instance",
        """
        案号 | 案件类型 | 申请人/原告 | 受理日期 | 是否经过复议 | 审级 | 审理结果 | 结案日期 | 关联申请编号
        某01行初12号 | 行政诉讼 | 甲某 | 2024-03-01 | 否 | 一审 | 驳回诉讼请求 | 2024-06-01 | 2024-001
        某行终30号 | 行政诉讼 | 甲某 | 2024-07-01 | 否 | 二审 | 驳回诉讼请求 | 2024-10-01 | 2024-001
        某01行初13号 | 行政诉讼 | 乙某 | 2024-03-01 | 否 | 一审 | 判决撤销 | 2024-06-01 | 2024-002
        某行终31号 | 行政诉讼 | 乙某 | 2024-07-01 | 否 | 二审 | | | 2024-002
        """,
        right="cases:suit_direct/total 2, cases:suit_direct/upheld 1, cases:suit_direct/pending 1",
        said="*",
        manner="both",
    ),
    Situation(
        "one case number on two rows",
        """
        案号 | 案件类型 | 受理日期 | 是否经过复议 | 审理结果 | 结案日期
        （2024）某01行初12号 | 行政诉讼 | 2024-03-01 | 否 | 驳回诉讼请求 | 2024-06-01
        （2024）某01行初12号 | 行政诉讼 | 2024-03-01 | 否 | 驳回诉讼请求 | 2024-06-01
        某复〔2024〕3号 | 行政复议 | 2024-03-01 | | 维持 | 2024-06-01
        某复〔2024〕3号 | 行政复议 | 2024-03-01 | | 维持 | 2024-06-01
        """,
        right="cases:suit_direct/total 1, cases:review/total 1",
        said="*",
        manner="both",
    ),
    Situation(
        "one case open on one sheet and closed on another",
        """
        --- 上半年
        案号 | 案件类型 | 受理日期 | 审理结果 | 结案日期
        某复〔2024〕3号 | 行政复议 | 2024-05-01 | |
        --- 下半年
        案号 | 案件类型 | 受理日期 | 审理结果 | 结案日期
        某复〔2024〕3号 | 行政复议 | 2024-05-01 | 撤销 | 2024-08-01
        """,
        right="cases:review/total 1, cases:review/corrected 1",
        said="*?",
        manner="both",
    ),
    Situation(
        "a second instance that undoes the first",
        """
        案号 | 案件类型 | 受理日期 | 是否经过复议 | 审级 | 审理结果 | 结案日期 | 关联申请编号
        行初1 | 行政诉讼 | 2024-01-05 | 是 | 一审 | 驳回诉讼请求 | 2024-04-01 | 2024-009
        行终2 | 行政诉讼 | 2024-05-05 | 是 | 二审 | 撤销一审判决，撤销答复 | 2024-08-01 | 2024-009
        """,
        right="cases:suit_after_review/total 1, cases:suit_after_review/corrected 1",
        said="*",
        manner="both",
    ),
    Situation(
        "two first instances on one request",
        """
        案号 | 案件类型 | 受理日期 | 是否经过复议 | 审级 | 审理结果 | 结案日期 | 关联申请编号
        行初1 | 行政诉讼 | 2024-01-05 | 否 | 一审 | 驳回诉讼请求 | 2024-04-01 | 2024-009
        行初2 | 行政诉讼 | 2024-05-05 | 否 | 一审 | 准许撤诉 | 2024-08-01 | 2024-009
        """,
        right="cases:suit_direct/total 2, cases:suit_direct/upheld 1, cases:suit_direct/other 1",
        manner="right",
    ),
    Situation(
        "one case in two files, with other results",
        {
            "复议.csv": "案号,案件类型,受理日期,审理结果,结案日期\n某复〔2024〕3号,行政复议,2024-03-01,维持,2024-06-01",
            "复议（新）.csv": "案号,案件类型,受理日期,审理结果,结案日期\n某复〔2024〕3号,行政复议,2024-03-01,撤销,2024-06-01",
        },
        right="cases:review/total 1",
        said="复议.csv:2! 复议（新）.csv:2!",
        manner="both",
    ),
]


@pytest.mark.parametrize("situation", named(CASES))
def test_cases(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


PUBLICATIONS = [
    Situation(
        "a decision once for each site",
        """
        信息名称 | 文号 | 信息类别 | 制发日期 | 公开日期 | 公开渠道
        对甲公司处罚决定 | 某罚〔2024〕1号 | 行政处罚 | 2024-03-01 | 2024-03-05 | 本机关网站
        乙公司许可 | 某许〔2024〕1号 | 行政许可 | 2024-03-01 | 2024-03-05 | 本机关网站
        某办法 | 某规〔2024〕1号 | 行政规范性文件 | 2024-03-01 | 2024-03-05 | 本机关网站
        对甲公司处罚决定 | 某罚〔2024〕1号 | 行政处罚 | 2024-03-01 | 2024-03-05 | 信用中国网站
        乙公司许可 | 某许〔2024〕1号 | 行政许可 | 2024-03-01 | 2024-03-05 | 信用中国网站
        某办法 | 某规〔2024〕1号 | 行政规范性文件 | 2024-03-01 | 2024-03-05 | 信用中国网站
        对甲公司处罚决定 | 某罚〔2024〕1号 | 行政处罚 | 2024-03-01 | 2024-03-06 | 政府门户网站
        """,
        right="publications:penalties/decisions 1, publications:licensing/decisions 1,"
        "publications:normative_documents/issued 1",
        said="*",
        manner="both",
    ),
    Situation(
        "a fee once for each site",
        """
        信息名称 | 文号 | 信息类别 | 公开日期 | 公开渠道 | 金额（万元）
        某登记费 | 某财〔2024〕2号 | 行政事业性收费 | 2024-03-05 | 本机关网站 | 12.5
        某登记费 | 某财〔2024〕2号 | 行政事业性收费 | 2024-03-05 | 政府门户网站 | 12.5
        """,
        right="publications:fees/amount 12.5",
        said="*",
        manner="both",
    ),
    Situation(
        "fees that share the number of their basis",
        """
        信息名称 | 文号 | 信息类别 | 公开日期 | 金额（万元）
        某登记费 | 某财〔2024〕2号 | 行政事业性收费 | 2024-03-05 | 12.5
        某开垦费 | 某财〔2024〕2号 | 行政事业性收费 | 2024-03-05 | 30
        """,
        right="publications:fees/amount 42.5",
        said="*?",
        manner="both",
    ),
    Situation(
        "decisions alike without a number are several",
        """
        信息名称 | 信息类别 | 公开日期
        某许可 | 行政许可 | 2024-03-05
        某许可 | 行政许可 | 2024-03-05
        """,
        right="publications:licensing/decisions 2",
        manner="right",
    ),
    Situation(
        "a sheet of decisions without numbers that comes again",
        {
            "许可.csv": "信息名称,信息类别,公开日期\n甲许可,行政许可,2024-03-05\n乙许可,行政许可,2024-03-06\n丙许可,行政许可,2024-04-06",
            "许可 副本.csv": "信息名称,信息类别,公开日期\n甲许可,行政许可,2024-03-05\n乙许可,行政许可,2024-03-06\n丙许可,行政许可,2024-04-06",
        },
        right="publications:licensing/decisions 3",
        said="*?",
        manner="both",
    ),
    Situation(
        "one document in two files",
        {
            "上半年.csv": "信息名称,文号,信息类别,制发日期,公开日期\n某办法,某规〔2024〕1号,行政规范性文件,2024-03-01,2024-03-05",
            "全年.csv": "信息名称,文号,信息类别,制发日期,公开日期\n某办法,某规〔2024〕1号,行政规范性文件,2024-03-01,2024-03-05",
        },
        right="publications:normative_documents/issued 1",
        manner="right",
    ),
]


@pytest.mark.parametrize("situation", named(PUBLICATIONS))
def test_publications(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)
