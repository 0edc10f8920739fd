"""A docx that reaches out of itself in every way that we know of, for tests that nothing is fetched."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx

from tests.letterhead import png

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
A = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def picture(attribute: str) -> str:
    """A picture whose relation is named by an attribute."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/><wp:docPr id="7" name="p"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="7" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {attribute}/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def field(code: str, shown: str = "8") -> str:
    """A field of Word, its code in pieces."""
    half = len(code) // 2
    pieces = "".join(
        f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>'
        for one in (code[:half], code[half:])
    )
    begin, part, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"<w:p>{begin}{pieces}{part}<w:r><w:t>{shown}</w:t></w:r>{end}</w:p>"


def svg(href: str) -> bytes:
    """A drawing that shows a picture from elsewhere."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="99" height="99">'
        f'<image xlink:href="{href}" width="99" height="99"/></svg>'
    ).encode()


def with_parts(
    body: str, relations: dict[str, tuple[str, str]], parts: dict[str, bytes] | None = None
) -> bytes:
    """A docx whose document holds a body; relations by id as (kind, target), `!` before a target of its own parts."""
    source = io.BytesIO()
    docx.Document().save(source)
    target = io.BytesIO()
    added = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{to.removeprefix("!")}"'
        f"{'' if to.startswith('!') else ' TargetMode=' + chr(34) + 'External' + chr(34)}/>"
        for id_, (kind, to) in relations.items()
    )
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = (
                    f"<w:document {W} {R} {V} {A}><w:body>{body}</w:body></w:document>".encode()
                )
            elif name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", f"{added}</Relationships>".encode())
            elif name == "[Content_Types].xml":
                more = '<Default Extension="svg" ContentType="image/svg+xml"/><Default Extension="png" ContentType="image/png"/>'
                more += '<Default Extension="html" ContentType="text/html"/>'
                content = content.replace(b"<Override", f"{more}<Override".encode(), 1)
            new.writestr(name, content)
        for name, content in (parts or {}).items():
            new.writestr(name, content)
    return target.getvalue()


def reaching(url: str, file: Path) -> bytes:
    """A docx that would fetch from an address, and read a file, in every way at once."""
    local = file.as_uri()
    body = "".join(
        [
            picture('r:link="rId101"'),
            picture('r:link="rId102"'),
            picture('r:embed="rId103"'),
            picture('r:embed="rId104"'),
            f'<w:p><w:r><w:pict><v:shape style="width:50pt;height:50pt"><v:imagedata r:id="rId101" o:href="{url}/href.png" src="{url}/src.png"/></v:shape></w:pict></w:r></w:p>',
            '<w:p><w:r><w:pict><v:rect style="width:50pt;height:50pt"><v:fill type="frame" r:id="rId101"/></v:rect></w:pict></w:r></w:p>',
            '<w:p><w:r><w:object><v:shape id="s1" style="width:50pt;height:50pt"/><o:OLEObject Type="Link" ProgID="Excel.Sheet.12" ShapeID="s1" DrawAspect="Content" ObjectID="_1" r:id="rId105" UpdateMode="Always"/></w:object></w:r></w:p>',
            field(f' INCLUDEPICTURE "{url}/field.png" \\d '),
            field(f' INCLUDETEXT "{local}" '),
            field(f' INCLUDETEXT "{url}/text.docx" '),
            field(f' LINK Excel.Sheet.8 "{url}/book.xls" "Sheet1!R1C1" \\a \\f 0 '),
            field(f' DDEAUTO soffice "{file}" "a" '),
            f'<w:p><w:fldSimple w:instr=" INCLUDEPICTURE &quot;{url}/simple.png&quot; "><w:r><w:t>8</w:t></w:r></w:fldSimple></w:p>',
            '<w:altChunk r:id="rId106"/><w:altChunk r:id="rId107"/>',
            '<w:subDoc r:id="rId108"/>',
            '<w:p><w:hyperlink r:id="rId109"><w:r><w:t>看这里</w:t></w:r></w:hyperlink></w:p>',
            picture('r:link="rId109"'),
            "<w:p><w:r><w:t>完</w:t></w:r></w:p>",
        ]
    )
    page = f'<html><body><img src="{url}/chunk.png"/><p>块</p></body></html>'.encode()
    return with_parts(
        body,
        {
            "rId101": ("image", f"{url}/linked.png"),
            "rId102": ("image", local),
            "rId103": ("image", "!media/a.svg"),
            "rId104": ("image", "!media/b.png"),
            "rId105": ("oleObject", f"{url}/object.xlsx"),
            "rId106": ("aFChunk", f"{url}/chunk.docx"),
            "rId107": ("aFChunk", "!chunk.html"),
            "rId108": ("subDocument", f"{url}/sub.docx"),
            "rId109": ("hyperlink", f"{url}/clicked.png"),
            "rId110": ("attachedTemplate", f"{url}/template.dotx"),
        },
        {
            "word/media/a.svg": svg(f"{url}/svg.png"),
            "word/media/b.png": svg(local),
            "word/chunk.html": page,
            "word/media/c.png": png(),
        },
    )
