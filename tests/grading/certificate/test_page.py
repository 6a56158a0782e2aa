"""The certificate's page: inert, escaped, with tables and a picture that can be read."""

import json
import re
from html.parser import HTMLParser

import pytest

from grading.certificate.page import NO_SAMPLE, certificate, source, write
from grading.certificate.trial import Found, Run, Trial
from grading.pages.policy import INERT, policy_of
from tests.grading.certificate.small_exercise import ANSWERS, EXERCISES

HOSTILE = "<script>alert(1)</script>"


class Elements(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def trials() -> list[Trial]:
    failed = Found(False, HOSTILE, False)
    answers = [ANSWERS[name]._replace(name=f"{name} {HOSTILE}") for name in ANSWERS]
    return [
        Trial(
            a,
            [Run({"double_visible": failed if a.right else failed._replace(passed=True)}, HOSTILE)],
        )
        for a in answers
    ]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    sources = [
        source("folder", 3, trials(), "somewhere"),
        source("bank", 3, None),
        source("mutants", 1, [t for t in trials() if not t.answer.right]),
    ]
    found = certificate(sources, EXERCISES, 5)
    page, data = write(found, tmp_path_factory.mktemp("page") / "deeper" / "all.html")
    return page.read_text("utf-8"), json.loads(data.read_text("utf-8"))


def test_the_page_runs_and_loads_nothing(written):
    page, _ = written
    assert policy_of(page) == INERT
    tags = [tag for tag, _ in Elements(page).found]
    assert not {"script", "link", "img", "iframe", "object"} & set(tags)
    assert HOSTILE not in page and "&lt;script&gt;" in page
    assert not re.search(r"(src|href)=", page)


def test_the_page_can_be_read_by_all(written):
    page, _ = written
    elements = Elements(page).found
    assert ("html", {"lang": "en"}) in elements
    assert [tag for tag, _ in elements].count("h1") == 1
    assert all("scope" in attributes for tag, attributes in elements if tag == "th")
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    (picture,) = [attributes for tag, attributes in elements if tag == "svg"]
    assert picture["role"] == "img"
    assert set(picture["aria-labelledby"].split()) <= set(ids)
    assert "right rejected: 3 of 3, 100.0 %, interval 29.2 to 100.0 %" in page
    assert "prefers-color-scheme: dark" in page and "width=device-width" in page


def test_page_and_json_say_all_that_is_promised(written):
    page, found = written
    assert NO_SAMPLE in page and found["no random sample"] == NO_SAMPLE
    assert set(found["versions"]) >= {"python", "numpy", "lmcore", "nbgrader", "git commit"}
    for name, version in found["versions"].items():
        assert name in page and version in page
    folder, bank, mutants = found["collections"]
    assert folder["line"] == "answers: 3 right, 3 rejected; 8 wrong, 8 accepted; 0 named"
    assert folder["line"] in page
    assert bank["graded"] is False and "not graded by this version" in page
    assert mutants["all"]["right rejected"]["share"] is None
    for one in found["collections"]:
        assert one["how they were chosen"] in page.replace("&#39;", "'")
    (cell,) = folder["cells"]
    assert cell["checks"][0]["wrong accepted"]["hits"] == 8
    assert 0 < cell["checks"][0]["wrong accepted"]["interval"][0] < 1
    assert len(folder["wrong about"]) == 11
