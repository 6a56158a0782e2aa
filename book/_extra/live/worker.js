// Python in a worker: loads Pyodide and the packages that the page's code needs, then runs cells.
//
// In: {type: "start", files, code, kept}, {type: "run", run, code, pulse}, {type: "pace"}. Out:
// {type: "loading", loaded, total, what}, "ready" or "failed" (reason); for each run {type: "message",
// run, message} in the form of Jupyter's messages, and {type: "done", run, status}; {type: "pace",
// slowdown}; "died" when Python cannot go on.
"use strict";

importScripts("archive.js");

const HOME = "/book"; // where cells run; matplotlib finds the book's settings there
const OWN_FILES = ["python_kernel.py", "svg_figures.py", "matplotlibrc"];
const SCRIPTS = ["pyodide.js", "pyodide.asm.js"];
const SITE_PACKAGES = "/lib/python3.12/site-packages"; // of this version of Pyodide
const BASE = "base"; // the archive of what every page loads
const CORPUS = "/data/input.txt";
const KEPT = "/kept"; // where `lmcore.kept` looks for what was trained when the book was built
const PULSE = 200; // milliseconds between two looks at whether the page wants the code to stop

let pyodide, kernel, manifest, run;
const loadedPackages = new Set();
const send = (type, fields = {}) => postMessage({ type, ...fields });

// ---- what goes to the page ----

const BATCH = 50; // milliseconds between two messages of a cell that prints in a loop
const printed = {
  content: null, // what was printed and not sent yet
  sent: 0,
  add(content) {
    if (this.content?.name !== content.name) this.flush();
    if (this.content) this.content.text += content.text;
    else this.content = content;
    if (performance.now() - this.sent > BATCH) this.flush();
  },
  flush() {
    if (this.content) send("message", { run, message: { msg_type: "stream", content: this.content } });
    this.content = null;
    this.sent = performance.now();
  },
};

/** A message of the cell that runs, in the form of Jupyter's. */
function tell(msg_type, content) {
  if (msg_type === "stream") printed.add(content);
  else {
    printed.flush();
    send("message", { run, message: { msg_type, content } });
  }
}

// ---- what has to be loaded ----

/** The packages that a piece of code needs: by what it imports, and by names that import more. */
function packagesFor(code) {
  const wanted = new Set();
  const add = (name) => {
    if (wanted.has(name) || !manifest.packages[name]) return;
    wanted.add(name);
    manifest.packages[name].depends.forEach(add);
  };
  for (const [, module] of code.matchAll(/^\s*(?:import|from)\s+(\w+)/gm)) {
    for (const [name, { imports }] of Object.entries(manifest.packages)) {
      if (imports.includes(module)) add(name);
    }
  }
  for (const [word] of code.matchAll(/\b[A-Za-z]\w*/g)) {
    if (Object.hasOwn(manifest.words, word)) manifest.words[word].forEach(add);
  }
  return [...wanted];
}

const progress = { loaded: 0, total: 0, what: "Python" };

function count(bytes) {
  progress.loaded += bytes;
  send("loading", progress);
}

/** A response whose bytes are counted while they come. */
function counted(response) {
  if (!response.body) return response;
  const counter = new TransformStream({
    transform(chunk, controller) {
      count(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counter), { status, statusText, headers });
}

/** Where the files of this version of the site are kept from visit to visit, whatever headers their
 *  host sets; null where the browser allows none, as without https. */
async function openStore(files) {
  const prefix = `course ${files} `;
  try {
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix) && name !== prefix + manifest.version) await caches.delete(name);
    }
    return await caches.open(prefix + manifest.version);
  } catch {
    return null;
  }
}

/** Answer every request from the store, else from the host, and keep what came from there. Call
 *  `fail` for what does not come: Pyodide itself waits forever for its WebAssembly. */
function loadOnce(store, fail) {
  const fetchPlainly = self.fetch;
  self.fetch = async (...request) => {
    const address = String(request[0]);
    const asked = early.get(address);
    if (asked && early.delete(address)) return asked;
    const kept = await store?.match(request[0]);
    if (kept) {
      count(Number(kept.headers.get("Content-Length")));
      return kept; // as it is: what a browser compiles ahead hangs on it
    }
    const response = await fetchPlainly(...request).catch((error) => {
      fail(error);
      throw error;
    });
    if (!response.ok) fail(new Error(`${response.url} is not there (${response.status})`));
    else store?.put(request[0], response.clone()).catch(() => {}); // the disk may be full
    return counted(response);
  };
}

const early = new Map(); // responses by their addresses

/** Ask for a file before Pyodide does. */
function askEarly(address) {
  const response = fetch(address);
  response.catch(() => {}); // who takes it is told
  early.set(address, response);
}

