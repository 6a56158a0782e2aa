"""Rubrics are for the grader's eyes."""

import nbformat

from grading.plugins.feedback import without_rubrics


def test_feedback_pages_show_no_rubric():
    scheme = "Why?\n\n### BEGIN MARK SCHEME\n- 1 point: parallel steps.\n### END MARK SCHEME\n"
    answer = "### BEGIN MARK SCHEME is a line of my answer"
    cells = [nbformat.v4.new_markdown_cell(scheme), nbformat.v4.new_markdown_cell(answer)]
    nb = nbformat.v4.new_notebook(cells=cells)
    question, written = without_rubrics(nb).cells
    assert question.source.strip() == "Why?"
    assert written.source == answer
    assert nb.cells[0].source == scheme  # the grader's own copy stays whole
