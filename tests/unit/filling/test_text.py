"""The fields in the text of a template."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx

from reportcli.published.docx import paragraphs_of
from reportcli.report import Report, compile_report
from reportcli.settings import Settings
from tests.filled import (
    MAIN,
    fill,
    inner,
    tally_of,
    told,
)
from tests.letterhead import (
    new_report,
    parts_of,
    save_report,
)
from tests.places import SAMPLES

TEXT_BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
    "<w:t>{{ year }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def test_fields_are_filled_wherever_they_stand(report: Report, tmp_path: Path) -> None:
    document = new_report()
    paragraph = document.add_paragraph("收到")
    for text, bold in (
        ("{", True),
        ("{ requests.", False),
        ("received", True),
        (".total }}件，{{year}}", False),
    ):
        paragraph.add_run(text).bold = bold
    paragraph._p.append(inner(TEXT_BOX))
    document.add_table(1, 1).cell(0, 0).text = "共{{ requests/received/total }}件"
    document.sections[0].header.paragraphs[0].text = "{{ year }}年"
    document.sections[0].footer.paragraphs[0].text = "{{ last_year }}年"
    filled, found = fill(report, save_report(document, tmp_path / "last.docx"))
    assert [one for one in told(found) if one[0].startswith("field")] == []
    result = docx.Document(io.BytesIO(filled))
    count = tally_of(report)["requests/received/total"]
    runs = result.paragraphs[-1].runs
    assert [(run.text, run.bold) for run in runs[:5]] == [
        ("收到", None), (count, True), ("", False), ("", True), ("件，2024", False),
    ]  # fmt: skip
    assert result.tables[0].cell(0, 0).text == f"共{count}件"
    assert b'<w:t xml:space="preserve">2024</w:t>' in parts_of(filled)[MAIN]
    header, footer = result.sections[0].header, result.sections[0].footer
    assert ("2024年" in [one.text for one in header.paragraphs], footer.paragraphs[0].text) == (
        True,
        "2023年",
    )


def test_a_field_that_cannot_be_filled_stays_and_is_told_with_its_paragraph(
    report: Report, tmp_path: Path
) -> None:
    document = new_report()
    document.add_paragraph("{{ requests.recieved.total }}和{{ year | 环比 }}")
    template = save_report(document, tmp_path / "last.docx")
    filled, found = fill(report, template)
    faults = [
        (one.code, one.address.row) for one in found.report.findings if one.code.startswith("field")
    ]
    ((row, _),) = [one for one in paragraphs_of(template) if "recieved" in one[1]]
    assert faults[0] == ("field-unknown", row)
    assert docx.Document(io.BytesIO(filled)).paragraphs[-1].text == document.paragraphs[-1].text


def test_words_of_the_settings_harm_no_document(tmp_path: Path) -> None:
    logs = sorted((SAMPLES / "2024").glob("*.xlsx"))
    settings = Settings(agency="甲\x00\u202e<w:p/>&局\ud800\uffff{{ year }}")
    report = compile_report(logs, as_of=date(2025, 1, 12))
    report = replace(report, logs=replace(report.logs, settings=settings))
    document = new_report()
    document.add_paragraph("{{ agency }}")
    filled, _ = fill(report, save_report(document, tmp_path / "last.docx"))
    assert docx.Document(io.BytesIO(filled)).paragraphs[-1].text == "甲<w:p/>&局{{ year }}"
