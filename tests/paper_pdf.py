"""Small PDF files by hand: lines and Chinese text at their places, without any program that prints.

The font is one of those that every reader of PDF knows by name (Adobe-GB1), so that none is embedded; a page is
595 by 842 points, and places are told from its upper left corner.
"""

from __future__ import annotations

from collections.abc import Sequence

HEIGHT = 842
Text = tuple[float, float, str]
Line = tuple[float, float, float, float]


def drawn_page(texts: Sequence[Text], lines: Sequence[Line] = (), size: int = 10) -> bytes:
    """What is drawn on a page."""
    words = [
        f"BT /F1 {size} Tf {x} {HEIGHT - y} Td <{text.encode('utf-16-be').hex()}> Tj ET"
        for x, y, text in texts
    ]
    strokes = [f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S" for x0, y0, x1, y1 in lines]
    return "\n".join([*words, *strokes]).encode("ascii")


def pdf_of(pages: Sequence[bytes]) -> bytes:
    """A file of the pages."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] "
        b"/Ascent 800 /Descent -200 >> >>",
    ]
    for number, page in enumerate(pages):
        content = 6 + 2 * number
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {content} 0 R >>".encode()
        )
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page))
    written, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(parts) + 1,
        len(written),
    )
    return written + head + tail
