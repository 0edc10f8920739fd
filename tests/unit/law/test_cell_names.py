"""A cell of the form is found by its id and as it is printed, and by nothing that could be another."""

from __future__ import annotations

import pytest

from reportcli.law.cell_names import CellError, cell_words, find_cell, short_name
from reportcli.law.edition import Edition, cell_id, editions, label_text, load
from reportcli.words.messages import CHINESE, ENGLISH
from tests.unit.law.forms import SMALL

OLD, NEW = Edition.by_id("2019"), Edition.by_id("2021")


@pytest.mark.parametrize(
    ("edition", "name", "cell"),
    [
        (NEW, "requests/outcome.granted/natural_person", "requests/outcome.granted/natural_person"),
        (NEW, "三/予以公开/自然人", "requests/outcome.granted/natural_person"),
        (NEW, "三／（一）予以公开／自然人", "requests/outcome.granted/natural_person"),
        (NEW, " 三 / (一) 予以 公开 / 自然人 ", "requests/outcome.granted/natural_person"),
        (
            NEW,
            "三、收到和处理政府信息公开申请情况/予以公开/自然人",
            "requests/outcome.granted/natural_person",
        ),
        (NEW, "三/部分公开/总计", "requests/outcome.partial/total"),
        (
            NEW,
            "三/部分公开(区分处理的,只计这一情形,不计其他情形)/总计",
            "requests/outcome.partial/total",
        ),
        (
            NEW,
            "三/3.危及三安全一稳定/其他",
            "requests/outcome.refused.security_stability/other_organisation",
        ),
        (NEW, "三/１．属于国家秘密/商业企业", "requests/outcome.refused.state_secret/business"),
        (NEW, "三/总计/总计", "requests/outcome.total/total"),
        (NEW, "三/其他/自然人", "requests/outcome.other.miscellaneous/natural_person"),
        (OLD, "三/其他处理/自然人", "requests/outcome.other/natural_person"),
        (NEW, "requests/四、结转下年度继续办理/total", "requests/carried_forward/total"),
        (NEW, "四/未经复议直接起诉/尚未审结", "cases/suit_direct/pending"),
        (NEW, "二/行政事业性收费/本年收费金额", "publications/fees/amount"),
        (NEW, "二/行政事业性收费/本年收费金额（单位：万元）", "publications/fees/amount"),
        (OLD, "二/行政许可/本年增/减", "publications/licensing/items_change"),
    ],
)
def test_a_cell_is_found_as_a_person_names_it(edition: Edition, name: str, cell: str) -> None:
    assert find_cell(edition, name) == cell


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("三/予以公/自然人", "requests/outcome.granted/natural_person"),
        ("requests/outcome.grantd/natural_person", "requests/outcome.granted/natural_person"),
        ("三/不予公开/自然人", "requests/outcome.refused.register_query/natural_person"),
        ("requests/outcome.refused/total", "requests/outcome.refused.state_secret/total"),
        ("四/行政诉讼/总计", "cases/suit_after_review/total"),
        ("三/（二）予以公开/自然人", "requests/outcome.granted/natural_person"),
        ("予以公开", "requests/outcome.granted/natural_person"),
    ],
)
def test_an_unknown_cell_offers_those_close_to_it(name: str, close: str) -> None:
    with pytest.raises(CellError) as caught:
        find_cell(NEW, name)
    assert close in caught.value.close
    assert close in str(caught.value)


@pytest.mark.parametrize("name", ["", "/", "//", "///", "三", "三/予以公开", "\u202e/\x1b[31m/x"])
def test_nonsense_names_no_cell(name: str) -> None:
    with pytest.raises(ValueError, match="names no single cell") as caught:
        find_cell(NEW, name)
    assert str(caught.value).isprintable()


def test_a_name_that_fits_two_cells_offers_both() -> None:
    two = SMALL.replace('label = "新收"', 'label = "公开"')
    with pytest.raises(CellError) as caught:
        find_cell(load({"2021.toml": two})[0], "一/公开/自然人")
    assert caught.value.close == ("requests/received/person", "requests/outcome.granted/person")


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_every_cell_is_found_by_its_id_and_by_its_labels(edition: Edition) -> None:
    for table in edition.tables:
        for line, column, _ in table.cells():
            wanted = cell_id(table.id, line.id, column.id)
            assert find_cell(edition, wanted) == wanted
            assert (
                find_cell(edition, f"{table.section}/{label_text(line, CHINESE)}/{column.label}")
                == wanted
            )


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("requests/outcome.granted/natural_person", "表三“（一）予以公开”自然人"),
        ("publications/rules/issued", "表二“规章”本年制发件数"),
        ("cases/suit_direct/total", "表四“未经复议直接起诉”总计"),
    ],
)
def test_a_cell_is_named_in_a_sentence_as_the_form_prints_it(cell: str, words: str) -> None:
    assert cell_words(Edition.by_id("2021"), cell) == words


@pytest.mark.parametrize(
    ("short", "cell"),
    [
        ("三/新收/自然人", "requests/received/natural_person"),
        ("三/不予公开/3/自然人", "requests/outcome.refused.security_stability/natural_person"),
        (
            "三/Not disclosed/3/Natural persons",
            "requests/outcome.refused.security_stability/natural_person",
        ),
        ("三/结转下年/总计", "requests/carried_forward/total"),
        ("四/未经复议直接起诉/结果维持", "cases/suit_direct/upheld"),
        ("二/行政规范性文件/现行有效件数", "publications/normative_documents/in_force"),
    ],
)
def test_a_cell_by_its_short_name(short: str, cell: str) -> None:
    assert find_cell(NEW, short) == cell


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.id)
def test_short_names_are_of_one_cell_each(edition: Edition) -> None:
    for voice in (CHINESE, ENGLISH):
        for table in edition.tables:
            names = [
                short_name(edition, cell_id(table.id, line.id, column.id), voice)
                for line, column, _ in table.cells()
            ]
            assert len(set(names)) == len(names)
