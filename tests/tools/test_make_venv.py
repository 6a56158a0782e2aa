import pytest

from tools import make_venv


def test_old_python_gets_one_sentence():
    with pytest.raises(SystemExit) as stopped:
        make_venv.check_python((3, 8))
    message = str(stopped.value)
    assert "Python 3.11 or later" in message and "3.8" in message and "make PYTHON=" in message
    assert "\n" not in message


def test_present_python_is_accepted():
    make_venv.check_python((3, 11))
    make_venv.check_python((3, 14))


def runs(outcomes):
    """A stand-in for `run` that answers by the first outcome whose key is in the command."""
    calls = []

    def run(*command):
        calls.append(command)
        text = " ".join(command)
        for key, outcome in outcomes.items():
            if key in text:
                return outcome
        return True, ""

    run.calls = calls
    return run


def test_pip_does_the_work_when_uv_is_not_to_be_had(monkeypatch, capsys):
    run = runs({"constraints.txt uv": (False, "no uv")})
    monkeypatch.setattr(make_venv, "run", run)
    make_venv.install()
    assert "pip" in run.calls[-1] and "-e" in run.calls[-1]
    assert "pip does its work" in capsys.readouterr().out


def test_no_network_gets_one_sentence_that_says_what_to_do(monkeypatch):
    failed = (False, "Retrying ...\nERROR: No matching distribution found for uv\n\n")
    monkeypatch.setattr(make_venv, "run", runs({"install": failed}))
    with pytest.raises(SystemExit) as stopped:
        make_venv.install()
    message = str(stopped.value)
    assert "reaches a Python package index" in message
    assert "No matching distribution" in message
    assert "\n" not in message


def test_missing_venv_module_names_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(make_venv, "PYTHON", str(tmp_path / "nothing"))
    monkeypatch.setattr(make_venv, "run", runs({"venv": (False, "ensurepip is not available")}))
    with pytest.raises(SystemExit, match="python3-venv"):
        make_venv.make_environment()
