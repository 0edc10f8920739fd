"""What reaches out of a docx is cut off: nothing is left that another program would fetch."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

import pytest

from reportcli.files.docx import Docx
from reportcli.files.external import EMPTY_SVG, cut_off, drawing_reaches_out, word_fields
from reportcli.finding import Refusal
from tests.reaching import field, picture, reaching, svg, with_parts

URL = "http://elsewhere.example"
LINK = '<w:p><w:hyperlink r:id="rId101"><w:r><w:t>看这里</w:t></w:r></w:hyperlink></w:p>'


def opened(content: bytes, folder: Path) -> Docx:
    """A docx of these bytes."""
    (folder / "last.docx").write_bytes(content)
    return Docx(folder / "last.docx")


def parts_after(docx: Docx) -> dict[str, bytes]:
    """Every part as it is written on."""
    return {name: docx.bytes_of(name) for name in docx.parts}


def cut_from(
    folder: Path,
    body: str,
    relations: dict[str, tuple[str, str]],
    parts: dict[str, bytes] | None = None,
) -> tuple[list[tuple[str, str]], str]:
    """What is cut from a document, and what is left of it and its relations."""
    docx = opened(with_parts(body, relations, parts), folder)
    cuts = [(one.kind, one.target) for one in cut_off(docx)]
    left = parts_after(docx)
    return cuts, (left["word/document.xml"] + left["word/_rels/document.xml.rels"]).decode()


# --- relations ---

RELATIONS = {
    "a linked picture": (picture('r:link="rId101"'), "image", f"{URL}/a.png"),
    "a local picture": (picture('r:link="rId101"'), "image", "file:///etc/hostname"),
    "a picture on a share": (picture('r:link="rId101"'), "image", r"\\server\share\a.png"),
    "an attached template": ("<w:p/>", "attachedTemplate", f"{URL}/a.dotx"),
    "a linked object": ('<w:p><w:r><w:object><o:OLEObject Type="Link" r:id="rId101"/></w:object></w:r></w:p>', "oleObject", f"{URL}/a.xlsx"),
    "a document taken in": ('<w:altChunk r:id="rId101"/>', "aFChunk", f"{URL}/a.html"),
    "a subdocument": ('<w:subDoc r:id="rId101"/>', "subDocument", "file:///a.docx"),
    "a pattern": ('<w:p><w:r><w:pict><v:rect><v:fill r:id="rId101"/></v:rect></w:pict></w:r></w:p>', "image", f"{URL}/a.png"),
    "a pattern of old": ('<w:p><w:r><w:pict><v:rect><v:fill o:relid="rId101"/></v:rect></w:pict></w:r></w:p>', "image", f"{URL}/a.png"),
    "a header": ('<w:sectPr><w:headerReference w:type="default" r:id="rId101"/></w:sectPr>', "header", f"{URL}/a.xml"),
    "a frame": ("<w:p/>", "frame", f"{URL}/a.htm"),
    "something new": ("<w:p/>", "holograph", f"{URL}/a"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "target"), RELATIONS.values(), ids=RELATIONS)
def test_a_relation_that_leads_outside_goes_with_what_names_it(
    body: str, kind: str, target: str, tmp_path: Path
) -> None:
    cuts, left = cut_from(tmp_path, body, {"rId101": (kind, target)})
    assert (kind, target) in cuts
    assert "rId101" not in left


@pytest.mark.parametrize(
    "target",
    [f"{URL}/a.png", "FILE:///etc/hostname", "//elsewhere.example/a", r"C:\a.png", r"..\..\a.png", " http://x.example/"],
)  # fmt: skip
def test_what_says_that_it_is_inside_and_is_not_goes_too(target: str, tmp_path: Path) -> None:
    cuts, left = cut_from(
        tmp_path, picture('r:embed="rId101"'), {"rId101": ("image", f"!{target}")}
    )
    assert cuts == [("image", target)]
    assert "rId101" not in left


def test_a_link_to_look_at_stays(tmp_path: Path) -> None:
    cuts, left = cut_from(tmp_path, LINK, {"rId101": ("hyperlink", URL)})
    assert cuts == []
    assert left.count("rId101") == 2


def test_but_no_picture_may_name_it(tmp_path: Path) -> None:
    body = LINK + picture('r:link="rId101"') + picture('r:embed="rId101"')
    _, left = cut_from(tmp_path, body, {"rId101": ("hyperlink", URL)})
    assert left.count("rId101") == 2
    assert 'r:id="rId101"' in left


def test_pictures_of_its_own_stay(tmp_path: Path) -> None:
    parts = {"word/media/a.png": b"\x89PNG", "word/media/b.svg": svg("#a")}
    body = picture('r:embed="rId101"') + picture('r:embed="rId102"')
    relations = {"rId101": ("image", "!media/a.png"), "rId102": ("image", "!media/b.svg")}
    cuts, left = cut_from(tmp_path, body, relations, parts)
    assert cuts == []
    assert 'r:embed="rId101"' in left


def test_documents_taken_in_go_from_inside_too(tmp_path: Path) -> None:
    parts = {"word/chunk.html": f'<img src="{URL}">'.encode()}
    cuts, left = cut_from(
        tmp_path, '<w:altChunk r:id="rId101"/>', {"rId101": ("aFChunk", "!chunk.html")}, parts
    )
    assert set(cuts) == {("aFChunk", "chunk.html"), ("altChunk", "chunk.html")}
    assert "altChunk" not in left


def test_what_stands_behind_an_element_that_goes_stays(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>前</w:t></w:r></w:p><w:altChunk/><w:p><w:r><w:t>后</w:t></w:r></w:p>"
    _, left = cut_from(tmp_path, body, {})
    assert "前" in left
    assert "后" in left


@pytest.mark.parametrize("name", ["src", "o:href", "href"])
def test_an_address_without_a_relation_goes(name: str, tmp_path: Path) -> None:
    body = f'<w:p><w:r><w:pict><v:shape href="{URL}/click"><v:imagedata {name}="{URL}/a"/></v:shape></w:pict></w:r></w:p>'
    cuts, left = cut_from(tmp_path, body, {})
    assert cuts == [("image", f"{URL}/a")]
    assert re.findall(f'{URL}[^"]*', left) == [f"{URL}/click"]


# --- fields ---


@pytest.mark.parametrize(
    "code",
    [
        "INCLUDEPICTURE a", " includetext a ", "LINK Excel.Sheet.8 a", "DDEAUTO a b c", "DDE a b", "DATABASE \\d a",
        "IMPORT a", "INCLUDE a", "RD a", "AUTOTEXT a", "DATA a", "IF 1 = 1 INCLUDEPICTURE", '"LINK a',
    ],
)  # fmt: skip
def test_a_field_that_fetches_becomes_what_it_shows(code: str, tmp_path: Path) -> None:
    escaped = code.replace('"', "&quot;")
    simple = f'<w:p><w:fldSimple w:instr="{escaped}"><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>'
    cuts, left = cut_from(tmp_path, field(escaped) + simple, {})
    assert cuts == [("field", code)] * 2
    assert re.findall("<w:t>(.)</w:t>", left) == ["8", "9"]
    assert not re.search("instr|fldChar", left)


@pytest.mark.parametrize(
    "code", ["PAGE", "HYPERLINK a", "TOC \\o", "= SUM(ABOVE)", "LINKS", "REF DATA"]
)
def test_other_fields_stay(code: str, tmp_path: Path) -> None:
    cuts, left = cut_from(tmp_path, field(code), {})
    assert cuts == []
    assert left.count("fldChar ") == 3


def test_a_field_in_the_code_of_another_is_part_of_it(tmp_path: Path) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    told = "<w:r><w:instrText>%s</w:instrText></w:r>"
    body = f"<w:p>{begin}{told % 'IF 1 '}{begin}{told % 'LINK a'}{end}{told % '= 1'}{end}</w:p>"
    docx = opened(with_parts(body, {}), tmp_path)
    assert [one.instructions for one in word_fields(docx.document)] == [["IF 1 = 1", "LINK a"]]
    assert [(one.kind, one.target) for one in cut_off(docx)] == [("field", "LINK a")]


def test_a_field_without_an_end_is_one(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDETEXT a</w:instrText></w:r></w:p>'
    cuts, left = cut_from(tmp_path, body, {})
    assert cuts == [("field", "INCLUDETEXT a")]
    assert "INCLUDETEXT" not in left


# --- drawings ---


@pytest.mark.parametrize(
    ("content", "reaches_out"),
    [
        (svg("#a"), False),
        (svg("data:image/png;base64,AAAA"), False),
        (svg("http://x.example/a.png"), True),
        (svg("a.png"), True),
        (svg("&#104;ttp://x.example/a.png"), True),
        (svg("data:image/svg+xml;base64,AAAA"), True),
        (b"<svg><style>@import 'a.css'</style></svg>", True),
        (b"<svg><rect fill='url(#a)'/></svg>", False),
        (b"<svg><rect fill='url(http://x.example)'/></svg>", True),
        (b"<!DOCTYPE svg SYSTEM 'http://x.example'><svg/>", True),
        (b"<?xml-stylesheet href='a'?><svg/>", True),
        (b"<svg><script>1</script></svg>", True),
        ("<svg/>".encode("utf-16"), True),
        (b"\x1f\x8b torn", True),
    ],
)
def test_a_drawing_that_points_elsewhere(content: bytes, reaches_out: bool) -> None:
    assert drawing_reaches_out(content) is reaches_out


def test_a_packed_drawing_is_looked_into() -> None:
    packer = zlib.compressobj(wbits=31)
    assert not drawing_reaches_out(packer.compress(svg("#a")) + packer.flush())
    packer = zlib.compressobj(wbits=31)
    assert drawing_reaches_out(packer.compress(svg(URL)) + packer.flush())


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.svgz"])
def test_such_a_drawing_is_blank_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    parts = {f"word/media/{name}": svg(URL)}
    docx = opened(with_parts("<w:p/>", {"rId101": ("image", f"!media/{name}")}, parts), tmp_path)
    assert [one.kind for one in cut_off(docx)] == ["svg"]
    assert docx.bytes_of(f"word/media/{name}") == EMPTY_SVG


# --- whole files ---


def test_nothing_of_anything_is_left(tmp_path: Path) -> None:
    docx = opened(reaching(URL, tmp_path / "secret"), tmp_path)
    cut_off(docx)
    left = {
        name: re.findall(rb"elsewhere\.example[^\"]*|secret", part)
        for name, part in parts_after(docx).items()
    }
    assert {name: found for name, found in left.items() if found} == {
        "word/_rels/document.xml.rels": [b"elsewhere.example/clicked.png"],
        "word/chunk.html": [b"elsewhere.example/chunk.png"],  # which nothing names any more
    }


def test_parts_of_any_name_are_looked_through(tmp_path: Path) -> None:
    parts = {
        "word/any.thing": field("INCLUDEPICTURE a")
        .replace(
            "<w:p>", '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        )
        .encode()
    }
    docx = opened(with_parts("<w:p/>", {}, parts), tmp_path)
    assert [one.kind for one in cut_off(docx)] == ["field"]


def test_markup_that_cannot_be_looked_through_is_refused(tmp_path: Path) -> None:
    docx = opened(with_parts("<w:p/>", {}, {"word/torn.xml": b"<a><b></a>"}), tmp_path)
    with pytest.raises(Refusal) as refusal:
        cut_off(docx)
    assert (refusal.value.code, refusal.value.details["reason"]) == (
        "input-damaged",
        "word/torn.xml",
    )


def test_a_sound_docx_is_left_as_it_is(tmp_path: Path) -> None:
    content = with_parts(LINK, {"rId101": ("hyperlink", URL)})
    docx = opened(content, tmp_path)
    assert cut_off(docx) == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert parts_after(docx) == {name: archive.read(name) for name in archive.namelist()}
