"""The three logs as data: loaded strictly, unambiguous, and knowing every word of the reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import msgspec
import pytest

from reportcli.intake.header import Header, find_header
from reportcli.intake.headings import plain
from reportcli.words.fields import KINDS, Kind, KindId, log_kinds
from reportcli.words.text import squeeze
from tests.places import FORM

VOCABULARY = FORM / "vocabulary.yaml"

REQUIRED: dict[str, list[str]] = {
    "requests": ["收到日期", "申请人类型", "办理结果", "答复日期"],
    "publications": ["信息类别", "公开日期"],
    "cases": ["案件类型", "受理日期", "审理结果"],
}


def source_of(kind: str) -> str:
    return files("reportcli").joinpath("words", f"{kind}.toml").read_text("utf-8")


# --- strict loading ---


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('label_en = "Case log"', 'label_en = "Case log"\nlable = "x"'),
        ('type = "wording"', 'type = "wording"\ndecide = true'),
        ('type = "date"', 'type = "day"'),
        ('label = "复议诉讼台账"', "label = 1"),
        ('label_en = "Case log"', ""),
        ("decides = true", 'decides = "yes"'),
        ("ignored = [", "ignored = [1, "),
    ],
)
def test_a_slip_in_the_file_is_an_error_at_load(right: str, wrong: str) -> None:
    source = source_of("cases")
    assert right in source
    with pytest.raises(msgspec.ValidationError):
        msgspec.toml.decode(source.replace(right, wrong, 1), type=Kind)


def test_a_slip_in_a_vocabulary_is_an_error_at_load() -> None:
    source = source_of("requests")
    with pytest.raises(msgspec.ValidationError, match="wrods"):
        msgspec.toml.decode(source.replace('words = ["当面"', 'wrods = ["当面"'), type=Kind)


# --- consistency ---


@pytest.mark.parametrize("kind", KINDS)
def test_fields_have_ids_of_their_own_and_required_ones_exist(kind: KindId) -> None:
    log_kind = log_kinds()[kind]
    ids = [field.id for field in log_kind.fields]
    assert len(ids) == len(set(ids))
    assert {field for group in log_kind.required for field in group} <= set(ids)
    assert set(log_kind.values) <= set(ids)
    assert all(field.headings and field.label_en for field in log_kind.fields)


def test_a_field_that_does_not_exist_raises() -> None:
    with pytest.raises((KeyError, LookupError, StopIteration)):
        log_kinds()["cases"].field("colour")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("compare", [squeeze, plain])
def test_every_heading_of_a_kind_means_one_thing(kind: KindId, compare: Any) -> None:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for heading, field in headings_of(kind):
        meanings[compare(heading)].add(field)
    assert {heading: found for heading, found in meanings.items() if len(found) > 1} == {}


def headings_of(kind: KindId) -> Iterator[tuple[str, str]]:
    """(heading, field) of every heading; ignored ones have the field `ignored`."""
    log_kind = log_kinds()[kind]
    yield from ((heading, field.id) for field in log_kind.fields for heading in field.headings)
    yield from ((heading, "ignored") for heading in log_kind.ignored)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_a_vocabulary_means_one_thing(kind: KindId) -> None:
    for vocabulary in log_kinds()[kind].values.values():
        words = [squeeze(word) for value in vocabulary.values() for word in value.words]
        assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("kind", KINDS)
def test_every_label_is_itself_a_word_of_its_value(kind: KindId) -> None:
    """So that what a report prints can be typed into a log."""
    for field, vocabulary in log_kinds()[kind].values.items():
        for name, value in vocabulary.items():
            assert value.label in value.words, (field, name)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("requests", "applicant"), ("requests", "applicant_code"), ("requests", "subject"),
        ("requests", "handler"), ("requests", "remarks"), ("cases", "claimant"), ("cases", "respondent"),
    ],
)  # fmt: skip
def test_fields_that_name_people_are_personal(kind: KindId, field: str) -> None:
    assert log_kinds()[kind].field(field).personal


@pytest.mark.parametrize("kind", KINDS)
def test_whether_a_cell_decides_is_what_the_tables_need(kind: KindId) -> None:
    decides = {field.id for field in log_kinds()[kind].fields if field.decides}
    needed = {field for group in log_kinds()[kind].required for field in group}
    assert needed - {"applicant"} <= decides


# --- the reference vocabulary ---


def reference() -> dict[str, Any]:
    """The reference vocabulary; nothing where it is not at hand."""
    if not VOCABULARY.exists():
        return {}
    yaml = pytest.importorskip("yaml")
    return dict(yaml.safe_load(VOCABULARY.read_text("utf-8")))


REFERENCE = reference()
needs_reference = pytest.mark.skipif(
    not REFERENCE, reason="the reference vocabulary is not at hand"
)


def aliases() -> Iterator[tuple[str, str, str]]:
    """(kind, field, heading) of every heading of the reference."""
    for kind, fields in REFERENCE.get("column_aliases", {}).items():
        for field, headings in fields.items():
            yield from ((kind, field, heading) for heading in headings)


@needs_reference
@pytest.mark.parametrize(("kind", "field", "heading"), list(aliases()))
def test_headings_of_the_reference_are_known(kind: KindId, field: str, heading: str) -> None:
    """In a sheet: beside the required headings, of which one of the same field is left out."""
    required = [
        one
        for one in REQUIRED[kind]
        if field not in fields_of(kind, one) and squeeze(one) != squeeze(heading)
    ]
    found = find_header([[*required, heading]], {}, kind)
    assert isinstance(found, Header), found
    column = found.columns[-1]
    assert (column.field or "ignored", column.how) == (field, "exact")


def fields_of(kind: KindId, heading: str) -> set[str]:
    return {field for known, field in headings_of(kind) if known == heading}


def reference_words() -> Iterator[tuple[str, str, str, str]]:
    """(kind, field, value, word) of every plain vocabulary of the reference."""
    names = {"interpretation_form": "form"}
    for field, values in REFERENCE.get("publication_values", {}).items():
        for value, words in values.items():
            yield from (("publications", names.get(field, field), value, word) for word in words)
    for field in ("channel",):
        for value, words in REFERENCE.get("values", {}).get(field, {}).items():
            if isinstance(words, dict):
                yield from (("requests", field, "", word) for word in words)
            else:
                yield from (("requests", field, value, word) for word in words)


@needs_reference
@pytest.mark.parametrize(("kind", "field", "value", "word"), list(reference_words()))
def test_wordings_of_the_reference_are_known(
    kind: KindId, field: str, value: str, word: str
) -> None:
    vocabulary = log_kinds()[kind].values[field]
    known = {squeeze(one): name for name, found in vocabulary.items() for one in found.words}
    if value:
        assert known[squeeze(word)] == value
    else:  # ambiguous in the reference, so known as uncertain
        assert vocabulary[known[squeeze(word)]].uncertain


@needs_reference
def test_the_reference_is_read_at_all() -> None:
    assert len(list(aliases())) > 150
    assert len(list(reference_words())) > 80
