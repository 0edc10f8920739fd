"""Categories of publications in offices' own words: a line of table 二, a topic, or an error."""

from __future__ import annotations

import pytest

from reportcli.words.category import classify_category

# category | line; `-`: a free topic; `?`: none, which is an error
CATEGORIES = """
行政处罚决定书 | penalties
行政处罚信息公示 | penalties
市局行政处罚决定 | penalties
一般程序行政处罚案件 | penalties
行政许可结果 | licensing
行政许可决定书 | licensing
行政许可公示 | licensing
部门规范性文件 | normative_documents
区政府规范性文件 | normative_documents
规范性文件公开 | normative_documents
地方政府规章 | rules
规章文本 | rules
行政强制决定书 | coercion
行政强制措施决定书 | coercion
行政事业性收费公示 | fees
政府采购公告 | procurement
政府采购中标公告 | procurement
其他对外管理服务结果 | other_services
公安行政处罚事项 | penalties_item
办事指南 | -
通知公告 | -
规划公示 | -
人事信息 | -
规范性文件解读 | -
规范性文件征求意见 | -
行政处罚裁量基准 | -
行政处罚自由裁量权基准 | -
行政许可事项目录 | -
行政许可办事指南 | -
行政处罚流程图 | -
行政处罚典型案例 | -
行政处罚依据 | -
行政许可统计 | -
规章制度 | -
规章草案征求意见 | -
政府采购意向 | -
行政许可和行政处罚 | ?
双公示 | ?
行政处罚撤回 | ?
废止规范性文件 | ?
拟行政许可公示 | ?
不予行政处罚决定书 | ?
行政许可审批股 | ?
行政许可延续某某 | ?
"""


@pytest.mark.parametrize(
    ("category", "expected"),
    [tuple(line.split(" | ")) for line in CATEGORIES.strip().splitlines()],
)
def test_a_category_that_is_no_entry(category: str, expected: str) -> None:
    found = classify_category(category)
    if found is None:
        assert expected == "-"
    else:
        assert (found.line or "?") == expected


def test_what_is_left_open_names_the_lines_it_may_be() -> None:
    found = classify_category("行政许可和行政处罚")
    assert found is not None
    assert [fault.code for fault in found.faults] == ["category-unclear"]
    assert found.faults[0].details["lines"] == "“行政许可”、“行政处罚”"
