"""A verdict becomes a finding at its row, and perhaps the fate of the row."""

from __future__ import annotations

from reportcli.count.verdicts import Verdicts
from reportcli.intake.log import Stack
from tests.logs import log_of

HEAD = "登记编号 | 收到日期 | 申请人类型 | 答复日期 | 办理结果\n"
ROW = "{n} | 2024-03-01 | 自然人 | 2024-03-06 | 予以公开\n"


def verdicts() -> Verdicts:
    """No verdict yet on two logs of two rows each, the last of which is unsound."""
    first = log_of(HEAD + ROW.format(n=1) + ROW.format(n=2), file="a.xlsx")
    second = log_of(
        HEAD + ROW.format(n=3) + ROW.format(n=4).replace("予以公开", "？"), file="b.xlsx"
    )
    return Verdicts(Stack.of([first, second]))


def test_without_a_verdict_the_logs_are_as_they_were() -> None:
    settled = verdicts()
    assert all(one is other for one, other in zip(settled.logs(), settled.stack.logs, strict=True))
    assert settled.sound.tolist() == [True, True, True, False]


def test_a_row_left_out_has_its_reason_and_its_finding() -> None:
    settled = verdicts()
    settled.leave_out(2, "record-doubled", "number", other=str(settled.address(0)))
    first, second = settled.logs()
    assert first is settled.stack.logs[0]
    assert second.frame["fault"].tolist()[0] == "record-doubled"
    finding = next(one for one in second.findings(second.frame.index[:0]) if one.address.row == 2)
    assert (finding.code, finding.address.cell) == ("record-doubled", "A2")
    assert finding.details == {"other": "a.xlsx '台账'!2:2"}
    assert not settled.sound[2]


def test_what_was_wrong_with_a_row_that_does_not_count_is_no_finding() -> None:
    settled = verdicts()
    settled.leave_out_silently(3, "sheet-copy")
    _, second = settled.logs()
    assert list(second.findings(second.frame.index[:0])) == []


def test_a_finding_may_be_about_a_row_that_counts() -> None:
    settled = verdicts()
    settled.tell(1, "number-doubled", "number")
    first, _ = settled.logs()
    assert first.frame["fault"].tolist() == ["", ""]
    assert [one.severity for one in first.findings(first.frame.index[:0])] == ["error"]
