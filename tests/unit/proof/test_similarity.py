"""What repeats last year's report, and what only sounds like it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from reportcli.finding import Finding, Refusal
from reportcli.proof.repeated import MOST_SENTENCES
from reportcli.proof.similarity import compare_with_last_year, lines_by_part, sentences
from reportcli.prose.blocks import Part, plain_paragraph

LAST_YEAR = """# 某局2023年政府信息公开工作年度报告

一、总体情况

2023年，本局新收政府信息公开申请54件，均已按期办结。

五、存在的主要问题及改进情况

少数科室对政府信息公开工作的重要性认识不足。部分栏目更新不够及时，内容有待丰富。2024年，本局将组织2次业务培训。

六、其他需要报告的事项

无其他需要报告的事项。
"""


def part(number: str, *paragraphs: str) -> Part:
    return Part(number, "", tuple(map(plain_paragraph, paragraphs)), file=f"text/{number}.md")


def findings(parts: list[Part], report: Path) -> list[tuple[str, str, object]]:
    found: list[Finding] = list(compare_with_last_year(parts, report))
    return [(one.code, str(one.address), one.details["share"]) for one in found]


def as_docx(path: Path) -> None:
    document = docx.Document()
    for line in LAST_YEAR.splitlines():
        document.add_paragraph(line.lstrip("# "))
    document.save(str(path))


def as_html(path: Path) -> None:
    lines = "".join(f"<p>{line[:6]}<b>{line[6:]}</b></p>" for line in LAST_YEAR.splitlines())
    path.write_text(
        f"<html><script>五、</script><table><tr><td>六、表</table><body>{lines}</body></html>",
        "utf-8",
    )


def as_markdown(path: Path) -> None:
    path.write_text(LAST_YEAR, "utf-8")


def as_gb18030(path: Path) -> None:
    path.write_bytes(LAST_YEAR.encode("gb18030"))


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.docx", as_docx),
        ("a.html", as_html),
        ("a.htm", as_html),
        ("a.md", as_markdown),
        ("a.txt", as_gb18030),
    ],
)
def test_a_part_that_was_copied_is_found_whatever_the_format(
    name: str, write: object, tmp_path: Path
) -> None:
    report = tmp_path / name
    write(report)  # type: ignore[operator]
    copied = "少数科室对政府信息公开工作的重要性认识不足。部分栏目更新不够及时，内容有待丰富。"
    assert findings([part("五", copied)], report) == [("text-repeated", "text/五.md", 100)]


def test_new_figures_and_years_make_no_other_sentence(tmp_path: Path) -> None:
    as_markdown(report := tmp_path / "a.md")
    again = part("五", "2025年，本局将组织12次业务培训。")
    assert findings([again], report) == [("text-repeated", "text/五.md", 100)]


def test_half_of_a_part_is_no_more_than_half(tmp_path: Path) -> None:
    as_markdown(report := tmp_path / "a.md")
    old = "部分栏目更新不够及时，内容有待丰富"
    new = "今年改版后的门户尚缺移动端搜索功能"
    assert len(old) == len(new)
    assert findings([part("五", f"{old}。{new}。")], report) == []
    assert findings([part("五", f"{old}。{new[:-1]}。")], report) == [
        ("text-repeated", "text/五.md", 51)
    ]


def test_what_stood_in_another_part_is_not_repeated_here(tmp_path: Path) -> None:
    as_markdown(report := tmp_path / "a.md")
    assert findings([part("六", "少数科室对政府信息公开工作的重要性认识不足。")], report) == []


def test_sentences_of_the_program_are_not_the_offices(tmp_path: Path) -> None:
    as_markdown(report := tmp_path / "a.md")
    written = Part(
        "一", "", (plain_paragraph("2024年，本局新收政府信息公开申请61件，均已按期办结。"),)
    )
    assert findings([written], report) == []


def test_the_finding_shows_the_sentences(tmp_path: Path) -> None:
    as_markdown(report := tmp_path / "a.md")
    (found,) = compare_with_last_year([part("五", "部分栏目更新不够及时，内容有待丰富。")], report)
    assert "部分栏目更新不够及时" in found.message("zh")
    assert found.severity == "warning"


def test_a_part_begins_under_its_title_and_under_no_other_words() -> None:
    lines = [
        "前言",
        "一、总体情况",
        "甲",
        "三、不是标题",
        "五、存在问题及改进措施",
        "（一）乙",
        "一、总体情况",
    ]
    assert lines_by_part(lines) == {
        "一": ["甲", "三、不是标题"],
        "五": ["（一）乙", "一、总体情况"],
    }


def test_short_sentences_are_left_out() -> None:
    assert sentences(["特此报告。以上内容已经核对无误！"]) == ["以上内容已经核对无误"]


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a"])
def test_another_format_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"%PDF-1.7")
    with pytest.raises(Refusal) as refusal:
        list(compare_with_last_year([], tmp_path / name))
    assert (refusal.value.code, refusal.value.status) == ("previous-report-unreadable", 3)


def test_a_page_without_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!-- -->", "utf-8")
    with pytest.raises(Refusal):
        list(compare_with_last_year([], tmp_path / "a.html"))


def test_a_text_many_times_as_long_as_a_report_is_compared_up_to_there(tmp_path: Path) -> None:
    lines = [
        f"第{chr(0x4E00 + at)}次会议研究部署了本部门的各项公开工作。"
        for at in range(MOST_SENTENCES + 5)
    ]
    report = tmp_path / "上年.md"
    report.write_text("五、存在的主要问题及改进情况\n\n" + "\n\n".join(lines), "utf-8")
    (found,) = compare_with_last_year([part("五", "今年没有同样的话，全部重新撰写。")], report)
    assert (found.code, str(found.address)) == ("text-too-long", str(report))
