// The cells of a page: where they are in its HTML, and each one's editor, buttons and output.
"use strict";

window.courseCells = (() => {
  const { element, button, hide } = window.courseElements;
  const { Editor } = window.courseEditor;
  const HELP_ID = "live-help";
  const COUNTED = 5; // seconds that a run is to take, from which on its note counts them

  /** The page's cells, in order: the author's tags may fold a cell's parts or leave them out. */
  const find = () => [...document.querySelectorAll("article.bd-article div.cell")].filter(
    (node) => node.querySelector(".cell_input pre, script.cell-source"));

  /** The code of a cell as its author wrote it. */
  function source(node) {
    const kept = node.querySelector("script.cell-source");
    const text = kept ? JSON.parse(kept.textContent)
      : node.querySelector(".cell_input pre").textContent;
    return text.replace(/\n$/, "");
  }

  /** Show a source that the page kept to itself, folded, and return its `pre`. */
  function unfoldable(node, code) {
    const pre = element("pre", {}, `${code}\n`);
    const highlight = element("div", { class: "highlight-ipython3 notranslate" },
      element("div", { class: "highlight" }, pre));
    node.prepend(element("details", { class: "admonition hide above-input" },
      element("summary", {},
        element("p", { class: "collapsed admonition-title" }, "Show code cell source"),
        element("p", { class: "expanded admonition-title" }, "Hide code cell source")),
      element("div", { class: "cell_input docutils container" }, highlight)));
    return pre;
  }

  class Cell {
    /** `page` has the `kernel`, all `cells`, and `say` for what concerns the whole page. */
    constructor(node, number, page) {
      this.number = number;
      this.page = page;
      this.node = node;
      this.node.id ||= `cell-${number}`;
      this.original = source(node);
      this.pre = node.querySelector(".cell_input pre") || unfoldable(node, this.original);
      // Its own output, by containment: a cell without one gets one.
      this.output = node.querySelector(".cell_output");
      if (!this.output) {
        this.output = element("div", { class: "cell_output docutils container" });
        node.append(this.output);
      }
      this.output.id = `${node.id}-output`;
      this.output.setAttribute("role", "group");
      this.output.setAttribute("aria-label", `Output of cell ${number}`);
      this.alts = window.courseOutputs.altTexts(this.output);
      this.#makeEditor();
      this.#makeTools();
    }

    #makeEditor() {
      const attributes = {
        class: "live-code", "aria-label": `Code of cell ${this.number}`, "aria-describedby": HELP_ID,
      };
      this.editor = new Editor(this.pre, this.original, attributes, {
        onRun: () => this.run(),
        onLeave: () => this.runButton.focus(),
        onChange: () => (this.resetButton.hidden = this.box.value === this.original),
      });
      this.box = this.editor.box;
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
      this.stopButton = named("Stop", () => this.stop());
      this.resetButton = named("Undo edits", () => {
        this.editor.code = this.original;
        this.box.focus();
      });
      this.note = element("span", { class: "live-note" });
      this.time = element("span", { class: "live-time" });
      this.heard = element("span", { class: "visually-hidden", role: "status" });
      this.tools = element("div", { class: "live-tools" }, this.runButton, this.time,
        this.stopButton, this.aboveButton, this.resetButton, this.note, this.heard);
      this.node.querySelector(".cell_input").append(this.tools);
      this.stopButton.hidden = true;
      this.resetButton.hidden = true;
    }

    /** Say how many seconds the cell takes here, and how many if it does not load what was trained
     *  when the book was built. */
    takes(seconds, anew) {
      this.expected = { seconds, anew: anew || seconds };
      const about = (number) => `about ${number < 10 ? number.toFixed(0) : Math.round(number / 5) * 5} s`;
      const loaded = seconds < COUNTED ? "loads what was trained" : about(seconds);
      this.time.textContent = anew ? `${loaded}; ${about(anew)} to train anew` : about(seconds);
    }

    /** How many seconds this run is to take, as far as that is known. */
    #expects() {
      const anew = this.page.cells.some(({ box }) => /\banew\s*=\s*True\b/.test(box.value));
      return this.expected?.[anew ? "anew" : "seconds"] || 0;
    }

    /** Count the seconds of a run in the cell's note; returns the function that ends that. */
    #countSeconds(began) {
      const expected = this.#expects();
      if (expected < COUNTED) return () => {};
      const timer = setInterval(() => {
        const seconds = Math.round((performance.now() - began) / 1000);
        this.note.textContent = `running … ${seconds} s of about ${Math.round(expected)} s`;
      }, 1000);
      return () => clearInterval(timer);
    }

    /** A new kernel knows nothing of this cell. */
    fresh() {
      this.ran = false;
      this.note.textContent = "";
    }

    async run() {
      const { kernel, say } = this.page;
      if (!kernel || this.running) return "busy";
      this.running = true;
      this.runButton.setAttribute("aria-disabled", "true"); // a disabled one would lose the focus
      this.stopButton.hidden = false;
      this.output.closest("details")?.setAttribute("open", "");
      this.note.textContent = "running …";
      this.heard.textContent = "";
      say(`Cell ${this.number} is running.`);
      const began = performance.now();
      const ended = this.#countSeconds(began);
      const edited = this.box.value !== this.original;
      const alts = this.alts.map((alt) => (edited ? `Drawn by an edited cell. Before: ${alt}` : alt));
      let mistake = "";
      const show = window.courseOutputs.show(this.output, alts);
      const result = await kernel.run(this.box.value, (message) => {
        if (message.msg_type === "error") mistake = message.content.ename;
        show(message);
      });
      ended();
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      this.running = false;
      this.runButton.removeAttribute("aria-disabled");
      hide(this.stopButton, this.runButton);
      if (result === "lost") {
        this.note.textContent = "Python ended before this cell did";
        return result;
      }
      this.ran ||= result === "ok";
      this.note.textContent = this.#verdict(result, mistake, seconds);
      say(`Cell ${this.number}: ${this.note.textContent}`);
      this.heard.textContent = window.courseOutputs.spoken(this.output);
      this.output.dispatchEvent(new CustomEvent("course:output", { bubbles: true }));
      return result;
    }

    #verdict(result, mistake, seconds) {
      if (result === "ok") return `ran in ${seconds} s`;
      if (mistake === "KeyboardInterrupt") return `stopped after ${seconds} s`;
      if (result === "aborted") return "not run: a cell before it failed";
      const missing = this.page.cells.slice(0, this.number - 1).some((cell) => !cell.ran);
      return mistake === "NameError" && missing
        ? "a name is missing: press “Run all above” first" : `ended in ${mistake}`;
    }

    /** Have the kernel stop what runs; a second press is for a kernel that does not listen. */
    stop() {
      this.page.kernel?.interrupt().catch((error) => this.page.say(`Not stopped: ${error.message}.`));
    }

    async runAllAbove() {
      for (const cell of this.page.cells.slice(0, this.number - 1)) {
        if ((await cell.run()) !== "ok") return;
      }
      this.box.focus();
    }
  }

  return { HELP_ID, find, source, Cell };
})();
