"""The instructor edition beside the students', and what a published book says of itself."""

import json
import sys
from types import SimpleNamespace

import pytest

from tests.book.browser import tool
from tests.book.sources import BOOK, ROOT
from tests.machine import lacking, needed

sys.path.insert(0, str(BOOK / "_ext"))
publishing = needed("publishing")
worked_solutions = needed("worked_solutions")

STUDENTS, INSTRUCTORS = ROOT / "_build/html", ROOT / "_build/html-instructor"
SOLUTIONS = sorted(path.relative_to(ROOT) for path in ROOT.glob("solutions/*/*.ipynb"))


@pytest.fixture
def instructors_site():
    if not (INSTRUCTORS / "index.html").is_file():
        lacking("the instructor edition is not built: run `make book EDITION=instructor`")
    return INSTRUCTORS


@pytest.mark.parametrize("notebook", SOLUTIONS, ids=lambda path: path.stem)
def test_the_instructor_edition_has_every_worked_solution(instructors_site, notebook):
    page = (instructors_site / notebook.with_suffix(".html")).read_text("utf-8")
    cells = json.loads((ROOT / notebook).read_text("utf-8"))["cells"]
    with_output = [cell for cell in cells if cell.get("outputs")]
    assert "Solution of " in page
    assert page.count('class="cell docutils container"') >= len(with_output)


def test_the_instructor_edition_has_the_students_pages(instructors_site):
    names = {path.name for path in STUDENTS.glob("book/*.html")}
    assert {path.name for path in instructors_site.glob("book/*.html")} >= names


def test_the_students_site_has_no_solution():
    if not (STUDENTS / "index.html").is_file():
        lacking("the book is not built: run `make book`")
    assert not (STUDENTS / "solutions").exists()
    assert list(STUDENTS.rglob("*solutions*")) == []


def test_the_configuration_of_the_instructor_edition():
    config, toc = tool("build_book").instructor_configuration()
    (part,) = [part for part in toc["parts"] if part["caption"] == "Worked solutions"]
    files = [chapter["file"] for chapter in part["chapters"]]
    assert sorted(files) == [path.with_suffix("").as_posix() for path in SOLUTIONS]
    assert "solutions/**" in config["sphinx"]["config"]["include_patterns"]
    assert "instructor" in config["title"]


def test_a_solution_is_titled_and_its_pictures_have_texts():
    draws = """figure, axes = plt.subplots()
axes.plot(losses, label=f"{n} layers")
axes.set(xlabel="step", ylabel="loss (nats)", title="It falls")
axes.set_title("And again")"""
    notebook = {
        "cells": [
            {"cell_type": "markdown", "source": ["# Exercise 3.5\n", "# no title"]},
            {"cell_type": "markdown", "source": ["Text\n", "## Loss plot"]},
            {
                "cell_type": "code",
                "metadata": {},
                "source": draws,
                "outputs": [{"data": {"image/png": "x"}}],
            },
            {"cell_type": "markdown", "source": ["# Another"]},
        ]
    }
    title, _, figure, other = json.loads(worked_solutions.as_solution(json.dumps(notebook)))[
        "cells"
    ]
    assert title["source"] == "# Solution of Exercise 3.5\n# no title"
    assert figure["metadata"]["mystnb"]["image"]["alt"] == (
        "Figure of the section “Loss plot”. It falls; And again. Shown: … layers. Across: step. "
        "Upward: loss (nats)."
    )
    assert "".join(other["source"]) == "# Another"


@pytest.mark.parametrize("notebook", SOLUTIONS, ids=lambda path: path.stem)
def test_each_picture_of_a_solution_has_a_text_of_its_own(notebook):
    solution = json.loads(worked_solutions.as_solution((ROOT / notebook).read_text("utf-8")))
    alts = [
        cell["metadata"]["mystnb"]["image"]["alt"]
        for cell in solution["cells"]
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
    ]
    assert alts and len(set(alts)) == len(alts)
    assert min(map(len, alts)) > 40


def test_a_description_is_short_and_whole():
    short = "A network multiplies and adds."
    assert publishing.shortened(short) == short
    long = publishing.shortened(
        "A first sentence, of more than fifty characters in all. " + 40 * "ab "
    )
    assert long == "A first sentence, of more than fifty characters in all."
    words = publishing.shortened("word " * 60)
    assert len(words) <= publishing.LONGEST and words.endswith("word…")


def test_the_head_of_a_page_is_escaped_and_has_addresses_only_if_there_are_any():
    tags = publishing.head_tags('A "title"', "Site", "a < b", "", "book/page")
    assert "A &quot;title&quot;" in tags and "a &lt; b" in tags
    assert "og:url" not in tags and "og:image" not in tags
    tags = publishing.head_tags("A", "S", "d", "https://example.org/course/", "book/page")
    assert 'content="https://example.org/course/book/page.html"' in tags
    assert (BOOK / "_static/social.png").is_file()


def test_links_to_edit_and_to_report_come_with_the_address_of_a_repository(monkeypatch):
    config = SimpleNamespace(html_theme_options={}, html_baseurl="")
    for name in ("COURSE_URL", "COURSE_REPOSITORY", "COURSE_BRANCH"):
        monkeypatch.delenv(name, raising=False)
    publishing.read_addresses(None, config)
    assert config.html_theme_options == {} and config.html_baseurl == ""

    monkeypatch.setenv("COURSE_URL", "https://example.org/course")
    monkeypatch.setenv("COURSE_REPOSITORY", "https://github.com/someone/course/")
    publishing.read_addresses(None, config)
    assert config.html_baseurl == "https://example.org/course/"
    options = config.html_theme_options
    assert options["repository_url"] == "https://github.com/someone/course"
    assert options["use_edit_page_button"] and options["use_issues_button"]
