"""tools/browser_kernel.py and tools/import_words.py: what the browser is told to load."""

import gzip
import json
import os
import shutil
import subprocess
import tarfile
import zipfile

import browser_kernel
import bundle_base
import import_words
import pyodide_files
import pytest

from tests.machine import lacking

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


@pytest.fixture
def lock(tmp_path):
    """A lock and its wheels: b needs a, and so does c."""
    packages = {}
    for name, depends in {"a": [], "b": ["A"], "c": ["b", "six"], "six": []}.items():
        file = f"{name}-1-py3-none-any.whl"
        with zipfile.ZipFile(tmp_path / file, "w") as wheel:
            wheel.writestr(f"{name}/__init__.py", f"# {name}\n")
            wheel.writestr(f"{name}/{'long' * 20}/{'name' * 20}.py", "")
        packages[name] = {"file_name": file, "imports": [name], "depends": depends}
    return packages


def test_what_every_page_loads_is_one_archive_and_the_rest_depends_on_it(
    tmp_path, lock, monkeypatch
):
    monkeypatch.setattr(bundle_base, "HOLDS", ("b",))
    packages = browser_kernel.with_base(lock, tmp_path)
    assert sorted(packages) == ["base", "c", "six"]
    assert packages["base"]["imports"] == ["a", "b"]
    assert packages["c"]["depends"] == ["base", "six"]
    assert not any((tmp_path / lock[name]["file_name"]).exists() for name in ("a", "b"))
    file = tmp_path / packages["base"]["file_name"]
    assert pyodide_files.sha256(file) == packages["base"]["sha256"]
    with tarfile.open(file) as archive:
        names = archive.getnames()
        assert archive.extractfile("a/__init__.py").read() == b"# a\n"
    assert len(names) == 4 and f"b/{'long' * 20}/{'name' * 20}.py" in names


def test_the_archive_is_the_same_every_time(tmp_path, lock):
    wheels = [tmp_path / it["file_name"] for it in lock.values()]
    first, second = (bundle_base.write(wheels, tmp_path / name) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


UNPACK = """
const fs = require("node:fs");
globalThis.self = globalThis;
eval(fs.readFileSync(process.argv[2], "utf-8"));
const written = {}, folders = [];
const FS = {
  mkdirTree: (path) => folders.push(path),
  writeFile: (path, content) => (written[path] = Buffer.from(content).toString()),
};
(async () => {
  for (const file of process.argv.slice(3)) {
    const bytes = new Uint8Array(fs.readFileSync(file));
    self.courseArchive.unpack(await self.courseArchive.decompressed(bytes), FS, "/site");
  }
  console.log(JSON.stringify({ written, folders }));
})();
"""


@pytest.mark.parametrize("compressed", [True, False], ids=["as it is", "unpacked by a host"])
def test_the_worker_unpacks_the_archive(tmp_path, lock, compressed):
    if shutil.which("node") is None:
        lacking("there is no Node.js: on Debian, `apt install nodejs`")
    wheels = [tmp_path / it["file_name"] for it in lock.values()]
    file = bundle_base.write(wheels, tmp_path / "base.tgz")
    if not compressed:
        file.write_bytes(gzip.decompress(file.read_bytes()))
    (tmp_path / "unpack.js").write_text(UNPACK)
    script = browser_kernel.ROOT / "book/_extra/live/archive.js"
    done = subprocess.run(
        ["node", tmp_path / "unpack.js", script, file], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    with tarfile.open(file) as archive:
        expected = {f"/site/{it.name}": archive.extractfile(it).read().decode() for it in archive}
    assert found["written"] == expected and len(expected) == 8
    assert sorted(found["folders"]) == sorted({path.rpartition("/")[0] for path in expected})


def test_a_library_that_is_released_uncompressed_is_compressed(tmp_path):
    (tmp_path / "made").mkdir()
    content = {"lib.so": b"code" * 10_000, "lib.txt": b"words"}
    with zipfile.ZipFile(tmp_path / "lib-1.zip", "w") as stored:
        for name, data in content.items():
            stored.writestr(name, data)
    made = browser_kernel.deflated(tmp_path / "lib-1.zip", tmp_path / "made")
    assert made.stat().st_size < 1_000
    with zipfile.ZipFile(made) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == content
    first = made.read_bytes()
    assert browser_kernel.deflated(tmp_path / "lib-1.zip", tmp_path / "made").read_bytes() == first


def test_the_build_and_the_browser_measure_the_same_step(monkeypatch):
    monkeypatch.syspath_prepend(str(browser_kernel.ROOT / "book/_extra/live"))
    import python_kernel

    monkeypatch.setenv("LMCORE_SLOWDOWN", "")
    assert 0 < browser_kernel.pace() < 10
    assert 0 < python_kernel.seconds_of_a_step() < 10
    monkeypatch.setattr(python_kernel, "seconds_of_a_step", lambda: 0.02)
    assert python_kernel.Kernel.slowdown(None, 0.005) == 4.0
    assert os.environ["LMCORE_SLOWDOWN"] == "4.0"
