"""The fonts, fills, borders and formats of a workbook, which all its sheets share, and others added to
them.
"""

from __future__ import annotations

from itertools import chain

from reportcli.marking.outline import NotInPlace, counted, main_root, with_attribute
from reportcli.marking.package import Package

MOST_FORMATS = 64_000  # Excel takes no more


class Styles:
    """The fonts, fills, borders and formats of a workbook, to which others are added."""

    def __init__(self, package: Package) -> None:
        self.package = package
        relations = package.relations(package.workbook)
        self.name = next((one.target for one in relations if one.kind == "styles"), "")
        self.part = package.read(self.name)
        root = main_root(self.part, "styleSheet")
        self.lists = {name: root.only(name) for name in ("fonts", "fills", "borders", "cellXfs")}
        self.more: dict[str, list[bytes]] = {name: [] for name in self.lists}
        self.known: dict[tuple[int, int], int] = {}

    def add(self, kind: str, text: str | bytes) -> int:
        """Append a font, fill, border or format; gives its number."""
        more = self.more[kind]
        more.append(text.encode() if isinstance(text, str) else text)
        number = len(self.lists[kind].children) + len(more) - 1
        if number > MOST_FORMATS:
            raise NotInPlace(f"{number} formats")
        return number

    def filled(self, style: int, fill: int) -> int:
        """The format of another with this fill in place of its own."""
        if (style, fill) not in self.known:
            formats = self.lists["cellXfs"].children
            if style >= len(formats):
                raise NotInPlace(f"no format {style}")
            old = formats[style]
            tag = with_attribute(self.part[old.start : old.tag_stop], "fillId", fill)
            tag = with_attribute(tag, "applyFill", 1)
            self.known[style, fill] = self.add("cellXfs", tag + self.part[old.tag_stop : old.stop])
        return self.known[style, fill]

    def finish(self) -> None:
        """Put in what was added."""
        edits = chain(
            *(counted(self.lists[name], self.part, more) for name, more in self.more.items())
        )
        self.package.change(self.name, edits)


def solid_fill(colour: str) -> str:
    """A fill of one colour (alpha, red, green, blue as hexadecimal digits)."""
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/>'
        "</patternFill></fill>"
    )
