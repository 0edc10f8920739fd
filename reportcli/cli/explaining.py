"""What `explain` is asked: a number, a row or a code, of logs or of a roll-up.

Not for what the answer is (`answer`), nor for how it is written (`terminal`, `export`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportcli.cli import asking
from reportcli.cli.deliver import Delivery, Speaker, deliver
from reportcli.cli.options import Counting, Output, Talk


class ExplainQuery(NamedTuple):
    """What is to be explained: one of `cell`, `row` (with its `file` where several are read) and
    `code`; of a roll-up that of one `unit`. Without `mask` a row is shown as it stands.
    """

    cell: str | None
    row: str | None
    file: str | None
    code: str | None
    unit: str | None
    mask: bool

    def result(self, speaker: Speaker) -> str:
        """Which of the three it is."""
        asked = {"cell": self.cell, "row": self.row, "code": self.code}
        given = [result for result, name in asked.items() if name is not None]
        if len(given) != 1:
            raise speaker.usage("explain-one")
        if not self.mask and self.row is None:
            raise speaker.usage("no-mask-row")
        return given[0]


def explain_query(
    query: ExplainQuery, logs: Sequence[str], counting: Counting, output: Output, talk: Talk
) -> int:
    """Answer it, and give the status of the run."""
    speaker = talk.speaker
    result = query.result(speaker)
    rollup = rollup_among(logs)
    if query.unit is not None and rollup is None:
        raise speaker.usage("unit-rollup")
    if rollup is not None:
        from reportcli.cli.rolling import counting_of_unit, deliver_units_behind

        if query.cell is not None and query.unit is None:
            deliver_units_behind(rollup, query.cell, output, speaker)
            return 0
        logs, counting = counting_of_unit(rollup, query.unit, counting, speaker)
    places = asking.places_for(result, output, [*logs, *counting.inputs], speaker)
    if query.code is not None:
        asking.require_code(query.code, speaker)
        deliver(places, speaker, query.code)
        return 0
    if not logs:
        raise speaker.usage("logs-missing", command="explain")
    return explain_logs(query, logs, counting, places, talk)


def rollup_among(logs: Sequence[str]) -> str | None:
    """The roll-up, where one file is named and is one."""
    from reportcli.rollup.earlier import is_rollup_file

    return logs[0] if len(logs) == 1 and is_rollup_file(logs[0]) else None


def explain_logs(
    query: ExplainQuery,
    logs: Sequence[str],
    counting: Counting,
    places: Sequence[Delivery],
    talk: Talk,
) -> int:
    """Explain a number of some logs, or a row in them."""
    from reportcli.cli.telling import tell_of

    speaker = talk.speaker
    counted = asking.count_logs(logs, counting, speaker).report
    if query.cell is not None:
        result, explanation = asking.behind_number(counted, query.cell, speaker)
        deliver([place._replace(result=result) for place in places], speaker, explanation, counted)
    else:
        memory = None if query.mask else counting.max_memory
        row = asking.behind_row(counted, query.row or "", query.file, memory, speaker)
        deliver(places, speaker, *row)
    return tell_of(counted, counting.fail_on.value, talk, listing=False)
