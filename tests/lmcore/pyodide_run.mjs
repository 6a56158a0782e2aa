// Run pytest in Pyodide: node pyodide_run.mjs <pyodide folder> <repository> <site-packages> <args>
// NumPy is the only compiled package that is loaded. pytest and what it needs are pure Python and
// are taken from the environment that started this.
import { createRequire } from "node:module";
import { join } from "node:path";

const [pyodideFolder, repository, sitePackages, ...pytestArguments] = process.argv.slice(2);
// The script that the site's pages load, so that the files `make site` fetches are enough.
const { loadPyodide } = createRequire(import.meta.url)(join(pyodideFolder, "pyodide.js"));
const pyodide = await loadPyodide({ indexURL: pyodideFolder + "/" });
await pyodide.loadPackage("numpy", { messageCallback: () => {} });
for (const [folder, at] of [[repository, "/course"], [sitePackages, "/host"]]) {
  pyodide.FS.mkdirTree(at);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, at);
}
pyodide.globals.set("pytest_arguments", pyodide.toPy(pytestArguments));
const run = () => pyodide.runPythonAsync(`
import os, sys

os.makedirs("/pure")
for name in ("pytest", "_pytest", "py.py", "pluggy", "iniconfig", "packaging", "pygments"):
    if os.path.exists(f"/host/{name}"):
        os.symlink(f"/host/{name}", f"/pure/{name}")
sys.path[:0] = ["/course", "/pure"]
sys.dont_write_bytecode = True
os.chdir("/course")
import pytest
from unittest.mock import MagicMock

# Hypothesis has a compiled part: tests with drawn inputs are left out, those beside them run.
drawn = MagicMock()
drawn.given = lambda *_, **__: pytest.mark.skip("no Hypothesis here")
drawn.settings = lambda **_: lambda test: test
for name in ("hypothesis", "hypothesis.extra", "hypothesis.extra.numpy"):
    sys.modules[name] = drawn
int(pytest.main(list(pytest_arguments)))
`);
try {
  process.exit(await run());
} catch (error) {
  console.error(error.message);
  process.exit(3);
}
