"""A copy of a finished report in Word with each finding as a comment at its cell or its words; of a
report in another kind of file a list of them, as a Word document.

Nothing else of the report changes, but that what it would fetch from elsewhere is cut off. Not for
where a finding stands (`anchors.py`), nor for workbooks (`mark.py`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Cm
from docx.text.run import Run
from lxml import etree

from reportcli.export.archive import StillZip, copy_still
from reportcli.export.element import clean
from reportcli.files.docx import Docx, qualified
from reportcli.files.external import cut_off
from reportcli.finding import Address, Finding, Refusal
from reportcli.marking.anchors import Anchors, in_order_of_file
from reportcli.words.messages import Voice, printable

AUTHOR, INITIALS = "reportcli", "rc"
MOST_COMMENTS = 500  # nobody reads more; those of one page would hide it
DATE = qualified("w:date")
# The columns of a list with their widths, in centimetres; the page lies across.
COLUMNS_OF_LIST = {
    "head-severity": 1.6,
    "head-place": 5.0,
    "head-finding": 9.0,
    "head-remedy": 6.4,
    "head-code": 3.6,
}


def write_commented(
    path: Path,
    findings: Sequence[Finding],
    prose: Sequence[tuple[Address, str]],
    voice: Voice,
    target: IO[bytes],
) -> list[str]:
    """Write the copy of a report in Word with its comments; gives what its reader should be told.

    `prose` are the lines of the report as it was read, to whose addresses findings refer.
    """
    told = Docx(path)
    cuts = cut_off(told)
    try:
        paper = docx.Document(io.BytesIO(packed(told)) if cuts else io.BytesIO(told.data))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as fault:
        raise Refusal("input-damaged", Address(str(path)), reason=type(fault).__name__) from fault
    anchors = Anchors(paper.element, prose)
    shown = [one for one in in_order_of_file(anchors, findings) if not one.waived]
    for finding in shown[:MOST_COMMENTS]:
        add_comment(paper, anchors, finding, comment_lines(finding, voice))
    saved = io.BytesIO()
    paper.save(saved)
    copy_still(saved, target)
    lines = [voice.say("mark", "cut-off", count=len(cuts))] if cuts else []
    if len(shown) > MOST_COMMENTS:
        lines.append(voice.say("mark", "comments-omitted", count=len(shown) - MOST_COMMENTS))
    return lines


def packed(told: Docx) -> bytes:
    """The parts of a docx as they are now, in an archive."""
    data = io.BytesIO()
    with StillZip(data, "w", ZIP_DEFLATED) as archive:
        for name in told.parts:
            archive.writestr(name, told.bytes_of(name))
    return data.getvalue()


def add_comment(paper: Any, anchors: Anchors, finding: Finding, lines: Sequence[str]) -> None:
    """Put a comment at the runs that a finding is about."""
    runs = [Run(one, paper) for one in anchors.runs_for(finding)]
    comment = paper.add_comment(runs, "\n".join(lines), AUTHOR, INITIALS)
    # The same report gives the same bytes on any day.
    comment._comment_elm.attrib.pop(DATE, None)


def comment_lines(finding: Finding, voice: Voice) -> list[str]:
    """What a comment says: how grave it is, what is wrong, what to do, and the code."""
    severity = voice.say("severity", finding.severity)
    told = f"{severity}：{finding.message(voice.language)}"
    if voice.language == "en":
        told = f"{severity}: {finding.message(voice.language)}"
    return [clean(one) for one in (told, finding.remedy(voice.language), finding.code) if one]


# --- of other kinds of file ---


def write_finding_list(
    file: str,
    findings: Sequence[Finding],
    voice: Voice,
    target: IO[bytes],
) -> None:
    """Write the findings of a report that is no Word file as a list: the place of each, what is
    wrong there and what to do."""
    paper = docx.Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(2)
    paper.add_heading(clean(printable(file)), level=1)
    shown = [one for one in findings if not one.waived]
    if shown:
        fill_list(paper, shown, voice)
    else:
        paper.add_paragraph(voice.say("mark", "none"))
    saved = io.BytesIO()
    paper.save(saved)
    copy_still(saved, target)


def fill_list(paper: Any, findings: Sequence[Finding], voice: Voice) -> None:
    """A table with a row for each finding."""
    table = paper.add_table(rows=0, cols=len(COLUMNS_OF_LIST), style="Table Grid")
    table.autofit = False
    rows = [[voice.say("mark", head) for head in COLUMNS_OF_LIST]]
    for finding in findings:
        severity, place = voice.say("severity", finding.severity), str(finding.address)
        message, remedy = finding.message(voice.language), finding.remedy(voice.language)
        rows.append([severity, place, message, remedy, finding.code])
    for texts in rows:
        cells = table.add_row().cells
        for cell, text, width in zip(cells, texts, COLUMNS_OF_LIST.values(), strict=True):
            cell.text, cell.width = clean(text), Cm(width)
