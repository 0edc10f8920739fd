"""Part 一 as an editor of an office would write it from the figures.

What is zero is said to be none, or left out, never counted; what is the whole is 均, never 100 %; one
其中 divides one whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcli.count.number import Number
from reportcli.prose.blocks import Paragraph, ProseBlock, Run
from reportcli.prose.figures import Figure
from reportcli.prose.sentences import (
    Sentences,
    field,
    gap,
    in_prose,
    part_words,
    sentence_words,
    with_number,
    wording,
)

TOPICS_NAMED = 6  # more in one sentence nobody reads
# From here on a growth in per cent says less than 是上年的n倍.
MOST_GROWTH = 4
PLATFORMS = ("own_site", "city_portal", "disclosure_platform", "wechat", "weibo")
OUTCOMES = ("granted", "partial", "refused", "unavailable", "unprocessed", "other")
CASE_RESULTS = ("upheld", "corrected", "other", "pending")
RECEIVED, BROUGHT = "requests.received.total", "requests.brought_forward.total"
HANDLED, CONCLUDED = "requests.handled", "requests.outcome.total.total"
LEFT_OVER = "requests.carried_forward.total"


def general_situation(sentences: Sentences) -> Iterator[ProseBlock]:
    """The five headings that the State Council's office names for part 一, each with its words."""
    parts = {
        "disclosure": disclosure(sentences),
        "requests": requests(sentences),
        "management": management(sentences),
        "platform": platform(sentences),
        "supervision": supervision(sentences),
    }
    for key, said in parts.items():
        yield Paragraph((Run(wording("heading", key)),), "heading")
        paragraphs = [Paragraph(tuple(runs)) for runs in said if runs]
        yield from paragraphs or [gap(key)]


# --- （一） ---


def disclosure(sentences: Sentences) -> Iterator[list[Run]]:
    """Items by channel and topic, interpretations by form, events."""
    items = sentences.value("publications.items")
    if items is None:
        return
    if items:
        yield [
            *sentences.say("disclosure", "items"),
            *tell_channels(sentences),
            *tell_topics(sentences),
        ]
    else:
        yield sentences.say("disclosure", "no_items")
    yield [
        *interpretations(sentences),
        *sentences.listed("disclosure", "events", events(sentences)),
    ]


def tell_channels(sentences: Sentences) -> list[Run]:
    """Where items were published; one item in several channels counts in each."""
    parts = sentences.parts_of("publications.by_channel")
    if is_whole(parts, sentences.value("publications.items")):
        return sentences.say("disclosure", "one_channel", channel=part_words(parts[0]))
    key = "channels" if len(parts) > 1 else "some_in_channel"
    return sentences.listed("disclosure", key, map(with_number, parts))


def tell_topics(sentences: Sentences) -> list[Run]:
    """Under which columns of the site they stand, the largest first."""
    parts = sentences.parts_of("publications.by_topic")
    if is_whole(parts, sentences.value("publications.items")):
        return []
    key = "topics" if len(parts) <= TOPICS_NAMED else "topics_first"
    return sentences.listed("disclosure", key, map(with_number, parts[:TOPICS_NAMED]))


def interpretations(sentences: Sentences) -> list[Run]:
    """Interpretations of policies, by form where the logs tell it."""
    number = sentences.value("publications.interpretations")
    if not number:
        return []
    forms = sentences.parts_of("publications.interpretations_by_form")
    if is_whole(forms, number):
        key = "interpretation_of_form" if number == 1 else "interpretations_of_form"
        return sentences.say("disclosure", key, form=part_words(forms[0]))
    by_form = sentences.listed("disclosure", "interpretations_by_form", map(with_number, forms))
    return by_form or sentences.say("disclosure", "interpretations")


def events(sentences: Sentences) -> Iterator[str]:
    """What else was held or opened in the year."""
    for name in sentence_words()["event"]:
        figure = sentences.figures.find(name)
        if figure and figure.value:
            yield wording("event", name, number=field(figure), unit=figure.unit)


# --- （二） ---


def requests(sentences: Sentences) -> Iterator[list[Run]]:
    """Requests by channel, applicant and outcome, in time and late, reviews and suits."""
    if sentences.value(RECEIVED) is not None:
        yield [*received(sentences), *change(sentences)]
        yield [*ways(sentences), *tell_applicants(sentences)]
        yield [*tell_outcomes(sentences), *carried_forward(sentences)]
        yield [*in_time(sentences), *steps(sentences)]
    yield list(cases(sentences))


