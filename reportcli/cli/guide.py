"""The manual on the terminal: its topics, and its pages as they are written, without the comments
by which the program fills in its own output.

A page is `guide/TOPIC.LANGUAGE.md`, its first line the title. Not here: the pages themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from reportcli.shipped import FOLDER
from reportcli.words.messages import Voice

PAGES = FOLDER / "guide"
# `<!-- run: … -->` says where the program fills in its own output
COMMENT_LINE = re.compile(r"^<!--.*-->\n", re.MULTILINE)


def guide_topics(voice: Voice) -> Mapping[str, Path]:
    """The page of each topic in the language of the reader, in the other where there is none."""
    found = {path.name.split(".")[0]: path for path in sorted(PAGES.glob("*.md"))}
    return found | {
        topic: path for topic in found if (path := PAGES / f"{topic}.{voice.language}.md").is_file()
    }


def title_of_page(path: Path) -> str:
    first, *_ = path.read_text("utf-8").splitlines()
    return first.lstrip("# ")


def read_page(path: Path) -> str:
    """A page as people read it."""
    return COMMENT_LINE.sub("", path.read_text("utf-8"))


def find_topic(name: str, voice: Voice) -> Path | None:
    """The page that a person names, by its topic or by words of its title."""
    known = guide_topics(voice)
    if name.lower() in known:
        return known[name.lower()]
    titled = [path for path in known.values() if name.lower() in title_of_page(path).lower()]
    return titled[0] if len(titled) == 1 else None


def list_topics(voice: Voice) -> str:
    """Every topic that has a page in the language of the reader, with its title, and how to read
    one."""
    own = f".{voice.language}.md"
    known = {topic: path for topic, path in guide_topics(voice).items() if path.name.endswith(own)}
    width = max(map(len, known))
    lines = [f"  {topic:<{width}}  {title_of_page(path)}" for topic, path in known.items()]
    head, tail = voice.say("guide", "topics"), voice.say("guide", "how")
    return "\n".join([head, "", *lines, "", tail]) + "\n"
