// Python in the reader's browser: Pyodide in a worker, behind the calls of kernel.js.
"use strict";

window.courseBrowserKernel = (() => {
  const GRACE = 5_000; // milliseconds between the wish to stop and the end of a worker that is deaf
  const script = document.currentScript.src;

  class Kernel {
    #worker;
    #paced;
    #runs = new Map(); // what waits for its messages, by number
    #last = 0;
    alive = true;
    onEnd = () => {}; // called once, with "died" or "deaf"

    /** Start a worker, load what the code of the page needs, and wait until it answers.
     *  `browser.pyodide` is where the files lie, seen from the site's root; `kept` are addresses of
     *  what the page's trainings returned when the book was built. */
    static start(browser, code, kept, loading) {
      const kernel = new Kernel();
      kernel.#worker = new Worker(new URL("worker.js", script));
      return new Promise((resolve, reject) => {
        const fail = (reason) => {
          kernel.end();
          reject(new Error(reason));
        };
        kernel.#worker.onerror = (event) => fail(event.message || "its files did not load");
        kernel.#worker.onmessage = ({ data }) => {
          if (data.type === "loading") loading(data);
          else if (data.type === "failed") fail(data.reason);
          else if (data.type === "ready") {
            kernel.#worker.onerror = () => kernel.#lost("died");
            resolve(kernel);
          } else kernel.#receive(data);
        };
        const files = new URL(`../${browser.pyodide}`, script).href;
        kernel.#worker.postMessage({ type: "start", files, code, kept });
      });
    }

    #receive({ type, run, message, status, slowdown }) {
      if (type === "died") this.#lost("died");
      else if (type === "pace") this.#paced(slowdown);
      else if (type === "message") this.#runs.get(run)?.show(message);
      else if (type === "done") this.#finish(run, status);
    }

    #finish(run, status) {
      const { pulse, resolve } = this.#runs.get(run);
      this.#runs.delete(run);
      URL.revokeObjectURL(pulse);
      resolve(status);
    }

    #lost(reason) {
      if (!this.alive) return;
      this.alive = false;
      this.#worker.terminate();
      for (const run of [...this.#runs.keys()]) this.#finish(run, "lost");
      this.onEnd(reason);
    }

    async check() {
      return this.alive;
    }

    /** Run code, handing every message to `show`. Resolves to "ok", "error", "aborted", "lost". */
    run(code, show) {
      if (!this.alive) return Promise.resolve("lost");
      const run = ++this.#last;
      // While this address can be read, the code runs on: a host that sets no headers allows no
      // shared memory, and a busy worker reads no messages.
      const pulse = URL.createObjectURL(new Blob(["run on"]));
      return new Promise((resolve) => {
        this.#runs.set(run, { show, pulse, resolve });
        this.#worker.postMessage({ type: "run", run, code, pulse });
      });
    }

    /** Have the worker import modules, without a name for them, while the reader still reads. */
    warm(modules) {
      this.run(modules.map((module) => `__import__("${module}")`).join("\n"), () => {});
    }

    /** How many times slower training is here than on the machine that built the book: measured. */
    slowdown() {
      return new Promise((resolve) => {
        this.#paced = resolve;
        this.#worker.postMessage({ type: "pace" });
      });
    }

    /** Stop what runs and what waits; what was defined stays, unless the worker is deaf. */
    async interrupt() {
      const stopping = [...this.#runs.keys()];
      for (const run of stopping) URL.revokeObjectURL(this.#runs.get(run).pulse);
      await new Promise((resolve) => setTimeout(resolve, GRACE));
      if (stopping.some((run) => this.#runs.has(run))) this.#lost("deaf");
    }

    end() {
      this.onEnd = () => {};
      this.#lost("left");
    }
  }

  return { start: Kernel.start };
})();
