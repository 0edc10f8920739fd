"""A public register of another country, as cities publish it, counted through a settings file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportcli.cli.commands import app
from reportcli.finding import Refusal
from reportcli.report import Report, compile_report
from tests.logs import write_log

# Made up, in the style of the registers of freedom of information requests that cities publish as open data.
REGISTER = """
    Access to Information: Register of General Requests, 2024 | | | | | | | | | |
    Request number | Ward | Date accepted | Requester type | Received by | Summary of request       | Division | Decision                  | Exemption                          | Date closed | Pages disclosed
    2023-02991     |      | 2023-12-19    | Media          | E-mail      | Inspections of lodgings  | Planning | Disclosed in part         | s. 14                              | 2024-01-12  | 48
    2024-00003     | 4    | 2024-01-03    | Public         | Web form    | Noise complaints         | Licences | All disclosed             |                                    | 2024-01-15  | 7
    2024-00008     |      | 2024-01-09    | Business       | Post        | Fire inspection          | Fire     | All disclosed             |                                    | 2024-01-30  | 12
    2024-00021     | 11   | 2024-02-01    | Public         | Web form    | Permit drawings          | Building | Nothing disclosed         | s. 10 third party information      | 2024-02-20  |
    2024-00022     |      | 2024-02-01    | Law firm       | Counter     | Collision reports        | Roads    | Nothing disclosed         | s. 8 law enforcement               | 2024-02-22  |
    2024-00035     |      | 2024-02-27    | Media          | E-mail      | Briefing notes           | Council  | Disclosed in  Part        | s. 7 advice                        | 2024-03-21  | 102
    2024-00040     | 2    | 2024-03-14    | Public         | Post        | Tree removal             | Forestry | No records                |                                    | 2024-03-27  |
    2024-00041     |      | 2024-03-15    | Academic       | E-mail      | Trip counts              | Transit  | All disclosed             |                                    | 2024-04-03  | 3
    2024-00057     |      | 2024-04-22    | Association    | Web form    | Shelter statistics       | Housing  | Transferred out in full   |                                    | 2024-04-24  |
    2024-00063     | 7    | 2024-05-06    | Public         | Web form    | Own file                 | Welfare  | Withdrawn                 |                                    | 2024-05-08  |
    2024-00066     |      | 2024-05-13    | Business       | Web form    | Tender evaluations       | Finance  | Abandoned                 |                                    | 2024-06-04  |
    2024-00071     |      | 2024-06-03    | Government     | Post        | Lease                    | Property | All disclosed             |                                    | 2024-06-18  | 20
    2024-00093     |      | 2024-12-16    | Public         | Web form    | Noise complaints         | Licences |                           |                                    |             |
    2024-00094     |      | 2024-12-18    | Media          | E-mail      | Contracts over a million | Finance  |                           |                                    |             |
    Total          |      |               | 14             |             |                          |          |                           |                                    |             | 192
    Source: City Clerk's Office | | | | | | | | | |
"""
SETTINGS = """
agency = "City of Elsewhere"
year = 2024

[columns.requests]
"Request number" = "number"
"Date accepted" = "received"
"Requester type" = "applicant_type"
"Received by" = "channel"
"Summary of request" = "subject"
"Division" = "unit"
"Decision" = "outcome"
"Exemption" = "ground"
"Date closed" = "closed"

[values.applicant_type]
"Public" = "natural_person"
"Business" = "business"
"Media" = "business"
"Law firm" = "legal_services"
"Academic" = "research"
"Association" = "social_welfare"
"Government" = "other_organisation"

[values.channel]
"Web form" = "web"
"E-mail" = "email"
"Post" = "letter"
"Counter" = "in_person"

