// Compiles Python's files ahead, by the Python that will run them: Pyodide under Node.js.
//
// node bytecode.mjs FOLDER TARGET MODULE...
//
// FOLDER holds Pyodide's release. Written into TARGET: `python_stdlib.zip`, the standard library as
// bytecode, and `bytecode.zip`, that of the packages' modules that importing the MODULEs imports.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [folder, target, ...modules] = process.argv.slice(2);
const { loadPyodide } = createRequire(import.meta.url)(path.join(folder, "pyodide.js"));
const python = await loadPyodide({
  indexURL: folder, env: { HOME: "/home/pyodide", MPLBACKEND: "svg" },
});
await python.loadPackage(["numpy", "matplotlib"], { messageCallback() {} });
python.globals.set("modules", python.toPy(modules));
python.runPython(fs.readFileSync(new URL("bytecode.py", import.meta.url), "utf-8"));
for (const name of ["python_stdlib.zip", "bytecode.zip"]) {
  fs.writeFileSync(path.join(target, name), python.FS.readFile(`/tmp/${name}`));
}
process.exit(0); // Pyodide would go on waiting for events