def received(sentences: Sentences) -> list[Run]:
    """How many requests came in, and how many were left from last year."""
    is_any = sentences.value(RECEIVED)
    is_brought = sentences.value(BROUGHT)
    if is_any:
        return sentences.say("requests", "received_and_brought" if is_brought else "received")
    return sentences.say("requests", "only_brought" if is_brought else "none_received")


def change(sentences: Sentences) -> list[Run]:
    """The requests received against last year's, where those are known."""
    figure = sentences.figures.find(RECEIVED)
    # Without last year's figures nothing is said of them.
    if figure is None or figure.before is None:
        return []
    if figure.value == figure.before:
        return sentences.say("requests", "level") if figure.value else []
    if not figure.before:
        return sentences.say("requests", "none_last_year")
    if not figure.value:
        return sentences.say("requests", "some_last_year")
    is_multiple = figure.value > figure.before * MOST_GROWTH
    return sentences.say("requests", "multiple" if is_multiple else "change")


def ways(sentences: Sentences) -> list[Run]:
    """By which way requests came in."""
    number = sentences.value(RECEIVED)
    parts = sentences.parts_of("requests.by_channel")
    if not number:
        return []
    in_detail = sentences.parts_of("requests.by_channel_in_detail")
    named = [(wording("way", figure.name.rpartition(".")[2]), figure) for figure in parts]
    if is_whole(parts, number):
        key = "one_way" if number == 1 else "all_ways"
        way = part_words(in_detail[0]) if is_whole(in_detail, number) else named[0][0]
        return sentences.say("requests", key, way=way)
    return sentences.listed("requests", "ways", shares(named, "received"))


def tell_applicants(sentences: Sentences) -> list[Run]:
    """Who applied, as far as there are any."""
    number = sentences.value(RECEIVED)
    # The leaves alone: 法人或其他组织 is a head over several columns.
    columns = sentences.figures.edition.table("requests").blocks[0].columns
    named = [
        (in_prose(column.label), figure)
        for column in columns
        if column.kind == "leaf"
        and (figure := sentences.figures.find(f"requests.received.{column.id}"))
        and figure.value
    ]
    if is_whole([figure for _, figure in named], number):
        key = "one_applicant" if number == 1 else "all_applicants"
        return sentences.say("requests", key, label=named[0][0])
    return sentences.listed("requests", "applicants", shares(named, "received"))


def tell_outcomes(sentences: Sentences) -> list[Run]:
    """The outcomes by group, each with its share of all that was concluded."""
    concluded = sentences.value(CONCLUDED)
    if not concluded:
        return sentences.say("requests", "none_concluded") if sentences.value(HANDLED) else []
    groups = [
        (group, figure)
        for group in OUTCOMES
        if (figure := sentences.figures.find(f"requests.outcome.{group}.total")) and figure.value
    ]
    if is_whole([figure for _, figure in groups], concluded):
        key = "one_outcome" if concluded == 1 else "all_outcomes"
        return sentences.say("requests", key, outcome=wording("outcome", groups[0][0]))
    named = [(figure.label, figure) for _, figure in groups]
    return sentences.listed("requests", "outcomes", shares(named, "concluded"))


def shares(named: Sequence[tuple[str, Figure]], whole: str) -> Iterator[str]:
    """Numbers of requests each with its share; of what is said with the first alone."""
    # Of what the shares are is said once, with the first.
    of = wording("whole", whole)
    for label, figure in named:
        number = field(figure)
        share = field(figure, "占比")
        yield wording("requests", "share", label=label, number=number, share=share, of=of)
        of = ""


def carried_forward(sentences: Sentences) -> list[Run]:
    """What is left for the next year."""
    if sentences.value(LEFT_OVER):
        return sentences.say("requests", "carried_forward")
    return sentences.say("requests", "none_carried") if sentences.value(HANDLED) else []


def in_time(sentences: Sentences) -> list[Run]:
    """Whether requests were concluded in time; a late one is said."""
    concluded = sentences.value(CONCLUDED)
    late = sentences.value("requests.late")
    if not concluded or late is None:
        return []
    if not late:
        return sentences.say("requests", "one_on_time" if concluded == 1 else "all_on_time")
    # 条例第三十三条: what was answered late is told, whatever the rate.
    if late == concluded:
        return sentences.say("requests", "all_late")
    return sentences.say("requests", "some_late")


