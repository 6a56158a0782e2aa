"""tools/browser_kernel.py and tools/import_words.py: what the browser is told to load."""

import json
import zipfile

import browser_kernel
import import_words
import pyodide_files
import pytest

CONFIG = 'window.courseLive = { "server": null, "browser": null, "elsewhere": [1] };\n'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "live").mkdir()
    (tmp_path / "live/config.js").write_text(f"// A comment.\n{CONFIG}")
    return tmp_path


def config(site) -> dict:
    text = (site / "live/config.js").read_text()
    return json.loads(text.removeprefix("window.courseLive = ").rstrip(";\n"))


def test_pages_are_told_of_the_kernel_and_of_its_absence(site):
    browser_kernel.configure(site, browser={"pyodide": "pyodide/"})
    assert config(site) == {"server": None, "browser": {"pyodide": "pyodide/"}, "elsewhere": [1]}
    browser_kernel.configure(site, browser=None)
    assert config(site)["browser"] is None


def test_without_the_files_the_site_has_no_kernel_and_a_line_says_so(site, monkeypatch):
    def nothing(*, download):
        raise pyodide_files.PyodideUnavailable("not here")

    (site / "pyodide").mkdir()
    monkeypatch.setattr(pyodide_files, "collect", nothing)
    said = browser_kernel.install(site)
    assert said == "Without Python for the browser: not here."
    assert not (site / "pyodide").exists()
    assert config(site)["browser"] is None


def test_a_repacked_package_is_a_wheel_that_is_the_same_every_time(tmp_path):
    wheels = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        wheels.append(browser_kernel.repack("tqdm", tmp_path / name))
    assert wheels[0].read_bytes() == wheels[1].read_bytes()
    names = zipfile.ZipFile(wheels[0]).namelist()
    assert "tqdm/auto.py" in names
    assert any(name.endswith(".dist-info/METADATA") for name in names)
    assert not any(name.startswith("..") or name.endswith(".pyc") for name in names)


def test_words_lead_to_what_their_functions_import(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.py").write_text(
        "import os\nimport numpy\nimport scipy.sparse\n"
        "try:\n    import fast\nexcept ImportError:\n    fast = None\n"
        "def draw():\n    import matplotlib.pyplot as plt\n    from package import b\n"
        "class Report:\n    def show(self):\n        draw()\n"
        "def maybe():\n    try:\n        import fast\n    except ImportError:\n        pass\n"
        "def plain():\n    return 1\n"
        "WAYS = {'drawn': draw, 'plain': plain}\n"
        "KNOWN: dict = {'drawn': WAYS}\n"
        "NUMBERS = [plain]\n"
    )
    assert import_words.imported_at_once(package) == {"scipy"}
    drawn = ["KNOWN", "Report", "WAYS", "draw"]
    assert import_words.words(package) == {word: ["matplotlib"] for word in drawn}


def test_lmcore_announces_what_its_functions_import():
    words = import_words.words(browser_kernel.ROOT / "lmcore")
    assert "sklearn" in words["project"]
    assert "scipy" in words["WAYS"]  # a table of functions
    assert "tqdm" in words["fit"]
    assert "Vocabulary" not in words
