"""A reader finds the way: a path with minutes, summaries, what to read next, previews, sources."""

import re
import sys

import pytest
import yaml

from tests.book.browser import HTML, PATIENCE, chromium, expect
from tests.book.sources import BOOK, ROOT, pages
from tests.machine import lacking, needed

sys.path.insert(0, str(BOOK / "_ext"))
reading_path = needed("reading_path")
previews = needed("previews")

PAGES = pages()
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text())
TAUGHT = [chapter["file"].partition("/")[2] for part in TOC["parts"]
          if part["caption"] != "Reference" for chapter in part["chapters"]]  # fmt: skip
# Lists to look things up in; the home page has the path in place of a summary.
LISTS = {name for name in PAGES if name.startswith("api")} | {
    "glossary", "references", "introduction"}  # fmt: skip
READ = [name for name in PAGES if name not in LISTS]
BUILT = ROOT / "_build/html/book"
ENTRIES = {
    key: (kind, dict(re.findall(r"^\s+(\w+)\s*=\s*\{(.*)\},?$", fields, re.M)))
    for kind, key, fields in re.findall(
        r"^@(\w+)\{(\w+),\n(.*?)^\}", (BOOK / "references.bib").read_text(), re.M | re.S
    )
}


def built(name: str) -> str:
    file = BUILT / f"{name}.html"
    if not file.is_file():
        lacking("the book is not built: run `make book`")
    return file.read_text("utf-8")


@pytest.mark.parametrize("name", TAUGHT)
def test_every_page_of_the_course_says_its_level_and_what_one_does(name):
    known = reading_path.front_matter(PAGES[name])
    assert known.get("level") in reading_path.LEVELS, (
        f"book/{name}.md needs a line `level: core` (or another of {reading_path.LEVELS}) and a "
        "line `about: what its reader does` between its first `---` and the next"
    )
    assert 10 <= len(known.get("about", "")) <= 70


@pytest.mark.parametrize("number", range(1, 12))
def test_the_path_names_every_exercise(number):
    titles = [chapter.get("title", "") for part in TOC["parts"] for chapter in part["chapters"]]
    assert any(title.startswith(f"3.{number} ") for title in titles)


def test_the_home_page_has_the_path_and_says_whose_exercises_these_are():
    home = PAGES["introduction"]
    assert "```{path}\n" in home
    assert "Taras Tsugrii" in home
    assert home.index("```{path}") < home.index("make course")


def test_minutes_follow_the_words_the_cells_and_the_questions():
    words = "word " * 1000 + "\n"
    cell = "```{code-cell} python\n1 + 1\n```\n"
    claim = cell.replace("1 + 1", ":tags: [remove-cell, claims]\nassert True")
    question = "```{self-check}\nEven?\n```\n"
    assert reading_path.minutes(words) == 5
    assert reading_path.minutes(words + 4 * cell) == 7
    assert reading_path.minutes(words + claim) == 5
    assert reading_path.minutes(words + 2 * question) == 8  # and six more words


@pytest.mark.parametrize("name", TAUGHT)
def test_the_built_path_has_every_page_with_its_minutes(name):
    row = re.search(rf'<tr[^>]*>(?:(?!</tr>).)*href="{name}\.html"(?:(?!</tr>).)*</tr>',
                    built("introduction").partition("reading-path")[2], re.DOTALL)  # fmt: skip
    assert row, "the page is not in the path"
    cells = [re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", row[0], re.S)]
    assert cells[-1].strip() == str(reading_path.minutes(PAGES[name]))


@pytest.mark.parametrize("name", READ)
def test_a_page_ends_with_three_lines_and_what_to_read_next(name):
    last = PAGES[name].rpartition("\n## ")[2]
    assert last.startswith("In short\n"), f"book/{name}.md needs a section `## In short` at its end"
    summary, mark, after = last.partition("**Read next:**")
    assert 3 <= len(re.findall(r"^- ", summary, re.MULTILINE)) <= 4
    assert mark and re.search(r"\{ref\}`|\]\(|`docs/", after), "it names nothing to read next"


def test_what_is_for_instructors_is_no_student_s_page_and_can_be_found():
    assert "orphan: true" in PAGES["instructor-guide"]
    assert not any("instructor" in str(chapter) for part in TOC["parts"]
                   for chapter in part["chapters"])  # fmt: skip
    assert "{ref}`instructor-guide`" in PAGES["introduction"]


@pytest.mark.parametrize("name", PAGES)
def test_no_built_sidebar_has_the_instructors_page(name):
    sidebar = re.search(r'<nav class="bd-links.*?</nav>', built(name), re.DOTALL)
    assert sidebar and "instructor-guide" not in sidebar[0]


@pytest.mark.parametrize("key", ENTRIES)
def test_a_reference_can_be_followed(key):
    kind, fields = ENTRIES[key]
    if "publisher" in fields and "doi" not in fields:
        return  # a book on paper
    assert "doi" in fields or "url" in fields, f"{key} has neither DOI nor address"
    assert re.fullmatch(r"10\.\d{4,9}/\S+", fields.get("doi", "10.1000/x")), fields["doi"]
    assert fields.get("url", "https://").startswith("https://")


@pytest.mark.parametrize("key", ENTRIES)
def test_the_built_references_link_what_they_name(key):
    _, fields = ENTRIES[key]
    page = built("references")
    for address in (fields.get("url"), fields.get("doi") and f"https://doi.org/{fields['doi']}"):
        assert not address or f'href="{address}"' in page


@pytest.mark.parametrize("name", TAUGHT)
def test_a_page_explains_words_where_it_uses_them(name):
    links = re.findall(r'<a class="word[^>]*>', built(name))
    assert links
    assert all(re.search(r'data-preview="[^"]{10,}"', link) for link in links)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_to_a_word_or_a_source_has_its_preview(name):
    page = built(name).partition('<article class="bd-article"')[2].partition("</article>")[0]
    if name in {"glossary", "references"}:
        return
    for link in re.findall(r'<a [^>]*href="(?:glossary|references)\.html#(?:term-|id)[^>]*>', page):
        text = re.search(r'data-preview="([^"]*)"', link)
        assert text and text[1] and "\\" not in text[1], link


def test_a_word_shows_what_it_means_to_pointer_and_keyboard():
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.clock.install()  # so that the page's timers run when we say
        page.goto((HTML / "book/perplexity.html").as_uri())
        link = page.locator("a.word").first
        shown = page.locator("#preview")
        link.hover()
        expect(shown).to_be_hidden()  # at once; who crosses it on the way elsewhere sees nothing
        page.clock.run_for(1000)
        expect(shown).to_be_visible()
        expect(shown).to_have_text(link.get_attribute("data-preview"))
        expect(link).to_have_attribute("aria-describedby", "preview")
        shown.hover()  # one may go there to read on
        page.clock.run_for(1000)
        expect(shown).to_be_visible()
        page.keyboard.press("Escape")
        expect(shown).to_be_hidden()
        page.mouse.move(0, 0)
        link.focus()
        expect(shown).to_be_visible()
        page.clock.run_for(1000)
        expect(shown).to_be_visible()


def test_a_definition_is_taken_without_the_page_it_points_to():
    assert previews._SEE.sub("", "A halving. See cross-entropy.") == "A halving."
