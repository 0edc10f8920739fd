"""Sheets, columns and rows as offices lay them out: read, or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program.field.situation import Situation, judge, named

# ---- sheets

SHEETS = [
    Situation(
        "a month without a header between months",
        """
        --- 1月
        登记编号 | 收到日期 | 申请人 | 申请人类型 | 办理结果 | 答复日期
        2024-0101 | 2024-01-03 | 赵甲 | 自然人 | 予以公开 | 2024-01-13
        --- 2月
        2024-0201 | 2024-02-03 | 钱乙 | 自然人 | 予以公开 | 2024-02-13
        2024-0202 | 2024-02-04 | 孙丙 | 自然人 | 予以公开 | 2024-02-14
        --- 3月
        登记编号 | 收到日期 | 申请人 | 申请人类型 | 办理结果 | 答复日期
        2024-0301 | 2024-03-03 | 李丁 | 自然人 | 予以公开 | 2024-03-13
        """,
        right="received/total 4",
        said="2月:*!",
    ),
    Situation(
        "a month with a title and no header",
        """
        --- 一季度
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        2024-1 | 2024-01-03 | 自然人 | 予以公开 | 2024-01-13
        --- 二季度
        2024年第二季度依申请公开情况 | | | |
        2024-2 | 2024-04-03 | 自然人 | 部分公开 | 2024-04-13
        """,
        right="received/total 2",
        said="二季度:*!",
    ),
    Situation(
        "the first month without a header",
        """
        --- 1月
        2024-1 | 2024-01-03 | 商业企业 | 予以公开 | 2024-01-13
        --- 2月
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        2024-2 | 2024-02-03 | 自然人 | 予以公开 | 2024-02-13
        """,
        right="received/total 2",
        said="1月:*!",
    ),
    Situation(
        "a month with a header in short words",
        """
        --- 1月
        序号 | 登记编号 | 收到日期 | 申请人 | 申请人类型 | 办理结果 | 答复日期
        1 | 2024-0101 | 2024-01-03 | 赵甲 | 自然人 | 予以公开 | 2024-01-13
        --- 2月
        序号 | 编号 | 收件 | 姓名 | 类别 | 结果 | 答复
        1 | 2024-0201 | 2024-02-03 | 钱乙 | 自然人 | 予以公开 | 2024-02-13
        """,
        right="received/total 2",
        said="2月:*!",
    ),
    Situation(
        "publications of a month without a header",
        """
        --- 上半年
        信息名称 | 信息类别 | 公开日期 | 公开渠道
        某通知 | 行政许可 | 2024-03-01 | 门户网站
        --- 下半年
        某决定 | 行政许可 | 2024-09-01 | 门户网站
        """,
        right="publications:licensing/decisions 2",
        said="下半年:*!",
    ),
    Situation(
        "cases of a court without a header",
        """
        --- 复议
        案号 | 案件类型 | 受理日期 | 审理结果 | 审结日期
        复1 | 行政复议 | 2024-03-01 | 维持 | 2024-05-01
        --- 复议2
        复2 | 行政复议 | 2024-06-01 | 撤销 | 2024-08-01
        """,
        right="cases:review/total 2",
        said="复议2:*!",
    ),
    Situation(
        "the header of a sheet that has none is that of another",
        {
            "台账.xlsx": """
                --- 1月
                登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
                2024-1 | 2024-01-03 | 自然人 | 予以公开 | 2024-01-13
                --- 2月
                2024-2 | 2024-02-03 | 商业企业 | 予以公开 | 2024-02-13
                """,
            "reportcli.toml": """
                [sheets."2月"]
                header_of = "1月"
                """,
        },
        right="received/total 2, received/business 1",
        manner="sound",
    ),
    Situation(
        "sheets of options, guides and sums are no logs",
        """
        --- 台账
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        2024-1 | 2024-01-03 | 自然人 | 予以公开 | 2024-01-13
        --- 选项
        自然人 | 予以公开
        商业企业 | 部分公开
        科研机构 | 不予公开
        --- 填写说明
        收到日期填写本机关收到申请的日期，不是落款日期。
        办理结果从下拉选项中选择。
        --- 汇总
        月份 | 收到 | 办结
        1月 | 1 | 1
        合计 | 1 | 1
        """,
        right="received/total 1",
        manner="sound",
    ),
    Situation(
        "decisions by month and kind",
        """
        --- 主动公开
        信息名称 | 信息类别 | 公开日期 | 公开渠道
        某通知 | 通知公告 | 2024-03-01 | 门户网站
        --- 行政权力数据
        2024年行政许可、处罚、强制、收费情况 | | | |
        月份 | 行政许可（件） | 行政处罚（件） | 行政强制（件） | 行政事业性收费（万元）
        1月 | 30 | 5 | 1 | 1.2
        2月 | 28 | 3 | 0 | 2.2
        合计 | 58 | 8 | 1 | 3.4
        """,
        right="publications:licensing/decisions 58, publications:penalties/decisions 8, publications:fees/amount 3.4",
        said="行政权力数据:*!",
    ),
    Situation(
        "decisions by quarter and kind",
        """
        --- 主动公开
        信息名称 | 信息类别 | 公开日期
        某通知 | 通知公告 | 2024-03-01
        --- 许可处罚统计
        季度 | 行政许可 | 行政处罚 | 行政强制
        一季度 | 3 | 1 | 0
        二季度 | 4 | 0 | 2
        """,
        right="publications:licensing/decisions 7, publications:penalties/decisions 1, publications:coercion/decisions 2",
        said="许可处罚统计:*!",
    ),
    Situation(
        "decisions by unit and kind",
        """
        --- 主动公开
        信息名称 | 信息类别 | 公开日期
        某通知 | 通知公告 | 2024-03-01
        --- 审批与执法
        科室 | 行政许可数量 | 行政处罚数量
        审批科 | 13 | 0
        执法队 | 0 | 4
        """,
        right="publications:licensing/decisions 17, publications:penalties/decisions 4",
        said="审批与执法:*!",
    ),
    Situation(
        "decisions by month alone in their file",
        {
            "主动公开.csv": "信息名称,信息类别,公开日期\n某通知,通知公告,2024-03-01",
            "行政许可.csv": "月份,行政许可,行政处罚\n1月,30,5\n2月,28,3",
        },
        right="publications:licensing/decisions 58",
        said="行政许可.csv:*!",
    ),
    Situation(
        "a second log below the first",
        """
        依申请公开台账 | | | |
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        2024-1 | 2024-01-03 | 自然人 | 予以公开 | 2024-01-13
        | | | |
        复议诉讼台账 | | | |
        案号 | 案件类型 | 受理日期 | 审理结果 | 审结日期
        复1 | 行政复议 | 2024-03-01 | 维持 | 2024-05-01
        """,
        right="received/total 1, cases:review/upheld 1",
        said="2 6",
    ),
    Situation(
        "a second log beside the first",
        """
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期 | | 案号 | 案件类型 | 受理日期 | 审理结果 | 审结日期
        2024-1 | 2024-01-03 | 自然人 | 予以公开 | 2024-01-13 | | 复1 | 行政复议 | 2024-03-01 | 维持 | 2024-05-01
        """,
        right="received/total 1, cases:review/upheld 1",
        said="1",
    ),
    Situation(
        "a table without a header of a log alone is refused",
        {
            "台账.csv": "2024-1,2024-01-03,自然人,予以公开,2024-01-13\n2024-2,2024-01-05,自然人,予以公开,2024-01-13"
        },
        said="台账.csv",
        manner="refused",
    ),
]


@pytest.mark.parametrize("situation", named(SHEETS))
def test_a_sheet_is_read_or_named(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


# ---- what a sheet says for its records

KINDS = [
    Situation(
        "the kind of case is the name of the sheet",
        """
        --- 复议
        2024年政府信息公开行政复议台账 | | | |
        案号 | 申请人 | 收案时间 | 结案时间 | 复议决定
        某复1号 | 赵甲 | 2024-01-10 | 2024-03-08 | 维持
        某复7号 | 赵甲 | 2024-03-02 | 2024-04-28 | 撤销并责令重新答复
        某复60号 | 赵甲 | 2024-12-10 | |
        --- 诉讼
        案号 | 原告 | 立案时间 | 是否经复议 | 判决时间 | 裁判结果
        某行初1号 | 钱乙 | 2024-02-01 | 否 | 2024-05-08 | 驳回诉讼请求
        某行初20号 | 钱乙 | 2024-08-01 | 是 | 2024-11-08 | 判决撤销，责令重作
        """,
        right="cases:review/total 3, cases:review/upheld 1, cases:review/corrected 1, cases:review/pending 1,"
        "cases:suit_direct/total 1, cases:suit_after_review/corrected 1",
        manner="sound",
    ),
    Situation(
        "the kind of case stands in the title",
        """
        2024年行政复议案件登记表 | | | |
        案号 | 复议申请人 | 受理日期 | 审结日期 | 审理结果
        某复1号 | 赵甲 | 2024-01-10 | 2024-03-08 | 维持
        """,
        right="cases:review/upheld 1",
        said="*!",
    ),
    Situation(
        "the kind of case is the name of the file",
        {
            "行政诉讼台账.csv": """
                案号,原告,立案日期,是否经过复议,审理结果,审结日期
                某行初1号,钱乙,2024-02-01,否,驳回诉讼请求,2024-05-08
                """
        },
        right="cases:suit_direct/upheld 1",
        said="*!",
    ),
    Situation(
        "the kind of case is settled for a sheet",
        {
            "台账.xlsx": """
                --- 甲
                案号 | 申请人 | 受理日期 | 审结日期 | 审理结果
                某复1号 | 赵甲 | 2024-01-10 | 2024-03-08 | 维持
                """,
            "reportcli.toml": '[sheets."甲"]\nkind = "cases"\nvalues = { kind = "review" }',
        },
        right="cases:review/upheld 1",
        manner="sound",
    ),
    Situation(
        "a name of a sheet that says both kinds decides nothing",
        """
        --- 复议诉讼
        案号 | 申请人 | 受理日期 | 审结日期 | 审理结果
        某1号 | 赵甲 | 2024-01-10 | 2024-03-08 | 维持
        """,
        said="复议诉讼",
        manner="refused",
    ),
    Situation(
        "an export of a website has no category",
        {
            "网站后台导出.csv": """
                序号,标题,所属栏目,来源,发布时间,点击数,链接
                1,关于某项目规划公示,规划公示,办公室,2024-03-05 09:10:00,120,http://x.example/1
                2,关于某许可,行政许可,办公室,2024-04-05 09:10:00,90,http://x.example/2
                """
        },
        right="facts:publications.items 2, publications:licensing/decisions 1",
        said="*",
    ),
    Situation(
        "a register of publications has no category",
        {
            "主动公开政府信息登记表.csv": """
                序号,信息编号,信息名称,内容描述,生成时间,公开属性
                1,某建办〔2024〕5号,关于印发某办法的通知,规范某事,2024-03-05,主动公开
                2,,某工作动态,动态,2024-03-09,主动公开
                """
        },
        right="facts:publications.items 2",
        said="*",
    ),
    Situation(
        "a topic stands for a category where there is none",
        """
        --- 主动公开
        标题 | 栏目 | 公开时间
        某处罚决定 | 行政处罚 | 2024-05-01
        某解读 | 政策解读 | 2024-05-02
        """,
        right="publications:penalties/decisions 1",
        said="*?",
        manner="both",
    ),
]


@pytest.mark.parametrize("situation", named(KINDS))
def test_what_the_sheet_says_for_all_its_records_is_known(
    situation: Situation, tmp_path: Path
) -> None:
    judge(situation, tmp_path)


# ---- columns

COLUMNS = [
    Situation(
        "a column 件数",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | 件数
        2024-001 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开 | 5
        2024-002 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开 | 1
        """,
        right="received/total 6, outcome.granted/total 6",
        said="1",
    ),
    *(
        Situation(
            f"a column {heading}",
            f"""
            登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | {heading}
            2024-001 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开 | 3
            2024-002 | 2024-03-01 | 商业企业 | 2024-03-20 | 部分公开 | 2
            """,
            right="received/total 5, received/business 2, outcome.partial/total 2",
            said="1",
        )
        for heading in ("申请数量", "数量", "拆分件数", "申请件数", "件数（件）")
    ),
    Situation(
        "a number that is a range without a count",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-001至2024-005 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        2024-006～008 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        2024-009等3件 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        2024-012 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        """,
        said="2! 3! 4!",
        manner="said",
    ),
    Situation(
        "received and applied for side by side",
        """
        编号 | 申请时间 | 受理时间 | 申请人类型 | 答复时间 | 办结时间 | 办理结果
        1 | 2023-12-31 | 2024-03-02 | 自然人 | 2024-03-20 | 2025-03-21 | 予以公开
        """,
        right="received/total 1, outcome.granted/total 1",
        said="*?",
        manner="both",
    ),
    Situation(
        "申请日期 and 收到日期 side by side",
        """
        编号 | 申请日期 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        1 | 2023-12-30 | 2024-01-02 | 自然人 | 2024-01-20 | 予以公开
        """,
        right="received/total 1, brought_forward/total 0",
        said="*?",
        manner="both",
    ),
    Situation(
        "答复日期 and 办结日期 side by side",
        """
        编号 | 收到日期 | 申请人类型 | 办结日期 | 答复日期 | 办理结果
        1 | 2024-12-02 | 自然人 | 2025-01-05 | 2024-12-30 | 予以公开
        """,
        right="outcome.granted/total 1, carried_forward/total 0",
        said="*?",
        manner="both",
    ),
    Situation(
        "办理结果 and 答复类型 side by side",
        """
        编号 | 收到日期 | 申请人类型 | 答复日期 | 答复类型 | 办理结果
        1 | 2024-03-02 | 自然人 | 2024-03-20 | 不予公开 | 予以公开
        """,
        right="outcome.granted/total 1",
        said="2!",
    ),
    Situation(
        "applicants ticked",
        """
        登记编号 | 收到日期 | 申请人 | 自然人 | 商业企业 | 其他 | 答复日期 | 办理结果
        2024-001 | 2024-03-01 | 某某中心 | | √ | | 2024-03-20 | 予以公开
        2024-002 | 2024-03-01 | 某某服务局 | | √ | | 2024-03-20 | 予以公开
        """,
        right="received/business 2",
        said="2 3",
    ),
    *(
        Situation(
            f"applicants ticked with {tick}",
            f"""
            登记编号 | 收到日期 | 公民 | 商业企业 | 科研机构 | 答复日期 | 办理结果
            2024-001 | 2024-03-01 | {tick} | | | 2024-03-20 | 予以公开
            2024-002 | 2024-03-01 | | | {tick} | 2024-03-20 | 予以公开
            """,
            right="received/natural_person 1, received/research 1",
            manner="sound",
        )
        for tick in ("√", "✓", "■", "1", "是", "x")
    ),
    Situation(
        "yes and no in one block of ticks",
        """
        登记编号 | 收到日期 | 自然人 | 商业企业 | 答复日期 | 办理结果
        2024-001 | 2024-03-01 | √ | × | 2024-03-20 | 予以公开
        2024-002 | 2024-03-01 | × | √ | 2024-03-20 | 予以公开
        """,
        right="received/natural_person 1, received/business 1",
        manner="sound",
    ),
    Situation(
        "outcomes ticked under a heading of two rows",
        """
        序号 | 登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | | | | |
        | | | | | 予以公开 | 部分公开 | 不予公开 | 无法提供 | 不予处理 | 其他处理
        1 | 2024-001 | 2024-03-01 | 自然人 | 2024-03-20 | √ | | | | |
        2 | 2024-002 | 2024-03-01 | 自然人 | 2024-03-20 | | √ | | | |
        """,
        right="outcome.granted/total 1, outcome.partial/total 1, outcome.total/total 2",
        merged="F1:K1 A1:A2 B1:B2 C1:C2 D1:D2 E1:E2",
        manner="right",
    ),
    Situation(
        "outcomes ticked under a heading of three rows",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | | |
        | | | | 予以公开 | 不予公开 | | 无法提供
        | | | | | 国家秘密 | 行政查询事项 | 本机关不掌握相关政府信息
        2024-1 | 2024-03-01 | 自然人 | 2024-03-20 | √ | | |
        2024-2 | 2024-03-01 | 自然人 | 2024-03-20 | | | √ |
        2024-3 | 2024-03-01 | 自然人 | 2024-03-20 | | | | √
        """,
        right="outcome.granted/total 1, outcome.refused.register_query/total 1, outcome.unavailable.not_held/total 1",
        merged="A1:A3 B1:B3 C1:C3 D1:D3 E1:H1 E2:E3 F2:G2",
        manner="right",
    ),
    Situation(
        "two ticks, no tick, and an open request",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 予以公开 | 部分公开 | 其他处理
        2024-1 | 2024-03-01 | 自然人 | 2024-03-20 | √ | √ |
        2024-2 | 2024-03-01 | 自然人 | 2024-03-20 | | |
        2024-3 | 2024-12-20 | 自然人 | | | |
        2024-4 | 2024-03-01 | 自然人 | 2024-03-20 | | √ |
        """,
        right="outcome.partial/total 1, carried_forward/total 1",
        said="2! 3!",
        manner="both",
    ),
    Situation(
        "year, month and day in three columns",
        """
        登记编号 | 收到日期 | | | 申请人类型 | 答复日期 | 办理结果
        | 年 | 月 | 日 | | |
        2024-1 | 2024 | 3 | 1 | 自然人 | 2024-03-20 | 予以公开
        2024-2 | 2024 | 12 | 31 | 自然人 | |
        """,
        right="received/total 2, outcome.granted/total 1, carried_forward/total 1",
        merged="A1:A2 B1:D1 E1:E2 F1:F2 G1:G2",
        said="1",
    ),
    Situation(
        "年, 月 and 日 as headings of their own",
        """
        登记编号 | 年 | 月 | 日 | 申请人类型 | 答复日期 | 办理结果
        2024-1 | 2024 | 3 | 1 | 自然人 | 2024-03-20 | 予以公开
        """,
        right="received/total 1",
        said="登记编号",
    ),
    Situation(
        "citizens and bodies in two columns",
        """
        登记编号 | 收到日期 | 公民姓名 | 法人或其他组织名称 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | 赵甲 | | 2024-03-20 | 予以公开
        2024-2 | 2024-03-01 | | 某某置业有限公司 | 2024-03-20 | 予以公开
        """,
        right="received/natural_person 1, received/business 1",
        said="2 3",
    ),
    Situation(
        "a heading in the settings switches no known column off",
        {
            "log.csv": """
                登记编号,收到日期,公民姓名,法人或其他组织单位名称,法人或其他组织单位性质,办理结果,答复日期
                1,2024-03-01,赵甲,,,予以公开,2024-03-10
                2,2024-03-01,钱乙,,,予以公开,2024-03-10
                3,2024-03-01,,某某置业有限公司,企业,予以公开,2024-03-10
                """,
            "reportcli.toml": """
                [columns.requests]
                "法人或其他组织单位名称" = "applicant"
                "法人或其他组织单位性质" = "applicant_type"
                """,
        },
        right="received/natural_person 2, received/business 1",
        manner="sound",
    ),
    Situation(
        "results of several instances",
        """
        案号 | 案件类型 | 受理日期 | 是否经过复议 | 一审结果 | 二审结果 | 审结日期
        行1 | 行政诉讼 | 2024-03-01 | 否 | 驳回诉讼请求 | 撤销一审判决，撤销被诉答复 | 2024-09-01
        行2 | 行政诉讼 | 2024-03-01 | 否 | 判决撤销 | | 2024-06-01
        """,
        right="cases:suit_direct/total 2, cases:suit_direct/corrected 2",
        said="2!",
    ),
    Situation(
        "columns that never matter are passed over",
        """
        登记编号 | 收到日期 | 转办日期 | 申请人类型 | 审批日期 | 办理结果 | 答复日期 | 送达日期 | 归档日期
        2024-1 | 2024-03-01 | 2024-03-02 | 自然人 | 2024-03-18 | 予以公开 | 2024-03-20 | 2024-03-22 | 2024-04-01
        """,
        right="received/total 1",
        manner="sound",
    ),
]


@pytest.mark.parametrize("situation", named(COLUMNS))
def test_a_column_that_could_decide_is_read_or_named(situation: Situation, tmp_path: Path) -> None:
    judge(situation, tmp_path)


# ---- rows and cells

ROWS = [
    Situation(
        "a second answer in a merged record",
        """
        序号 | 登记编号 | 收到日期 | 申请人类型 | 申请内容 | 答复日期 | 办理结果 | 理由
        1 | 2024-001 | 2024-03-01 | 自然人 | 某村征地批文 | 2024-03-20 | 予以公开 |
        | | | | 某村补偿清单 | 2024-03-20 | 不予公开 | 第三方不同意公开
        2 | 2024-002 | 2024-03-01 | 自然人 | 某路规划 | 2024-03-20 | 予以公开 |
        """,
        right="outcome.partial/total 1, outcome.granted/total 1, received/total 2",
        merged="A2:A3 B2:B3 C2:C3 D2:D3",
        said="3",
    ),
    Situation(
        "granted and not held in a merged record",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        | | | | 本机关不掌握
        """,
        right="outcome.partial/total 1",
        merged="A2:A3 B2:B3 C2:C3 D2:D3",
        said="3",
    ),
    Situation(
        "two refusals in a merged record",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | 自然人 | 2024-03-20 | 不予公开（国家秘密）
        | | | | 不予公开（行政查询事项）
        """,
        merged="A2:A3 B2:B3 C2:C3 D2:D3",
        said="3",
        manner="said",
    ),
    Situation(
        "another applicant type in a merged record",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        | | 商业企业 | |
        """,
        merged="A2:A3 B2:B3 D2:D3 E2:E3",
        said="2!",
        manner="said",
    ),
    Situation(
        "another closing date in a merged record",
        """
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        2024-1 | 2024-12-01 | 自然人 | 予以公开 | 2024-12-20
        | | | | 2025-01-10
        """,
        merged="A2:A3 B2:B3 C2:C3 D2:D3",
        said="3",
        manner="said",
    ),
    Situation(
        "only the subject goes on in a merged record",
        """
        登记编号 | 收到日期 | 申请人类型 | 申请内容 | 办理结果 | 答复日期
        2024-1 | 2024-03-01 | 自然人 | 某路 | 予以公开 | 2024-03-20
        | | | 某桥 | |
        """,
        merged="A2:A3 B2:B3 C2:C3 E2:E3 F2:F3",
        right="received/total 1, outcome.granted/total 1",
        manner="sound",
    ),
    Situation(
        "同上 takes the cell above",
        {
            "tongshang.csv": '''
                登记编号,收到日期,申请人,申请人类型,申请方式,办理结果,答复日期
                1,2024-03-01,某某置业有限公司,商业企业,信函,予以公开,2024-03-10
                2,2024-03-02,同上,同上,同上,同上,同上
                3,2024-03-02,"""","""","""",予以公开,2024-03-10
                4,2024-03-02,同上,,信函,予以公开,2024-03-10
                5,2024-03-02,〃,,信函,予以公开,2024-03-10
                '''
        },
        right="received/business 5, outcome.granted/business 5",
        said="*",
        manner="both",
    ),
    Situation(
        "同上 with nothing above",
        """
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        1 | 2024-03-01 | 同上 | 予以公开 | 2024-03-10
        """,
        said="2!",
        manner="said",
    ),
    Situation(
        "同上 through a row of a group",
        """
        登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期
        1 | 2024-03-01 | 科研机构 | 予以公开 | 2024-03-10
        二、第二季度 | | | |
        2 | 2024-04-01 | 同上 | 同上 | 2024-04-10
        """,
        right="received/research 2, outcome.granted/total 2",
        manner="right",
    ),
    Situation(
        "a struck row",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-001 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        2024-002 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        """,
        right="received/total 1",
        struck=(3,),
        said="3",
    ),
    Situation(
        "a struck row of publications",
        """
        信息名称 | 信息类别 | 公开日期
        某决定 | 行政处罚 | 2024-03-01
        某决定二 | 行政处罚 | 2024-03-02
        """,
        struck=(2,),
        said="2?",
        manner="said",
    ),
    Situation(
        "a struck row of cases",
        """
        案号 | 案件类型 | 受理日期 | 审理结果 | 审结日期
        复1 | 行政复议 | 2024-03-01 | 维持 | 2024-05-01
        复2 | 行政复议 | 2024-03-01 | 维持 | 2024-05-01
        """,
        struck=(3,),
        said="3?",
        manner="said",
    ),
    Situation(
        "numbers shown by a format",
        {
            "台账.xlsx": """
                登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | 理由
                12 | 2023-12-20 | 自然人 | 2024-01-10 | 予以公开 |
                13 | 2024-03-01 | 自然人 | 2024-03-20 | 不予公开 | 商业秘密
                """,
            "cases.csv": """
                案号,案件类型,受理日期,审理结果,结案日期,关联申请编号
                复1,行政复议,2024-05-01,维持,2024-06-01,2024-013
                """,
            "previous.csv": """
                登记编号,收到日期,申请人类型,答复日期,办理结果
                0012,2023-12-20,自然人,,
                0011,2023-03-20,自然人,2023-04-01,予以公开
                """,
        },
        formats={"A2": "0000", "A3": '"2024-"000'},
        previous="previous.csv",
        right="brought_forward/total 1",
        manner="sound",
    ),
    Situation(
        "a header that comes again with its columns moved",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        登记编号 | 申请人类型 | 收到日期 | 办理结果 | 答复日期
        2024-2 | 商业企业 | 2024-04-01 | 部分公开 | 2024-04-20
        """,
        right="received/total 2, received/business 1, outcome.partial/total 1",
        said="3",
    ),
    Situation(
        "a header that comes again with a column more",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | 理由
        2024-2 | 2024-04-01 | 自然人 | 2024-04-20 | 不予公开 | 国家秘密
        """,
        right="received/total 2, outcome.refused.state_secret/total 1",
        said="3",
    ),
    Situation(
        "a header that comes again with its dates exchanged",
        """
        登记编号 | 收到日期 | 答复日期 | 申请人类型 | 办理结果
        2024-1 | 2024-03-01 | 2024-03-20 | 自然人 | 予以公开
        登记编号 | 答复日期 | 收到日期 | 申请人类型 | 办理结果
        2024-2 | 2024-01-20 | 2023-12-01 | 自然人 | 予以公开
        """,
        right="received/total 1, brought_forward/total 1",
        said="3",
    ),
    Situation(
        "a header that comes again as it was",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-1 | 2024-03-01 | 自然人 | 2024-03-20 | 予以公开
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果
        2024-2 | 2024-04-01 | 自然人 | 2024-04-20 | 予以公开
        """,
        right="received/total 2",
        manner="sound",
    ),
    Situation(
        "what became of an open request stands in a remark",
        """
        登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | 备注
        2024-001 | 2024-03-01 | 自然人 | | | 申请人3月5日撤回申请
        2024-002 | 2024-03-01 | 自然人 | | | 已电话答复，申请人放弃
        2024-003 | 2024-03-01 | 自然人 | | | 并入2024-001办理
        2024-004 | 2024-12-20 | 自然人 | | |
        """,
        right="carried_forward/total 1, outcome.other.miscellaneous/total 3",
        said="2 3 4",
    ),
    *(
        Situation(
            f"a remark {remark}",
            f"""
            登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果 | 备注
            2024-1 | 2024-03-01 | 自然人 | | | {remark}
            """,
            said="2",
            manner="said",
        )
        for remark in (
            "申请人于3月10日书面撤回",
            "与2024-002合并办理",
            "已于3月20日答复，予以公开",
            "申请人放弃申请",
            "3月18日出具不予公开告知书",
        )
    ),
    Situation(
        "a slip of the keyboard in a category",
        """
        信息名称 | 信息类别 | 公开日期
        某许可 | 行政许克 | 2024-03-01
        """,
        right="publications:licensing/decisions 1",
        said="2",
        manner="said",
    ),
    Situation(
        "cells that keep their noughts with an equals sign",
        {
            "log.csv": """
                登记编号,收到日期,申请人,申请人类型,答复日期,办理结果
                ="0001",="2024-03-01",甲某,自然人,="2024-03-20",予以公开
                """
        },
        right="received/total 1",
        said="2!",
    ),
    Situation(
        "a first line that names the separator",
        {
            "log.csv": """
                sep=;
                登记编号;收到日期;申请人;申请人类型;答复日期;办理结果
                2024-001;2024-03-01;甲某;自然人;2024-03-20;予以公开
                """
        },
        right="received/total 1",
        manner="right",
    ),
]


@pytest.mark.parametrize("situation", named(ROWS))
def test_a_row_or_a_cell_that_could_decide_is_read_or_named(
    situation: Situation, tmp_path: Path
) -> None:
    judge(situation, tmp_path)