[values.outcome]
"All disclosed" = "outcome.granted"
"Disclosed in part" = "outcome.partial"
"Disclosed in Part" = "outcome.partial"
"Nothing disclosed" = "outcome.refused.third_party"
"No records" = "outcome.unavailable.not_held"
"Transferred out in full" = "outcome.unavailable.not_held"
"Withdrawn" = "outcome.other.miscellaneous"
"Abandoned" = "outcome.other.not_corrected"
"""
# What a person counts in the fourteen rows above.
FIGURES = {
    "received": {
        "natural_person": 5,
        "business": 4,
        "research": 1,
        "social_welfare": 1,
        "legal_services": 1,
        "other_organisation": 1,
        "total": 13,
    },
    "brought_forward": {"business": 1, "total": 1},
    "outcome.granted": {
        "natural_person": 1,
        "business": 1,
        "research": 1,
        "other_organisation": 1,
        "total": 4,
    },
    "outcome.partial": {"business": 2, "total": 2},
    "outcome.refused.third_party": {"natural_person": 1, "legal_services": 1, "total": 2},
    "outcome.unavailable.not_held": {"natural_person": 1, "social_welfare": 1, "total": 2},
    "outcome.other.not_corrected": {"business": 1, "total": 1},
    "outcome.other.miscellaneous": {"natural_person": 1, "total": 1},
    "outcome.total": {
        "natural_person": 4,
        "business": 4,
        "research": 1,
        "social_welfare": 1,
        "legal_services": 1,
        "other_organisation": 1,
        "total": 12,
    },
    "carried_forward": {"natural_person": 1, "business": 1, "total": 2},
}


def report_on(path: Path) -> Report:
    return compile_report([path], as_of=date(2025, 1, 3))


def figures_of(report: Report) -> Mapping[str, Mapping[str, object]]:
    """Line → column → number, without noughts."""
    found: dict[str, dict[str, object]] = {}
    for (line, column), number in report.tables["requests"].items():
        if number:
            found.setdefault(line, {})[column] = number
    return found


def register(folder: Path, suffix: str, settings: str = SETTINGS) -> Path:
    """The register as a city offers it, beside the settings for it."""
    if settings:
        (folder / "reportcli.toml").write_text(settings, encoding="utf-8")
    return write_log(folder / f"register-2024{suffix}", REGISTER)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_foreign_register_gives_the_figures_that_are_in_it(suffix: str, tmp_path: Path) -> None:
    report = report_on(register(tmp_path, suffix))
    assert figures_of(report) == FIGURES
    assert [(found.code, found.address.cell) for found in report.findings] == []
    assert report.tally.carried_forward() == ["2024-00093", "2024-00094"]
    (part,) = report.tally.parts
    assert part.rows_by_fate() == {"counted": 14, "title": 1, "total-row": 1, "footer": 1}
    assert report.facts["requests.by_channel"] == {"online": 9, "other_ways": 4}
    assert (report.year, report.settings.agency) == (2024, "City of Elsewhere")


def test_the_old_form_takes_the_same_register(tmp_path: Path) -> None:
    """On the form of 2019 whatever is neither disclosed nor refused by a listed case is one line."""
    report = compile_report([register(tmp_path, ".csv")], edition="2019", as_of=date(2025, 1, 3))
    figures = figures_of(report)
    assert figures["outcome.other"] == {"natural_person": 1, "business": 1, "total": 2}
    assert figures["outcome.total"] == FIGURES["outcome.total"]


def test_without_its_settings_it_is_no_log(tmp_path: Path) -> None:
    path = register(tmp_path, ".csv", settings="")
    with pytest.raises(ExceptionGroup) as refused:
        report_on(path)
    (refusal,) = refused.value.exceptions
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.status) == ("header-missing", 4)
    assert "Decision" in refusal.message("en")


def test_a_heading_that_the_settings_forget_is_named(tmp_path: Path) -> None:
    path = register(tmp_path, ".csv", SETTINGS.replace('"Date closed" = "closed"\n', ""))
    with pytest.raises(ExceptionGroup) as refused:
        report_on(path)
    (refusal,) = refused.value.exceptions
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.status) == ("header-incomplete", 4)
    assert "Dateclosed" in refusal.message("en").replace(" ", "")


def test_a_decision_that_the_settings_forget_is_a_finding_and_never_guessed(tmp_path: Path) -> None:
    path = register(tmp_path, ".csv", SETTINGS.replace('"Abandoned" =', '"Deserted" ='))
    report = report_on(path)
    assert [(found.code, found.address.cell, found.evidence) for found in report.findings] == [
        ("outcome-unknown", "H13", "Abandoned")
    ]
    assert figures_of(report)["received"]["business"] == 3
    assert "outcome.other.not_corrected" not in figures_of(report)


def test_the_command_line_takes_settings_from_elsewhere(tmp_path: Path) -> None:
    path = register(tmp_path, ".xlsx", settings="")
    settings = tmp_path / "elsewhere.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    options = [str(path), "--config", str(settings), "--lang", "en"]
    result = CliRunner().invoke(app, ["tally", *options, "-f", "csv"])
    assert result.exit_code == 0, result.output
    assert "requests,received,total," in result.stdout
    inspected = CliRunner().invoke(app, ["inspect", *options])
    assert inspected.exit_code == 0
    for words in ("Request log (requests), header in row 2", "by the settings", "records 14"):
        assert words in inspected.stdout
