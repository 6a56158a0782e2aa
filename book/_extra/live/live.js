// Live cells: one button makes the code of the page editable and runs it in a kernel.
//
// `window.courseLive` (live/config.js) says where kernels are. Where there are none, the button says
// so and offers the page as a notebook.
"use strict";

(() => {
  const { server, elsewhere = [] } = window.courseLive || {};
  const HELP_ID = "live-help";
  const article = document.querySelector("article.bd-article");
  const sources = [...document.querySelectorAll("div.cell .cell_input pre")];
  const heading = article?.querySelector("h1");
  if (!sources.length || !heading) return;

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }
  const button = (text, onclick) => {
    const made = element("button", { type: "button", class: "live-button" }, text);
    made.addEventListener("click", onclick);
    return made;
  };
  const link = (text, href) => element("a", { href }, text);

  // ---- the bar under the title ----

  const status = element("span", { class: "live-status", role: "status" });
  const startButton = button("Make the cells live", server ? start : explain);
  const restartButton = button("Restart", restart);
  const bar = element("div", { class: "live-bar" }, startButton, restartButton, status);
  const help = element("p", { class: "live-help", id: HELP_ID },
    "Edit a cell and press Shift + Enter to run it. Tab leaves a cell; " +
    "Ctrl + ] and Ctrl + [ indent and dedent.");
  restartButton.hidden = help.hidden = true;
  heading.after(bar, help);
  const say = (text) => (status.textContent = text);

  /** On a static host: why nothing runs here, and what the reader can do. */
  function explain() {
    let panel = document.getElementById("live-explanation");
    if (!panel) {
      const { notebook } = document.querySelector("script[data-notebook]").dataset;
      const download = link("this page as a notebook", notebook);
      download.setAttribute("download", "");
      panel = element("div", { class: "live-explanation", id: "live-explanation" },
        element("p", {}, "This copy of the book is made of files: there is no Python behind it that " +
          "could run a cell. On your own computer ", element("code", {}, "make serve"),
          " opens the book with live cells. Or download ", download, " and open it in Jupyter."));
      for (const { name, address } of elsewhere) {
        panel.append(element("p", {}, link(`Open it in ${name}`,
          address.replaceAll("{notebook}", encodeURIComponent(notebook.replace(/^(\.\.\/)+/, ""))))));
      }
      panel.hidden = true;
      help.after(panel);
      startButton.setAttribute("aria-controls", panel.id);
    }
    panel.hidden = !panel.hidden;
    startButton.setAttribute("aria-expanded", String(!panel.hidden));
  }
  if (!server) startButton.setAttribute("aria-expanded", "false");

  // ---- the kernel ----

  let kernel = null;
  let cells = null;

  async function start() {
    startButton.disabled = true;
    say("Starting Python …");
    try {
      kernel = await window.courseKernel.start(server.base);
    } catch (error) {
      say(`Python did not start: ${error.message}. Is “make serve” still running?`);
      startButton.disabled = false;
      return;
    }
    kernel.onEnd = ended;
    kernel.warm(["matplotlib.pyplot", "lmcore"]); // most of the seconds of a first cell
    cells ??= sources.map((pre, i) => new Cell(pre, i + 1));
    cells.forEach((cell) => cell.fresh());
    startButton.hidden = true;
    startButton.disabled = false;
    restartButton.hidden = help.hidden = false;
    document.body.dataset.live = "ready";
    say("Live: edit and run.");
    if (document.activeElement === document.body) cells[0].box.focus({ preventScroll: true });
  }

  async function restart() {
    kernel?.end();
    document.body.dataset.live = "";
    await start();
    say("Started anew: nothing is defined yet.");
  }

  function ended() {
    kernel = null;
    document.body.dataset.live = "";
    startButton.hidden = false;
    restartButton.hidden = true;
    say(`Python has ended; it does after ${server.idleMinutes} minutes without use. ` +
      "Your edits are still here.");
  }

  // A page that was away may find its kernel ended.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") kernel?.check();
  });

  // Leaving the page ends its kernel; coming back through the browser's history finds it ended.
  addEventListener("pagehide", () => {
    if (!kernel) return;
    kernel.end();
    ended();
  });

  // ---- cells ----

  class Cell {
    constructor(pre, number) {
      this.number = number;
      this.pre = pre;
      this.node = pre.closest("div.cell");
      this.node.id ||= `cell-${number}`;
      this.original = pre.textContent.replace(/\n$/, "");
      // Its own output, by containment: a cell without one gets one.
      this.output = this.node.querySelector(":scope > .cell_output");
      if (!this.output) {
        this.output = element("div", { class: "cell_output docutils container" });
        this.node.append(this.output);
      }
      this.output.id = `${this.node.id}-output`;
      this.alts = window.courseOutputs.altTexts(this.output);
      this.#makeEditor();
      this.#makeTools();
    }

    #makeEditor() {
      this.box = element("textarea", {
        class: "live-code", "aria-label": `Code of cell ${this.number}`,
        "aria-describedby": HELP_ID, spellcheck: "false", autocapitalize: "off",
        autocomplete: "off", wrap: "off", rows: "1",
      });
      this.box.value = this.original;
      this.box.addEventListener("input", () => this.#changed());
      this.box.addEventListener("keydown", (event) => this.#key(event));
      const surface = element("div", { class: "live-editor" });
      this.pre.removeAttribute("tabindex");
      this.pre.replaceWith(surface);
      surface.append(this.pre, this.box);
      this.#changed();
    }

    #makeTools() {
      const named = (text, onclick) => {
        const made = button(text, onclick);
        made.append(element("span", { class: "visually-hidden" }, ` cell ${this.number}`));
        return made;
      };
      this.runButton = named("Run", () => this.run());
      this.aboveButton = named("Run all above", () => this.runAllAbove());
      this.aboveButton.hidden = this.number === 1;
      this.stopButton = named("Stop", () => kernel?.interrupt().catch(() => {}));
      this.resetButton = named("Undo edits", () => {
        this.box.value = this.original;
        this.#changed();
        this.box.focus();
      });
      this.note = element("span", { class: "live-note" });
      this.tools = element("div", { class: "live-tools" }, this.runButton, this.stopButton,
        this.aboveButton, this.resetButton, this.note);
      this.node.querySelector(":scope > .cell_input").append(this.tools);
      this.stopButton.hidden = true;
      this.resetButton.hidden = true;
    }

    /** A new kernel knows nothing of this cell. */
    fresh() {
      this.ran = false;
      this.note.textContent = "";
    }

    #changed() {
      const code = this.box.value;
      this.pre.replaceChildren(...window.coursePython.highlight(code), "\n");
      if (this.resetButton) this.resetButton.hidden = code === this.original;
    }

    #insert(text, from = this.box.selectionStart, to = this.box.selectionEnd) {
      this.box.setRangeText(text, from, to, "end");
      this.#changed();
    }

    #key(event) {
      const command = event.ctrlKey || event.metaKey;
      if (event.key === "Enter" && (event.shiftKey || command)) this.run();
      else if (event.key === "Enter") this.#insert(`\n${this.#indentation()}`);
      else if (command && event.key === "]") this.#shift((line) => `    ${line}`);
      else if (command && event.key === "[") this.#shift((line) => line.replace(/^ {1,4}/, ""));
      else return;
      event.preventDefault();
    }

    /** The indentation of the next line: this line's, and more after a colon. */
    #indentation() {
      const line = this.box.value.slice(0, this.box.selectionStart).split("\n").pop();
      return line.match(/^ */)[0] + (/:\s*(#.*)?$/.test(line) ? "    " : "");
    }

    #shift(change) {
      const { value, selectionStart, selectionEnd } = this.box;
      const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
      const next = value.indexOf("\n", selectionEnd);
      const to = next < 0 ? value.length : next;
      const lines = value.slice(from, to).split("\n").map(change).join("\n");
      this.#insert(lines, from, to);
      this.box.setSelectionRange(from, from + lines.length);
    }

    async run() {
      if (!kernel || this.running) return "busy";
      this.running = true;
      this.runButton.disabled = true;
      this.stopButton.hidden = false;
      this.note.textContent = "running …";
      say(`Cell ${this.number} is running.`);
      const began = performance.now();
      const edited = this.box.value !== this.original;
      const alts = this.alts.map((alt) => (edited ? `Drawn by an edited cell. Before: ${alt}` : alt));
      let mistake = "";
      const show = window.courseOutputs.show(this.output, alts);
      const result = await kernel.run(this.box.value, (message) => {
        if (message.msg_type === "error") mistake = message.content.ename;
        show(message);
      });
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      this.running = false;
      this.runButton.disabled = false;
      this.stopButton.hidden = true;
      if (result === "lost") {
        this.note.textContent = "";
        return result;
      }
      this.ran ||= result === "ok";
      this.note.textContent = this.#verdict(result, mistake, seconds);
      say(`Cell ${this.number}: ${this.note.textContent}`);
      this.output.dispatchEvent(new CustomEvent("course:output", { bubbles: true }));
      return result;
    }

    #verdict(result, mistake, seconds) {
      if (result === "ok") return `ran in ${seconds} s`;
      if (mistake === "KeyboardInterrupt") return `stopped after ${seconds} s`;
      if (result === "aborted") return "not run: a cell before it failed";
      const missing = cells.slice(0, this.number - 1).some((cell) => !cell.ran);
      return mistake === "NameError" && missing
        ? "a name is missing: press “Run all above” first" : `ended in ${mistake}`;
    }

    async runAllAbove() {
      for (const cell of cells.slice(0, this.number - 1)) {
        if ((await cell.run()) !== "ok") return;
      }
      this.box.focus();
    }
  }
})();
