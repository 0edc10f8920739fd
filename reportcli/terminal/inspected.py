"""What `inspect` shows on the terminal; its JSON is the inspection itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportcli.finding import Language
from reportcli.words.fields import log_kinds
from reportcli.words.messages import printable, say, say_fate

INDENT = "  "


def write_inspection(inspection: Mapping[str, Any], language: Language) -> str:
    """File by file and sheet by sheet, what was recognised and what was not."""
    lines: list[str] = []
    for file in inspection["files"]:
        form = " ".join(filter(None, [file["format"], file["encoding"]]))
        lines.append(f"{printable(file['file'])}  {form}")
        for sheet in file["sheets"]:
            lines += [INDENT + line for line in sheet_lines(sheet, language)]
    return "\n".join(lines) + "\n"


def sheet_lines(sheet: Mapping[str, Any], language: Language) -> Iterator[str]:
    """The lines about one sheet."""
    state = f" ({say('state', sheet['state'], language)})" if sheet["state"] != "visible" else ""
    name = f"“{printable(sheet['sheet'])}”{state}"
    if sheet["kind"] is None:
        yield f"{name}  {say('inspect', 'none', language, reason=say('skipped', sheet['skipped'], language))}"
        for group in sheet["missing"]:
            labels = "/".join(field_label(sheet["like"], field, language) for field in group)
            yield f"{INDENT}{say('inspect', 'missing', language, fields=labels)}"
        for field, headings in sheet.get("doubled", {}).items():
            label = field_label(sheet["like"], field, language)
            doubled = "、".join(map(printable, headings))
            yield f"{INDENT}{say('inspect', 'doubled', language, field=label, headings=doubled)}"
    else:
        kind = log_kinds()[sheet["kind"]]
        rows = ", ".join(map(str, sheet["header_rows"]))
        label = kind.label if language == "zh" else kind.label_en
        yield f"{name}  {say('inspect', 'kind', language, kind=label, id=sheet['kind'], rows=rows)}"
    for column in sheet["columns"]:
        yield INDENT + column_line(sheet["kind"], column, language)
    if sheet["rows"]:
        yield INDENT + rows_line(sheet["rows"], language)
    for field, (first, last) in sheet["dates"].items():
        yield f"{INDENT}{field_label(sheet['kind'], field, language)}  {first} – {last}"
    for unknown in sheet["unknown"]:
        place = {
            "count": unknown["count"],
            "cell": unknown["first"],
            "wording": printable(unknown["wording"]),
        }
        said = say("inspect", "unknown", language, **place)
        yield f"{INDENT}{said}  {unknown['code']}  {hints(unknown['closest'], language)}".rstrip()


def column_line(kind: str | None, column: Mapping[str, Any], language: Language) -> str:
    """One column: its letters, its heading, and the field it was recognised as, and how."""
    where = f"{column['column']:>3}" if "column" in column else "   "
    heading = printable(column["heading"])
    if column["field"]:
        how = say("inspect", column["how"], language)
        return f"{where}  {heading}  → {field_label(kind, column['field'], language)} ({how})"
    if column["how"]:
        return f"{where}  {heading}  {say('inspect', 'unused', language)}"
    unknown = say("inspect", "no-field", language)
    return f"{where}  {heading}  {unknown}  {hints(column.get('closest', []), language)}".rstrip()


def rows_line(rows: Mapping[str, Any], language: Language) -> str:
    """The rows of a sheet by what they are."""
    parts = [f"{say('inspect', 'records', language)} {rows['records']}"]
    parts += [
        f"{say_fate(reason, language)} {count}" for reason, count in rows["set_aside"].items()
    ]
    text = say("inspect", "rows", language, read=rows["read"], parts=" + ".join(parts))
    faulty = ", ".join(f"{code} {count}" for code, count in rows["faulty"].items())
    return f"{text}  {say('inspect', 'faulty', language, faults=faulty)}" if faulty else text


def hints(found: list[Mapping[str, str]], language: Language) -> str:
    """The closest known texts."""
    return (
        say("inspect", "closest", language, texts="、".join(one["text"] for one in found))
        if found
        else ""
    )


def field_label(kind: str | None, field: str, language: Language) -> str:
    """A field as people call it, with its id."""
    found = next(
        (
            f
            for known, k in log_kinds().items()
            if kind in (None, known)
            for f in k.fields
            if f.id == field
        )
    )
    return f"{found.label if language == 'zh' else found.label_en} [{field}]"
