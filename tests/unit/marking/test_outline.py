"""Elements found in the bytes of a part, and edits of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcli.marking import outline as outlining
from reportcli.marking.outline import (
    Edit,
    NotInPlace,
    outline_of,
    splice,
    spliced,
    with_attribute,
)
from tests.packaged import (
    cut,
)


@given(st.binary(max_size=60), st.data(), st.integers(1, 9))
def test_edits_are_the_same_however_the_part_is_cut(
    part: bytes, data: st.DataObject, size: int
) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, len(part)), max_size=8)))
    edits = [
        Edit(start, stop, b"<%d>" % start)
        for start, stop in zip(places[::2], places[1::2], strict=False)
    ]
    expected, at = b"", 0
    for edit in edits:
        expected += part[at : edit.start] + edit.text
        at = edit.stop
    expected += part[at:]
    assert spliced(part, edits) == expected
    assert b"".join(splice(cut(part, size), edits)) == expected


@pytest.mark.parametrize(
    ("tag", "name", "value", "expected"),
    [
        (b'<c r="A1">', "s", 3, b'<c r="A1" s="3">'),
        (b'<c r="A1" s="12" t="s">', "s", 3, b'<c r="A1" s="3" t="s">'),
        (b"<c r='A1' s='12'/>", "s", 3, b"<c r='A1' s=\"3\"/>"),
        (b'<c r="A1" t="s" />', "s", 3, b'<c r="A1" t="s" s="3"/>'),
        (b'<xf xfId="0" fillId="2"/>', "Id", 3, b'<xf xfId="0" fillId="2" Id="3"/>'),
        (b"<fills>", "count", 3, b'<fills count="3">'),
    ],
)
def test_an_attribute_is_replaced_or_added(
    tag: bytes, name: str, value: int, expected: bytes
) -> None:
    assert with_attribute(tag, name, value) == expected


def test_an_outline_says_where_elements_lie() -> None:
    part = "<?xml version='1.0'?>\n<甲 a='1>2'><b/><c x='y' >文</c ></甲>".encode()
    root = outline_of(part)
    assert root.attributes == {"a": "1>2"}
    assert [part[child.start : child.stop].decode() for child in root.children] == [
        "<b/>",
        "<c x='y' >文</c >",
    ]
    assert [child.is_empty_tag for child in root.children] == [True, False]
    inner = root.children[1]
    assert part[inner.tag_stop : inner.inner_stop].decode() == "文"


@pytest.mark.parametrize(
    "part",
    [
        b"<a>",
        b"<!DOCTYPE a><a/>",
        "<a/>".encode("utf-16"),
        "<a/>".encode("utf-16-le"),  # without a mark, which says so
        b"<?xml version='1.0' encoding='gbk'?><a/>",
    ],
)
def test_a_part_that_is_not_plain_is_not_touched(part: bytes) -> None:
    with pytest.raises(NotInPlace):
        outline_of(part)


def test_a_part_of_any_number_of_elements_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlining, "MOST_ELEMENTS", 3)
    assert len(outline_of(b"<a><b/><c/></a>").children) == 2
    with pytest.raises(NotInPlace):
        outline_of(b"<a><b/><c/><d/></a>")