async function read(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} is not there (${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The archive of what every page loads, unpacked as far as a tar: that is what is kept for the next
 *  visit, whose browser then need not do it again. */
async function readBase(address, store) {
  const bytes = await read(address);
  const tar = await self.courseArchive.decompressed(bytes);
  const keep = () => tar === bytes || store?.put(address, new Response(tar)).catch(() => {});
  return { tar, keep };
}

/** Put the archive of what every page loads where Pyodide would have unpacked its packages. */
function installBase(tar) {
  self.courseArchive.unpack(tar, pyodide.FS, SITE_PACKAGES);
  pyodide.loadedPackages[BASE] = "default channel"; // nothing that depends on it loads it again
  loadedPackages.add(BASE);
  pyodide.runPython("import importlib; importlib.invalidate_caches()");
}

/** An address that `importScripts` takes for a file which may come from the store. */
async function fetchScript(address) {
  return URL.createObjectURL(new Blob([await read(address)], { type: "text/javascript" }));
}

async function loadPackages(names) {
  const missing = names.filter((name) => !loadedPackages.has(name));
  if (!missing.length) return;
  const failures = [];
  await pyodide.loadPackage(missing, {
    messageCallback() {}, errorCallback: (message) => failures.push(message),
  });
  if (failures.length) throw new Error(failures.join("; "));
  missing.forEach((name) => loadedPackages.add(name));
}

async function start({ files, code, kept }, fail) {
  manifest = await (await fetch(`${files}manifest.json`, { cache: "no-cache" })).json();
  const packages = packagesFor(`import numpy\nimport matplotlib\nimport lmcore\n${code}`);
  progress.total = packages.reduce(
    (sum, name) => sum + manifest.packages[name].bytes, manifest.coreBytes);
  const store = await openStore(files);
  loadOnce(store, fail);
  const base = readBase(`${files}${manifest.packages[BASE].file}`, store);
  for (const name of packages) if (name !== BASE) askEarly(`${files}${manifest.packages[name].file}`);
  const own = OWN_FILES.map((name) => read(new URL(name, self.location)));
  const corpus = manifest.corpus ? read(`${files}${manifest.corpus}`) : null;
  const trained = kept.map(read);
  for (const script of await Promise.all(SCRIPTS.map((name) => fetchScript(`${files}${name}`)))) {
    importScripts(script);
    URL.revokeObjectURL(script);
  }
  pyodide = await loadPyodide({
    indexURL: files,
    lockFileURL: `${files}pyodide-lock.json?${manifest.version}`,
    env: {
      HOME: "/home/pyodide", LMCORE_DATA: "/data", LMCORE_OFFLINE: "1", LMCORE_KEPT: KEPT,
      MPLBACKEND: "module://svg_figures", MPLCONFIGDIR: "/home/pyodide/.matplotlib",
    },
  });
  installBase((await base).tar);
  await loadPackages(packages);
  pyodide.FS.mkdirTree(HOME);
  pyodide.FS.mkdirTree("/data");
  for (const [i, content] of (await Promise.all(own)).entries()) {
    pyodide.FS.writeFile(`${HOME}/${OWN_FILES[i]}`, content);
  }
  if (corpus) pyodide.FS.writeFile(CORPUS, await corpus);
  pyodide.FS.mkdirTree(KEPT);
  for (const [i, content] of (await Promise.all(trained)).entries()) {
    pyodide.FS.writeFile(`${KEPT}/${new URL(kept[i]).pathname.split("/").pop()}`, content);
  }
  pyodide.runPython(`import os, sys; os.chdir("${HOME}"); sys.path.insert(0, "${HOME}")`);
  kernel = pyodide.pyimport("python_kernel").Kernel(
    (kind, content) => tell(kind, JSON.parse(content)));
  pyodide.setInterruptBuffer(interrupts.buffer);
  (await base).keep(); // only now: nothing waits for the disk
}

// ---- stopping ----

// Python looks at this "buffer" every so many instructions. The page stops a cell by revoking the
// address of its pulse, which a synchronous request notices.
const interrupts = {
  pulse: null,
  looked: 0,
  buffer: new Proxy([0], {
    get: (target, key) => (key === "0" ? interrupts.signal() : Reflect.get(target, key)),
    set: () => true,
  }),
  signal() {
    const now = performance.now();
    if (!this.pulse || now - this.looked < PULSE) return 0;
    this.looked = now;
    printed.flush(); // a cell that computes on shows what it printed
    if (this.beats()) return 0;
    this.pulse = null; // one signal is enough
    return 2; // SIGINT
  },
  beats() {
    const request = new XMLHttpRequest();
    try {
      request.open("GET", this.pulse, false);
      request.send();
      return request.status === 200;
    } catch {
      return false;
    }
  },
};

// ---- running ----

/** Errors of Python are messages, a stop that comes late included; anything else is its end. */
function runCell(code) {
  try {
    return kernel.run(code);
  } catch (error) {
    if (!(error instanceof pyodide.ffi.PythonError)) throw error;
    tell("error", { ename: error.type, evalue: "", traceback: [error.message] });
    return "error";
  }
}

const say = (text) => tell("stream", { name: "stderr", text });

/** A package that nothing announced: load it after the fact. */
async function loadWhatWasMissing() {
  const module = kernel.missing_module;
  const names = module ? packagesFor(`import ${module}`) : [];
  if (!names.length) return;
  await loadPackages(names);
  say(`\n${module} has been loaded now: run the cell again.\n`);
}

async function runNext({ run: number, code, pulse }) {
  run = number;
  try {
    await loadPackages(packagesFor(code));
  } catch (error) {
    say(`A package could not be loaded: ${error.message}\n`);
  }
  Object.assign(interrupts, { pulse, looked: performance.now() });
  const status = runCell(code);
  interrupts.pulse = null;
  if (status === "error") await loadWhatWasMissing();
  printed.flush();
  send("done", { run, status });
}

let queue = Promise.resolve();
onmessage = ({ data }) => {
  queue = queue.then(async () => {
    if (data.type === "start") {
      const started = new Promise((resolve, fail) => start(data, fail).then(resolve, fail));
      await started.then(() => send("ready"),
        (error) => send("failed", { reason: error.message }));
    } else if (data.type === "pace") {
      send("pace", { slowdown: kernel.slowdown(manifest.pace) });
    } else {
      await runNext(data);
    }
  }).catch((error) => send("died", { reason: String(error) }));
};