def steps(sentences: Sentences) -> Iterator[Run]:
    """Extensions and corrections, as far as there were any."""
    for key in ("extended", "corrected"):
        if sentences.value(f"requests.{key}"):
            yield from sentences.say("requests", key)


def cases(sentences: Sentences) -> Iterator[Run]:
    """Reviews and suits with their results; what did not happen is said once."""
    reviews = sentences.value("cases.review.total")
    suits = sentences.value("cases.suit.total")
    if reviews is None and suits is None:
        return
    if not reviews and not suits:
        yield from sentences.say("cases", "none")
        return
    for line, number in (("review", reviews), ("suit", suits)):
        if not number:
            yield from sentences.say("cases", f"no_{line}")
            continue
        yield from sentences.say("cases", line)
        if line == "suit":
            yield from routes(sentences, number)
        yield from results(sentences, line, number)
        yield from sentences.say("cases", "end")


def routes(sentences: Sentences, suits: Number) -> list[Run]:
    """How suits came before the court: directly, or after a review."""
    found = [
        (route, figure)
        for route in ("suit_direct", "suit_after_review")
        if (figure := sentences.figures.find(f"cases.{route}.total")) and figure.value
    ]
    if is_whole([figure for _, figure in found], suits):
        route = wording("cases", found[0][0])
        return sentences.say("cases", "one_route" if suits == 1 else "all_routes", route=route)
    items = (wording("cases", route) + with_cases(figure) for route, figure in found)
    return sentences.listed("cases", "routes", items)


def results(sentences: Sentences, line: str, total: Number) -> list[Run]:
    """The results of reviews or suits, as far as there are any."""
    found = [
        (result, figure)
        for result in CASE_RESULTS
        if (figure := sentences.figures.find(f"cases.{line}.{result}")) and figure.value
    ]
    if is_whole([figure for _, figure in found], total):
        result = found[0][0]
        key = result if total == 1 else f"all_{result}"
        return sentences.say("cases", "result_of_all", result=wording("result", key))
    items = (wording("result", result) + with_cases(figure) for result, figure in found)
    # 其中 divides the suits by route already.
    return sentences.listed("cases", "by_result" if line == "suit" else "of_which", items)


def with_cases(figure: Figure) -> str:
    """A number of cases with its unit."""
    return wording("cases", "number", number=field(figure))


# --- （三）–（五） ---


def management(sentences: Sentences) -> Iterator[list[Run]]:
    """The normative documents of table 二, in the columns that the edition has; the first says
    what they are."""
    label = sentences.figures.edition.table("publications").line("normative_documents").label
    # 第二十条第（一）项: issued, repealed and in force, or the columns of 2019.
    clauses: list[str] = []
    for key in sentence_words()["documents"]:
        figure = sentences.figures.find(f"publications.normative_documents.{key}")
        if figure is None:
            continue
        noun = "" if clauses else label
        if figure.value:
            clauses.append(wording("documents", key, noun=noun, number=field(figure)))
        elif not clauses and f"no_{key}" in sentence_words()["management"]:
            clauses.append(wording("management", f"no_{key}", noun=noun))
    if clauses:
        yield sentences.say("management", "sentence", list="，".join(clauses))


def platform(sentences: Sentences) -> Iterator[list[Run]]:
    """What was published on each platform."""
    clauses: list[str] = []
    for channel in PLATFORMS:
        figure = sentences.figures.find(f"publications.by_channel.{channel}")
        if figure and figure.value:
            key = "next" if clauses else "first"
            label = part_words(figure)
            clauses.append(wording("platform", key, label=label, number=field(figure)))
    if clauses:
        yield sentences.say("platform", "sentence", list="，".join(clauses))


def supervision(sentences: Sentences) -> Iterator[list[Run]]:
    """Trainings; what else was done only the office knows."""
    if sentences.value("publications.trainings"):
        yield sentences.say("supervision", "trainings")


def is_whole(parts: Sequence[Figure], whole: Number | None) -> bool:
    """Whether one part is all there is, so that no division need be told."""
    return len(parts) == 1 and parts[0].value == whole
