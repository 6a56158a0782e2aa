// Live cells: one button makes the code of the page editable and runs it in a kernel.
//
// `window.courseLive` (live/config.js) says what runs Python: the Jupyter server behind `make serve`,
// or else this browser. Where there is neither, the page is offered as a notebook.
"use strict";

(() => {
  const { server, browser, elsewhere = [] } = window.courseLive || {};
  const { element, button, hide } = window.courseElements;
  const { HELP_ID, Cell } = window.courseCells;
  const nodes = window.courseCells.find();
  const heading = document.querySelector("article.bd-article h1");
  if (!nodes.length || !heading) return;
  const START = "Make the cells live";
  const canRun = server || (browser && location.protocol !== "file:");

  // What the build knows of the page: each cell's seconds, and where the results of trainings are.
  const known = document.currentScript.dataset;
  const times = JSON.parse(known.times || "[]");
  const kept = JSON.parse(known.kept || "[]").map((path) => new URL(path, location.href).href);
  const PATIENCE = 2; // seconds at build time from which on the time of a training is told

  // ---- the bar under the title ----

  const status = element("span", { class: "live-status", role: "status" });
  const startButton = button(START, ready);
  const restartButton = button("Restart", restart);
  const progress = element("progress", { class: "live-progress", "aria-label": "Loading Python" });
  const bar = element("div", { class: "live-bar" });
  const help = element("p", { class: "live-help", id: HELP_ID },
    "Edit a cell and press Shift + Enter to run it. Tab or Escape leaves a cell; " +
    "Ctrl + ] and Ctrl + [ indent and dedent.");
  restartButton.hidden = progress.hidden = help.hidden = true;
  // A page may open with something to play with, and what a cell has made beneath it.
  const opening = document.querySelector("article.bd-article .widget.hero + .cell");
  (opening || heading).after(bar, help);
  const say = (text) => {
    status.textContent = text;
    dispatchEvent(new CustomEvent("course:status", { detail: text }));
  };
  // `alsoRuns` is code beside the cells: what it needs is loaded with Python.
  const page = { kernel: null, cells: [], say, canRun, ready, alsoRuns: [] };
  if (canRun) bar.append(startButton, restartButton, progress, status);
  else bar.append(...ways());

  /** Where no kernel is: what the reader can do with the page's cells all the same. */
  function ways() {
    const { notebook } = known;
    const made = [element("a", { class: "live-button", href: notebook, download: "" },
      "Download this page as a notebook")];
    for (const { name, address } of elsewhere) {
      const path = encodeURIComponent(notebook.replace(/^(\.\.\/)+/, ""));
      const href = address.replaceAll("{notebook}", path);
      made.push(element("a", { class: "live-button", href }, `Open it in ${name}`));
    }
    return made;
  }

  // ---- the kernel ----

  /** Show how many of the bytes that a kernel in the browser needs have come. */
  function loading({ loaded, total, what }) {
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    progress.hidden = !total || loaded >= total;
    progress.max = total || 1;
    progress.value = loaded;
    say(total && loaded < total
      ? `Loading ${what}: ${megabytes(loaded)} of ${megabytes(total)} MB` : `Starting ${what} …`);
  }

  let starting = null;

  /** The kernel, started if it is not there; null where it does not start. */
  async function ready() {
    if (!page.kernel) await (starting ??= start().finally(() => (starting = null)));
    return page.kernel;
  }

  async function start() {
    const code = [...nodes.map(window.courseCells.source), ...page.alsoRuns].join("\n");
    startButton.disabled = true;
    say("Starting Python …");
    try {
      page.kernel = await (server ? window.courseKernel.start(server.base)
        : window.courseBrowserKernel.start(browser, code, kept, loading));
      page.kernel.onEnd = ended;
      nodes.forEach((node, i) => (page.cells[i] ??= new Cell(node, i + 1, page)));
    } catch (error) {
      page.kernel?.end();
      page.kernel = null;
      failed(error);
      return;
    }
    page.kernel.warm(["matplotlib.pyplot", "lmcore"]); // most of the seconds of a first cell
    page.cells.forEach((cell) => cell.fresh());
    tellTimes(page.kernel);
    startButton.hidden = true;
    progress.hidden = true;
    startButton.disabled = false;
    startButton.textContent = START;
    restartButton.hidden = help.hidden = false;
    document.body.dataset.live = "ready";
    say("Live: edit and run.");
    if (document.activeElement === document.body) {
      const shown = page.cells.find(({ box }) => box.checkVisibility()); // others may be folded
      const folded = page.cells[0].box.closest("details")?.querySelector("summary");
      (shown?.box ?? folded)?.focus({ preventScroll: true });
    }
  }

  /** Say beside the run buttons how long their cells take here. */
  async function tellTimes(kernel) {
    const long = ({ seconds, trains }) => trains && seconds >= PATIENCE;
    if (!times.some(long)) return;
    const slowdown = await kernel.slowdown();
    page.cells.forEach((cell, i) => {
      const { seconds, kept: trained } = times[i];
      const loads = !server && kept.length ? trained : 0; // seconds that this kernel need not spend
      if (long(times[i])) cell.takes((seconds - loads) * slowdown, loads && seconds * slowdown);
    });
  }

  function failed(error) {
    const reason = server ? "Is “make serve” still running?" : "Is this computer still online?";
    document.body.dataset.live = "failed";
    say(`Python did not start: ${error.message}. ${reason}`);
    progress.hidden = true;
    startButton.textContent = "Try again";
    startButton.hidden = startButton.disabled = false;
    restartButton.hidden = true;
    if (document.activeElement === document.body) startButton.focus();
  }

  async function restart() {
    page.kernel?.end();
    page.kernel = null;
    document.body.dataset.live = "";
    if (await ready()) say("Started anew: nothing is defined yet.");
  }

  const ENDS = {
    died: "Python has died: a cell ended it, or it ran out of memory. What was defined is lost.",
    deaf: "The cell did not stop, so Python was ended. What was defined is lost.",
    gone: `Python has ended; it does after ${server?.idleMinutes} minutes without use.`,
    left: "Python ended when you left this page.",
  };

  function ended(reason) {
    page.kernel = null;
    document.body.dataset.live = "";
    startButton.hidden = false;
    hide(restartButton, startButton);
    say(`${ENDS[reason]} Your edits are still here.`);
  }

  window.coursePage = page;

  // A page that was away may find its kernel ended.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") page.kernel?.check();
  });

  // Leaving the page ends its kernel; coming back through the browser's history finds it ended.
  addEventListener("pagehide", () => {
    if (!page.kernel) return;
    page.kernel.end();
    ended("left");
  });
})();
