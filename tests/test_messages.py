"""Every message that a user can meet: what is wrong, what is expected, what to do.

A message that is in the sources and not in this list fails, and so does a line of the list that
no message fits any more.
"""

import pytest

from tests.messages import INTERNAL, SPOKEN, exceptions, messages

# What is wrong | what is expected, or why it matters | what to do
PARTS = """
release/ must hold | no solution and no hidden test | run `make release` again
must hold nothing private | take out what is named above | run `make course` and this again
solutions/ is not | what exercises/ give | run `make solutions`
there is no folder | put the notebooks there | `nbgrader zip_collect
no assignment called | has been released yet | run `nbgrader generate_assignment
was released, but | is not there | run `nbgrader generate_assignment
has other test cells | than when it was released | run `nbgrader generate_assignment
wheel could not be built | to repair .venv | run `make course` again
is not released yet | holds no notebook | run `make release`
Dask workers that had this notebook died | give them more memory | grade it again
grading on a cluster needs Dask | which is not here | pip install
no Dask scheduler answers | such as tcp://host:8786 | leave --scheduler out
Left out: %d | to its owner | by hand
Without a time of submission | nothing of theirs counts as late | collect again
handed in %d files | is taken | copy it into the submitted folder
is a workbook | a table as text is expected | save it as
is too large for a table | of a class | give the right file
… is empty | a header and rows are expected | export it again
one of id, SIS Login | is expected | name it so
and none for | name it in | nbgrader_config.py
is the worksheet of one assignment | with a column Grade | say which
nobody in the gradebook | the row stays as it was | `python -m grading
so their grades are not | if they are still | export the file from the LMS again
scores are not converted | the LMS's maximum | set the
above 100 | which Moodle refuses | raise the limit
cells to grade by hand | which count as 0 | grade them in formgrader
has no date to extend | give it one | `nbgrader db assignment add
the gradebook has no submission | to what has been graded | run `python -m grading autograde
has no feedback yet | run | `nbgrader generate_feedback
has locked the gradebook | this student is not recorded | run the same command again
another version of the grader | give it the same commit | start it again
the number should look like | 3.12 | give chapter, dot, exercise
the topic should look like | my-topic | use small letters
exercise … exists already | choose | the next number
… exists already | choose | another topic
could not be released | correct what is named above | run `make release` again
No bubblewrap on this machine | without a sandbox | `sudo apt install bubblewrap`
the sample student … was not graded | fix that | run `make sample-class` again
there is no notebook | name a file | make check NB=
a test of … was changed | it would prove nothing | as it was handed out
cannot be read as a notebook | the file that was handed out | open and save it
… not graded | those who were graded stay graded | said above
pip could not install JupyterLite | the site is built without | run this again
holds no answer cell | no test of the course | …
worker processes died | if memory is short | --workers 1
the grader itself failed | not the student's doing | fix the check
bubblewrap is missing | students' code cannot be locked in | install it
Chromium or npm is missing | Lighthouse needs both | `apt install chromium npm`
The book was not built | without a warning | Correct the page
but this is Python | or later is needed | make PYTHON=
could not make a virtual environment | on Debian or Ubuntu | run `apt install python3-venv`
packages could not be installed | reaches a Python package index | run the command again
no Chromium here | to print with | apt install chromium
has no section | rename 'Unreleased' to it | before tagging
got … words | one version is expected | python tools/release_notes.py v1.2.3
is damaged or no checkpoint | to train from the beginning | delete it
does not fit | expected | give the model it was made for
Tiny Shakespeare is not on this machine | holds input.txt | set LMCORE_DATA
is not Tiny Shakespeare | expected SHA-256 | put the right one in its place
kingdom will not do | targets are for Tiny Shakespeare | run it again
there is no '$(PYTHON)' | Python 3.11 or later | make PYTHON=
say which notebook | as in | make check NB=
neither a folder right nor a folder wrong | expected files called | sort the answers
expected files called …, in | …/right and …/wrong | rename them
own answers cannot be listed | expected tests/answers.py | run `python -m tests.answers bank`
no assignment is called | expected one of | leave it out
no group is called | expected one of | `python -m grading report
is there already | fill in its first line | delete it first
has a row … already | fill it in | delete it first
kernels with answers were not graded | the others are kept | run the same command again
answers are somebody's code | with your own rights | --unsafe
no released notebook is called | expected one of | without .ipynb
grader made, so its seed is not known | give it with --seed N | python -m grading autograde
there is no target | lists the targets | 'make help'
""".strip().splitlines()

# Told on the way; nobody has to do anything.
NOTICES = [
    "timestamp.txt is not used",
    "Stopped by Ctrl-C; whoever was executed to the end is graded, nobody else",
    "was half graded by a run that was killed: grading anew",
    "grading WITHOUT a sandbox",
    "Stopped. Pages that have run are kept",
    "kernels are done and kept; the same command goes on from there",
    "mistakes without a name are left out",
]

FOUND = [(file, text) for file, texts in messages().items() for text in dict.fromkeys(texts)]
ROWS = [tuple(part.strip() for part in row.split("|")) for row in PARTS]


def rows_of(text: str) -> list[tuple[str, ...]]:
    return [row for row in ROWS if row[0] in text]


@pytest.mark.parametrize(("file", "text"), FOUND, ids=[text[:60] for _, text in FOUND])
def test_a_message_says_what_is_wrong_what_is_expected_and_what_to_do(file, text):
    if any(notice in text for notice in NOTICES):
        return
    rows = rows_of(text)
    assert rows, f"{file} says something that is not in the list of this test:\n{text}"
    assert any(all(part in text for part in row) for row in rows), f"{file}: {text}\n{rows}"


def test_the_list_holds_nothing_that_is_no_longer_said():
    said = [text for _, text in FOUND]
    stale = [row[0] for row in ROWS if not any(row[0] in text for text in said)]
    stale += [notice for notice in NOTICES if not any(notice in text for text in said)]
    assert stale == []


def test_every_exception_is_either_for_users_or_for_the_program():
    assert exceptions() <= SPOKEN | INTERNAL


def test_a_message_that_tells_only_what_is_wrong_would_be_found():
    assert not rows_of("grading/new.py: something else went wrong")
