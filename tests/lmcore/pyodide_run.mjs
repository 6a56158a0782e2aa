// Run pytest in Pyodide: node pyodide_run.mjs <pyodide folder> <repository> <site-packages> <args>
// NumPy is the only compiled package that is loaded. pytest and what it needs are pure Python and
// are taken from the environment that started this.
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [pyodideFolder, repository, sitePackages, ...pytestArguments] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")));
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
for name in ("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "hypothesis",
             "sortedcontainers", "attr", "attrs"):
    if os.path.exists(f"/host/{name}"):
        os.symlink(f"/host/{name}", f"/pure/{name}")
if os.path.exists("/host/sortedcontainers.py"):
    os.symlink("/host/sortedcontainers.py", "/pure/sortedcontainers.py")
sys.path[:0] = ["/course", "/pure"]
sys.dont_write_bytecode = True
os.chdir("/course")
import pytest
int(pytest.main(list(pytest_arguments)))
`);
try {
  process.exit(await run());
} catch (error) {
  console.error(error.message);
  process.exit(3);
}
