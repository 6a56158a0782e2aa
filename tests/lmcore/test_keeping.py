"""`kept`: the same result, whether it was trained or loaded, and never another training's."""

import inspect
import os
import re
import subprocess
import sys

import numpy as np
import pytest

from lmcore import Adam, History, NeuralLM, batches, fit, keeping
from lmcore.keeping import file_name, kept

IDS = np.arange(400) % 7
STEPS = 3


def scaled(rate):
    return rate * STEPS


@kept
def train(ids, rate=0.01, dtype="float32"):
    model = NeuralLM(7, 3, 5, 2, rng=0, activation="relu", dtype=np.dtype(dtype), padding_id=2)
    data = batches(ids, 2, 32, rng=np.random.default_rng(0))
    history = fit(model, data, Adam(model, scaled(rate)), epochs=2, progress=False)
    return model, history, {"seen": [len(ids), None], 2: np.float64(0.1)}, len(data)


@pytest.fixture
def keep(tmp_path, monkeypatch):
    monkeypatch.setenv("LMCORE_KEEP", str(tmp_path))
    return tmp_path


def look(monkeypatch, folder):
    monkeypatch.delenv("LMCORE_KEEP", raising=False)
    monkeypatch.setenv("LMCORE_KEPT", str(folder))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_is_loaded_is_what_was_trained(keep, monkeypatch, capsys, dtype):
    model, *rest = train(IDS, dtype=dtype)
    assert capsys.readouterr().out == ""
    look(monkeypatch, keep)
    monkeypatch.setenv("LMCORE_SLOWDOWN", "1000")
    loaded, *others = train(IDS, dtype=dtype)
    assert rest == others and isinstance(rest[0], History)
    assert loaded.parameters.values.dtype == dtype
    np.testing.assert_array_equal(loaded.parameters.values, model.parameters.values)
    contexts = np.array([[0, 1], [5, 6]])
    np.testing.assert_array_equal(loaded.forward(contexts), model.forward(contexts))
    assert loaded.padding_id == model.padding_id
    train(IDS, dtype=dtype)
    said = keeping.what_was_loaded()
    assert re.fullmatch(
        r"train: loaded 2 results\. To train took \d+ s when the book was built, and would take "
        r"about \d+ s here: @kept\(anew=True\) trains anew\.\n",
        said,
    )
    assert keeping.what_was_loaded() == capsys.readouterr().out == ""


@kept
def judged(rate):
    return float(train(IDS, rate)[1].train_perplexity[-1])


def test_what_a_kept_function_calls_is_part_of_its_result(keep, monkeypatch):
    value = judged(0.02)
    assert [path.name.split("-")[0] for path in keep.iterdir()] == ["judged"]
    look(monkeypatch, keep)
    assert judged(0.02) == value
    assert keeping.what_was_loaded().startswith("judged: loaded 1 result. ")
    monkeypatch.setitem(globals(), "STEPS", 4)  # a part of the part: nothing to load
    assert judged(0.02) != value
    assert keeping.what_was_loaded() == ""


def test_without_a_folder_it_trains_and_writes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("LMCORE_KEEP", raising=False)
    monkeypatch.chdir(tmp_path)
    first, second = train(IDS)[0], train(IDS)[0]
    assert first is not second
    assert not any(tmp_path.iterdir()) and capsys.readouterr().out == ""


def test_anew_trains_although_the_result_is_there(keep, monkeypatch):
    train(IDS)
    look(monkeypatch, keep)
    trained = kept(anew=True)(inspect.unwrap(train))
    trained(IDS)
    assert keeping.what_was_loaded() == ""
    train(IDS)
    assert keeping.what_was_loaded().startswith("train: loaded 1 result. ")


@pytest.mark.parametrize("change", ["argument", "array", "constant", "function"])
def test_whatever_changes_the_training_changes_the_name(monkeypatch, change):
    name = file_name(train, IDS)
    arguments = {"ids": IDS}
    if change == "argument":
        arguments["rate"] = 0.02
    elif change == "array":
        arguments["ids"] = np.append(IDS[:-1], 1)
    elif change == "constant":
        monkeypatch.setitem(globals(), "STEPS", 4)
    else:
        monkeypatch.setitem(globals(), "scaled", lambda rate: rate / STEPS)
    assert file_name(train, **arguments) != name


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64, np.intp])
def test_the_platform_does_not_change_the_name(dtype):
    assert file_name(train, IDS.astype(dtype)) == file_name(train, ids=IDS, rate=0.01)


def test_what_cannot_be_compared_is_named(keep):
    with pytest.raises(TypeError, match=r"the arguments has a Generator: make it inside"):
        train(np.random.default_rng(0))
    with pytest.raises(TypeError, match=r"returns a NeuralLM, .* not a set"):
        kept(returns_a_set)()
    assert not any(keep.glob("*.npz"))


def returns_a_set():
    return {1}


NOTEBOOK = """
import linecache
from lmcore import kept
cells = [
    "@kept\\ndef train(steps):\\n    return [steps]\\n",
    "several = [train(n) for n in (1, 2)]\\n",
]
for number, code in enumerate(cells):
    name = f"<cell {number}>"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    exec(compile(code, name, "exec"), globals())
"""


def test_a_page_finds_the_files_of_its_cells(tmp_path):
    subprocess.run(
        [sys.executable, "-c", NOTEBOOK],
        env=os.environ | {"LMCORE_KEEP": str(tmp_path / "kept")},
        check=True,
    )
    found = keeping.of_page(tmp_path / "kept", "# A page\n\nseveral = [train(n) for n in (1, 2)]\n")
    assert sorted(keeping.load(path)[0] for path in found) == [[1], [2]]
    assert all(it["seconds"] >= 0 and "several" in it["cell"] for it in found.values())
    assert keeping.of_page(tmp_path / "kept", "# Another page\n\nseveral = 3\n") == {}
    assert keeping.of_page(tmp_path / "missing", "") == {}
