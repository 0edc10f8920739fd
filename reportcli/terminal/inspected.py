"""What `inspect` shows on the terminal; its JSON is the inspection itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportcli.words.fields import log_kinds
from reportcli.words.folding import INDENT
from reportcli.words.messages import Voice, printable

# Columns without a field that a person should look at.
SAID_UNUSED = ("outranked", "unread")


def write_inspection(inspection: Mapping[str, Any], voice: Voice) -> str:
    """File by file and sheet by sheet, what was recognised and what was not."""
    lines: list[str] = []
    for file in inspection["files"]:
        form = " ".join(filter(None, [file["format"], file["encoding"]]))
        lines.append(f"{printable(file['file'])}  {form}")
        for sheet in file["sheets"]:
            lines += [INDENT + line for line in sheet_lines(sheet, voice)]
    return "\n".join(lines) + "\n"


def sheet_lines(sheet: Mapping[str, Any], voice: Voice) -> Iterator[str]:
    """The lines about one sheet: what it is, its columns, its rows, its days, and what is unknown."""
    state = f" ({voice.say('state', sheet['state'])})" if sheet["state"] != "visible" else ""
    name = f"“{printable(sheet['sheet'])}”{state}"
    if sheet["kind"] is None:
        yield from lines_of_no_log(name, sheet, voice)
    else:
        kind = log_kinds()[sheet["kind"]]
        rows = ", ".join(map(str, sheet["header_rows"]))
        label = voice.choose(kind.label, f"{kind.label_en} ({sheet['kind']})")
        yield f"{name}  {voice.say('inspect', 'kind', kind=label, rows=rows)}"
    for column in sheet["columns"]:
        yield INDENT + column_line(sheet["kind"], column, voice)
    if sheet["rows"]:
        yield INDENT + rows_line(sheet["rows"], voice)
    for field, (first, last) in sheet["dates"].items():
        yield f"{INDENT}{field_named(sheet['kind'], field, voice)}  {first} – {last}"
    for unknown in sheet["unknown"]:
        yield INDENT + unknown_line(unknown, voice)


def lines_of_no_log(name: str, sheet: Mapping[str, Any], voice: Voice) -> Iterator[str]:
    """Why a sheet is no log, and what would make it one."""
    yield f"{name}  {voice.say('inspect', 'none', reason=voice.say('skipped', sheet['skipped']))}"
    if rows := sheet["rows_unread"]:
        yield f"{INDENT}{voice.say('inspect', 'rows-unread', rows=rows)}"
    for group in sheet["missing"]:
        labels = "/".join(field_named(sheet["like"], field, voice) for field in group)
        yield f"{INDENT}{voice.say('inspect', 'missing', fields=labels)}"
    for field, headings in sheet.get("doubled", {}).items():
        label = field_named(sheet["like"], field, voice)
        doubled = "、".join(map(printable, headings))
        yield f"{INDENT}{voice.say('inspect', 'doubled', field=label, headings=doubled)}"


def unknown_line(unknown: Mapping[str, Any], voice: Voice) -> str:
    """A wording that nobody knows, how often it stands there, and what is close to it."""
    said = voice.say(
        "inspect",
        "unknown",
        count=unknown["count"],
        cell=unknown["first"],
        wording=printable(unknown["wording"]),
    )
    return f"{said}  {unknown['code']}  {hints(unknown['closest'], voice)}".rstrip()


def column_line(kind: str | None, column: Mapping[str, Any], voice: Voice) -> str:
    """One column: its letters, its heading, and the field it was recognised as, and how."""
    where = f"{column['column']:>3}" if "column" in column else "   "
    heading = printable(column["heading"])
    if column["field"]:
        how = voice.say("inspect", column["how"])
        return f"{where}  {heading}  → {field_named(kind, column['field'], voice)} ({how})"
    if column["how"] in SAID_UNUSED:
        return f"{where}  {heading}  {voice.say('inspect', column['how'])}"
    if column["how"]:
        return f"{where}  {heading}  {voice.say('inspect', 'unused')}"
    unknown = voice.say("inspect", "no-field")
    return f"{where}  {heading}  {unknown}  {hints(column.get('closest', []), voice)}".rstrip()


def rows_line(rows: Mapping[str, Any], voice: Voice) -> str:
    """The rows of a sheet by what they are."""
    parts = [f"{voice.say('inspect', 'records')} {rows['records']}"]
    parts += [f"{voice.fate(reason)} {count}" for reason, count in rows["set_aside"].items()]
    text = voice.say("inspect", "rows", read=rows["read"], parts=" + ".join(parts))
    faulty = ", ".join(f"{code} {count}" for code, count in rows["faulty"].items())
    return f"{text}  {voice.say('inspect', 'faulty', faults=faulty)}" if faulty else text


def hints(found: list[Mapping[str, str]], voice: Voice) -> str:
    """The closest known texts."""
    return (
        voice.say("inspect", "closest", texts="、".join(one["text"] for one in found))
        if found
        else ""
    )


def field_named(kind: str | None, field: str, voice: Voice) -> str:
    """A field as people call it, with its id for a reader of English, who cannot write the label
    into the settings."""
    fields = (
        one for known, log in log_kinds().items() if kind in (None, known) for one in log.fields
    )
    found = next(one for one in fields if one.id == field)
    return voice.choose(found.label, f"{found.label_en} [{field}]")
