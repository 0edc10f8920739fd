"""Records as another unit may have them too."""

from __future__ import annotations

from reportcli.count.tally import tally_logs
from reportcli.law.edition import Edition
from reportcli.rollup.records import Ways, keyed, keys_of, number_key
from reportcli.rollup.result import KEY_BYTES, RecordKeys
from reportcli.settings import Settings
from tests.logs import log_of

SECRET = b"s" * 32
FORM = Edition.for_year(2024)


def keys(table: str, secret: bytes = SECRET) -> tuple[RecordKeys | None, Ways]:
    """The keys of a log."""
    [part] = tally_logs([log_of(table)], FORM, 2024, Settings()).parts
    ways = Ways()
    return keys_of(part, ways, secret), ways


REQUESTS = """
    登记编号 | 收到日期   | 申请人 | 申请人类型 | 申请内容 | 办理结果 | 答复日期
    2024-1   | 2024-01-05 | 赵甲   | 自然人     | 规划     | 予以公开 | 2024-01-10
    2024-2   | 2024-12-25 | 钱乙   | 自然人     | 征地     |          |
             | 2024-01-05 | 孙丙   | 自然人     | 规划     | 予以公开 | 2024-01-10
    2024-4   | 2022-01-05 | 李丁   | 自然人     | 规划     | 予以公开 | 2022-01-10
"""


def test_a_request_with_number_applicant_and_subject_has_a_key_where_it_counts() -> None:
    found, ways = keys(REQUESTS)
    assert found is not None
    assert [found.record(place)[0] for place in range(found.count)] == [2, 3]
    assert len(found.keys) == len(found.numbers) == 2 * KEY_BYTES
    assert ways.listed() == (
        {"requests/received/natural_person": 1, "requests/outcome.granted/natural_person": 1},
        {"requests/received/natural_person": 1, "requests/carried_forward/natural_person": 1},
    )


def test_keys_hang_on_the_secret() -> None:
    one, other = keys(REQUESTS)[0], keys(REQUESTS, b"t" * 32)[0]
    assert one is not None
    assert other is not None
    assert one.keys != other.keys
    assert one.rows == other.rows


def test_a_log_without_subjects_names_no_request() -> None:
    table = "登记编号 | 收到日期 | 申请人类型 | 办理结果 | 答复日期\n1 | 2024-01-05 | 自然人 | 予以公开 | 2024-01-10"
    assert keys(table)[0] is None


def test_only_documents_are_counted_by_one_organ_alone() -> None:
    found, _ = keys(
        """
        标题 | 文号             | 信息类别       | 制发日期   | 公开日期   | 有效性
        甲   | 某政规〔2024〕3号 | 行政规范性文件 | 2024-02-01 | 2024-02-03 | 有效
        乙   | 某罚〔2024〕9号   | 行政处罚       | 2024-02-01 | 2024-02-03 |
        """,
    )
    assert found is not None
    assert found.count == 1
    row, _, number = found.record(0)
    assert (row, number) == (2, number_key(SECRET, "publications", "某政规【2024】03号"))


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert keyed(SECRET, "ab", "c") != keyed(SECRET, "a", "bc")
