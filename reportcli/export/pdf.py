"""A document as PDF: LibreOffice prints the Word document, ours or the office's own that was
filled.

One way only, so that the PDF looks as the Word document does, wherever it is made. LibreOffice is
no Python package: where it is missing, nothing is written and the refusal says what to install. The
same input gives the same bytes where LibreOffice and the fonts are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec
from lxml import etree

from reportcli.export.archive import MOMENT
from reportcli.export.element import element
from reportcli.export.target import Write
from reportcli.finding import Refusal
from reportcli.settings import Fonts

# Its installers for macOS and Windows put it on no search path.
PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)
SECONDS = 120  # a printing that takes longer hangs
# Tagged, so that a screen reader finds headings and tables; with the outline, so that a reader
# finds parts.
OPTIONS = {"UseTaggedPDF": True, "ExportBookmarks": True}
# Nobody listens there.
NOWHERE, NOWHERE_PORT = "127.0.0.1", 9
# The language of the document, and one time zone, wherever it is printed; and no way out.
SURROUNDINGS = {
    "LC_ALL": "zh_CN.UTF-8",
    "TZ": "UTC",
    "no_proxy": "",
    "NO_PROXY": "",
    **dict.fromkeys(
        ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), f"http://{NOWHERE}:{NOWHERE_PORT}"
    ),
}
# What LibreOffice is told before it opens a document, though what reaches out of a template is cut
# off before: it follows no link, updates nothing, runs no macro, and its way to the network leads
# to a port where nobody listens.
SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
INTERNET = "/org.openoffice.Inet/Settings"  # the settings by which LibreOffice would open a link
CLOSED = (
    (SECURITY, "DisableMacrosExecution", "true"),
    (SECURITY, "MacroSecurityLevel", "3"),
    (SECURITY, "BlockUntrustedRefererLinks", "true"),
    (SECURITY, "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Load", "UpdateDocMode", "0"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    (INTERNET, "ooInetProxyType", "2"),
    (INTERNET, "ooInetHTTPProxyName", NOWHERE),
    (INTERNET, "ooInetHTTPProxyPort", str(NOWHERE_PORT)),
    (INTERNET, "ooInetHTTPSProxyName", NOWHERE),
    (INTERNET, "ooInetHTTPSProxyPort", str(NOWHERE_PORT)),
    (INTERNET, "ooInetFTPProxyName", NOWHERE),
    (INTERNET, "ooInetFTPProxyPort", str(NOWHERE_PORT)),
    (INTERNET, "ooInetNoProxy", ""),
)
REGISTRY = "http://openoffice.org/2001/registry"
# What differs from one printing to the next: when it was, and the identity that is made from it.
TIME = re.compile(rb"(/CreationDate\(D:)\d{14}")
# What LibreOffice writes anew in each run; same input, same bytes.
PRINTED_IDENTITY = re.compile(rb"(/ID \[ <|>\s<|/DocChecksum /)[0-9A-F]{32}")


def find_office() -> str:
    """The program of LibreOffice; a `Refusal` where there is none."""
    for program in PROGRAMS:
        if found := shutil.which(program):
            return found
    raise Refusal("output-program-missing")


def write_pdf(write_paper: Write, fonts: Fonts, target: IO[bytes]) -> None:
    """What a writer of Word documents writes, as PDF, written to an open file."""
    office = find_office()
    with tempfile.TemporaryDirectory(prefix="reportcli-") as name:
        folder = Path(name)
        paper = folder / "report.docx"
        with paper.open("wb") as file:
            write_paper(file)
        profile = folder / "profile"
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_bytes(closed_settings())
        substitutes = folder / "fonts.conf"
        substitutes.write_bytes(font_lists(fonts))
        options = {
            key: {"type": "boolean", "value": str(value).lower()} for key, value in OPTIONS.items()
        }
        words = [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            f"pdf:writer_pdf_Export:{json.dumps(options)}",
            "--outdir",
            name,
            str(paper),
        ]
        run_program(words, os.environ | SURROUNDINGS | {"FONTCONFIG_FILE": str(substitutes)})
        try:
            target.write(stilled(paper.with_suffix(".pdf").read_bytes()))
        except FileNotFoundError as fault:
            raise Refusal("output-program-failed") from fault


def closed_settings() -> bytes:
    """The user's settings of LibreOffice in which every way out is closed."""
    name = f"{{{REGISTRY}}}name"
    root = etree.Element(f"{{{REGISTRY}}}items", nsmap={"oor": REGISTRY})
    for path, key, value in CLOSED:
        item = etree.SubElement(root, "item", {f"{{{REGISTRY}}}path": path})
        prop = etree.SubElement(item, "prop", {name: key, f"{{{REGISTRY}}}op": "fuse"})
        etree.SubElement(prop, "value").text = value
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text


def font_lists(fonts: Fonts) -> bytes:
    """The settings of fontconfig under which a font that is missing is the next of its list.

    LibreOffice does not read the table of fonts, where Word finds the others; where there is no
    fontconfig (macOS, Windows) it knows what stands in for the fonts of official documents.
    """
    root = element("fontconfig")
    usual = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    root.append(element("include", usual, ignore_missing="yes"))
    for names in msgspec.structs.asdict(fonts).values():
        if isinstance(names, tuple):
            others = element("accept", *(element("family", other) for other in names[1:]))
            root.append(element("alias", element("family", names[0]), others, binding="same"))
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text


def stilled(printed: bytes) -> bytes:
    """The same PDF without the time of printing, its identity that of what it says; no byte moves,
    because the file is full of positions.
    """
    timeless = TIME.sub(lambda found: found[1] + f"{MOMENT:%Y%m%d%H%M%S}".encode(), printed)
    nameless = PRINTED_IDENTITY.sub(lambda found: found[1] + b"0" * 32, timeless)
    digest = hashlib.sha256(nameless).hexdigest()[:32].upper().encode()
    return PRINTED_IDENTITY.sub(lambda found: found[1] + digest, nameless)


def run_program(words: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run LibreOffice to its end; it and all that it started are gone whatever ends this."""
    office = subprocess.Popen(
        words,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        office.wait(SECONDS)
    except subprocess.TimeoutExpired as fault:
        raise Refusal("output-program-failed") from fault
    finally:
        end(office)


def end(office: subprocess.Popen[bytes]) -> None:
    """End a program with its children: the one that is found by name only starts the one that
    works."""
    if sys.platform == "win32":
        office.kill()
    else:
        with suppress(ProcessLookupError):  # all are gone
            os.killpg(office.pid, signal.SIGKILL)
    office.wait()
