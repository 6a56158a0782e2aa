"""The certificate: one HTML page that loads and runs nothing, and the same as JSON."""

import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grading.certificate.exercise import Exercise
from grading.certificate.rates import CellRates, Rates, Share, cell_rates, rates
from grading.certificate.trial import Trial
from grading.execution.versions import grader_version
from grading.files import replace_text
from grading.pages.policy import with_policy
from grading.paths import ROOT

TEMPLATES = Path(__file__).parent / "templates"
CHOSEN = {
    "bank": "The bank: answers that the course's authors wrote while they wrote its checks, each "
    "with the words that its student must hear. The checks were corrected until they passed, so "
    "these rates say that nothing has broken since, and little about answers yet unseen.",
    "mutants": "The mutants: the model answers with one small change each, made by a program. "
    "Those that are right all the same are left out.",
    "folder": "Answers of the folder {}: somebody has sorted them into right and wrong.",
}
NO_SAMPLE = (
    "None of these answers is a random sample of what students hand in. An interval says how much "
    "chance there is in a share of so few answers; it cannot say how answers were chosen."
)
NOT_SHOWN = (
    "not graded by this version of the grader: run `python -m grading certify` without a folder"
)


class Source(NamedTuple):
    """One collection of answers, graded; None where that has not been done."""

    kind: str
    chosen: str  # how these answers came to be here
    runs: int
    trials: list[Trial] | None


def source(kind: str, runs: int, trials: list[Trial] | None, place: str = "") -> Source:
    """Describe a collection of answers."""
    return Source(kind, CHOSEN[kind].format(place), runs, trials)


def versions() -> dict[str, str]:
    """Return what graded: the versions of everything that may change a verdict."""
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "lmcore", "nbgrader", "scipy")},
        "git commit": commit(),
        "grader": grader_version()[:12],
    }


def commit() -> str:
    """Return the commit that is checked out, and whether files differ from it."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else ""

    try:
        head = git("rev-parse", "HEAD")
        changed = head and git("status", "--porcelain", "--untracked-files=no")
    except FileNotFoundError:
        head = changed = ""
    return (head or "unknown") + (", with changes" if changed else "")


def certificate(
    sources: Sequence[Source], exercises: Mapping[str, Exercise], seed: int
) -> dict[str, Any]:
    """Return all that a certificate says, as plain values for JSON."""
    return {
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "notebooks": list(exercises),
        "seed": seed,
        "versions": versions(),
        "no random sample": NO_SAMPLE,
        "collections": [collection(one, exercises) for one in sources],
    }


def collection(one: Source, exercises: Mapping[str, Exercise]) -> dict[str, Any]:
    """Return what became of one collection of answers."""
    about: dict[str, Any] = {"kind": one.kind, "how they were chosen": one.chosen, "runs": one.runs}
    if one.trials is None:
        return {**about, "graded": False}
    return {
        **about,
        "graded": True,
        "line": rates(one.trials).line,
        "all": coded(rates(one.trials)),
        "cells": [coded_cell(cell) for cell in cell_rates(one.trials, exercises)],
        "wrong about": wrong_about(one.trials),
    }


def coded(of: Rates) -> dict[str, Any]:
    """Return rates as plain values."""
    return {
        "right rejected": coded_share(of.rejected),
        "wrong accepted": coded_share(of.accepted),
        "misconception named": coded_share(of.named),
    }


def coded_share(of: Share) -> dict[str, Any]:
    """Return a share as plain values."""
    return {"hits": of.hits, "of": of.of, "share": of.value, "interval": [of.low, of.high]}


def coded_cell(cell: CellRates) -> dict[str, Any]:
    """Return a cell and its checks as plain values."""
    return {
        "notebook": cell.notebook,
        "cell": cell.cell,
        **coded(cell.rates),
        "checks": [
            {
                "check": check.name,
                "right rejected": coded_share(check.rejected),
                "wrong accepted": coded_share(check.accepted),
                "misconception named": coded_share(check.named),
                "caught by nothing else": check.only,
            }
            for check in cell.checks
        ],
    }


def wrong_about(trials: Sequence[Trial]) -> list[dict[str, str]]:
    """Return the answers that the grader was wrong about, each with what its student heard."""
    found = []
    for trial in trials:
        problem = (
            (trial.rejected and "right, and loses points")
            or (trial.accepted and "wrong, and keeps full marks")
            or (not trial.answer.right and not trial.named and "does not hear of its mistake")
        )
        if problem:
            heard = next((run.said for run in trial.runs if not run.full), "")
            found.append({"answer": trial.answer.title, "problem": problem, "heard": heard.strip()})
    return found


def write(found: Mapping[str, Any], page: Path) -> list[Path]:
    """Write page and JSON, each whole or not at all; return where they are."""
    beside = page.with_suffix(".json")
    page.parent.mkdir(parents=True, exist_ok=True)
    replace_text(beside, json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    replace_text(page, render(found))
    return [page, beside]


def render(found: Mapping[str, Any]) -> str:
    """Lay a certificate out; all that answers say is escaped."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = templates.get_template("certificate.html.j2").render(
        found=found, rows=picture_rows(found), not_shown=NOT_SHOWN
    )
    return with_policy(page)


def picture_rows(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row of the picture for each collection and kind of share."""
    return [
        {"label": f"{one['kind']}: {name}", **one["all"][name]}
        for one in found["collections"]
        if one["graded"]
        for name in ("right rejected", "wrong accepted", "misconception named")
        if one["all"][name]["of"]
    ]
