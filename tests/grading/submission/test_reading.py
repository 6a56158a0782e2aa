import codecs
import json
import os

import pytest

from grading.submission.reading import (
    MOST_SOURCE,
    Unreadable,
    decoded,
    has_second_name,
    parse,
    plain,
    read_file,
    without_outputs,
)


def notebook(*cells, indent=None, **others):
    content = {"cells": list(cells), "nbformat": 4, **others}
    return json.dumps(content, indent=indent).encode()


def cell(source, grade_id=None, **nbgrader):
    metadata = {"nbgrader": {"grade_id": grade_id, **nbgrader}} if grade_id else {}
    return {"cell_type": "code", "source": source, "metadata": metadata}


def test_answers_by_grade_id_of_doubled_cells_the_first():
    parsed = parse(notebook(cell("a", "x"), cell("b", "x"), cell("c", "y"), cell("d")))
    assert parsed.answers({"x", "z"}) == {"x": "a"}
    assert parsed.doubled({"x", "z"}) == ["x"]
    assert parsed.own_code({"x", "z"}) == ["c", "d"]


@pytest.mark.parametrize("version", [0, 1, 2, 4, 99, "3", None, [], -1])
def test_the_schema_version_does_not_matter(version):
    assert parse(notebook(cell("a", "x", schema_version=version))).answers({"x"}) == {"x": "a"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"not json",
        b"[]",
        b"{}",
        b'{"cells": 3}',
        b'{"cells": [' + b"[" * 100_000,
        b'{"cells": ' + b"9" * 5000 + b"}",
        b"\xff\xfe\x00",
        b"PK\x03\x04 a zip",
    ],
)
def test_what_is_no_notebook_is_said_to_be_none(data):
    with pytest.raises(Unreadable):
        parse(data)


@pytest.mark.parametrize(
    "strange",
    [
        {"cell_type": 3, "source": 4, "metadata": []},
        {"metadata": {"nbgrader": "x"}},
        {"metadata": {"nbgrader": {"grade_id": ["x"]}}, "source": {"a": 1}},
        {"source": [1, None, "a"]},
        "a text",
        None,
    ],
)
def test_strange_cells_do_no_harm(strange):
    assert parse(notebook(strange, cell("a", "x"))).answers({"x"}) == {"x": "a"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_any_unicode_encoding_is_read(encoding):
    data = notebook(cell("π", "x")).decode().encode(encoding)
    assert parse(data).answers({"x"}) == {"x": "π"}


def test_notebooks_of_version_3_are_read():
    old = {"cell_type": "code", "input": ["a\n", "b"], "metadata": cell("", "x")["metadata"]}
    data = json.dumps({"worksheets": [{"cells": [old]}], "nbformat": 3}).encode()
    assert parse(data).answers({"x"}) == {"x": "a\nb"}


def test_text_is_made_plain():
    assert plain("a\r\nb\rc") == "a\nb\nc"
    assert plain("\ud800") == "?"
    assert len(plain("x" * (MOST_SOURCE + 1))) < 200


def test_links_pipes_and_folders_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    below = tmp_path / "submitted"
    (below / "s").mkdir(parents=True)
    (below / "s" / "file").symlink_to(secret)
    (below / "linked").symlink_to(tmp_path)
    os.mkfifo(below / "pipe")
    for name in ("s/file", "linked/secret", "pipe", "s"):
        with pytest.raises(Unreadable):
            read_file(below / name, below)
    with pytest.raises(FileNotFoundError):
        read_file(below / "nothing", below)


def test_a_second_name_of_a_file_is_noticed(tmp_path):
    (tmp_path / "ada").write_text("hers")
    assert not has_second_name(tmp_path / "ada") and not has_second_name(tmp_path / "nothing")
    os.link(tmp_path / "ada", tmp_path / "eve")
    assert has_second_name(tmp_path / "ada") and has_second_name(tmp_path / "eve")
    assert read_file(tmp_path / "eve", tmp_path) == b"hers"


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    (tmp_path / "f").write_bytes(b"x" * 11)
    assert read_file(tmp_path / "f", tmp_path, 11) == b"x" * 11
    with pytest.raises(Unreadable, match="larger"):
        read_file(tmp_path / "f", tmp_path, 10)


PICTURE = {"data": {"image/png": 'iVBOR\n\\"{}[]:,' * 1000}, "metadata": {"source": ["x"]}}


def with_outputs(*outputs):
    return {**cell("a = '\"outputs\": {}[]:,\\\\'", "x"), "outputs": list(outputs)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_outputs_are_left_out_wherever_a_piece_ends(size, encoding):
    data = notebook(with_outputs(PICTURE), cell("π", "y"), indent=4).decode().encode(encoding)
    pieces = [data[:4], *(data[i : i + size] for i in range(4, len(data), size))]
    text = "".join(without_outputs(decoded(pieces)))
    assert len(text) < 1000 < len(data)
    found = parse(text.encode()).answers({"x", "y"})
    assert found == {"x": "a = '\"outputs\": {}[]:,\\\\'", "y": "π"}


@pytest.mark.parametrize("where", ["outputs", "attachments", "notebook"])
def test_what_a_notebook_shows_has_no_size(tmp_path, monkeypatch, where):
    monkeypatch.setattr("grading.submission.reading.MOST_BYTES", 2000)
    large = {**cell("a", "x"), **({where: [PICTURE]} if where != "notebook" else {})}
    others = {"metadata": {"widgets": PICTURE}} if where == "notebook" else {}
    path = tmp_path / "n.ipynb"
    path.write_bytes(notebook(large, cell("b", "y"), **others))
    assert path.stat().st_size > 10_000
    data = read_file(path, tmp_path, 2000)
    assert len(data) < 2000
    assert parse(data).answers({"x", "y"}) == {"x": "a", "y": "b"}


def test_what_a_student_wrote_has_a_size(tmp_path):
    path = tmp_path / "n.ipynb"
    path.write_bytes(notebook(cell("a" * 3000, "x")))
    with pytest.raises(Unreadable, match="without its outputs"):
        read_file(path, tmp_path, 2000)


def test_a_notebook_is_read_in_pieces(tmp_path, monkeypatch):
    """Memory holds a piece and what is kept, whatever the file holds."""
    monkeypatch.setattr("grading.submission.reading.CHUNK", 100)
    sizes = []
    real = codecs.getincrementaldecoder

    def listening(encoding):
        class Decoder(real(encoding)):
            def decode(self, data, final=False):
                sizes.append(len(data))
                return super().decode(data, final)

        return Decoder

    monkeypatch.setattr("grading.submission.reading.codecs.getincrementaldecoder", listening)
    path = tmp_path / "n.ipynb"
    path.write_bytes(notebook(with_outputs(PICTURE)))
    read_file(path, tmp_path)
    assert max(sizes) == 100 and sum(sizes) == path.stat().st_size


@pytest.mark.parametrize(
    "data",
    [b'{"cells": [' + b"[]," * 10_000, b'{"cells": ["' + b'a","' * 10_000, b"[" * 30_000],
    ids=["lists", "texts", "depth"],
)
def test_a_notebook_of_too_many_parts_is_not_read(monkeypatch, data):
    monkeypatch.setattr("grading.submission.reading.MOST_PARTS", 10_000)
    with pytest.raises(Unreadable):
        parse(data)


def test_a_byte_that_is_no_text_costs_no_answer():
    data = notebook(cell("a", "x"), cell("caf\u00e9", "y")).decode()
    data = data.replace("\\u00e9", "\u00e9").encode("latin-1")
    assert parse(data).answers({"x", "y"}) == {"x": "a", "y": "caf\ufffd"}
