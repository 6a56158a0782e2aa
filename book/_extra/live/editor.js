// A text area over its own colored code: the editor of a live cell, and of an exercise.
"use strict";

window.courseEditor = (() => {
  const { element } = window.courseElements;

  /** The code between a page's `pre` and the reader: `pre` shows what `box` holds, in colors. */
  class Editor {
    /** `attributes` name and describe the text area; `onRun`, `onLeave` and `onChange` are called
     *  for keys. */
    constructor(pre, code, attributes, { onRun, onLeave, onChange }) {
      this.pre = pre;
      this.onRun = onRun;
      this.onLeave = onLeave;
      this.onChange = onChange;
      this.box = element("textarea", {
        spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off", rows: "1",
        ...attributes, class: `code-box ${attributes.class}`,
      });
      this.box.addEventListener("input", () => this.#changed());
      this.box.addEventListener("keydown", (event) => this.#key(event));
      const surface = element("div", { class: "live-editor" });
      pre.removeAttribute("tabindex");
      pre.replaceWith(surface);
      surface.append(pre, this.box);
      this.show(code);
    }

    get code() {
      return this.box.value;
    }

    /** Put another code in, as an edit. */
    set code(text) {
      this.show(text);
      this.onChange();
    }

    /** Show another code that is no edit. The cursor is at its beginning: at its end, who enters the
     *  editor by keyboard would see the end of a long line, and not where the code begins. */
    show(text) {
      this.box.value = text;
      this.box.setSelectionRange(0, 0);
      this.#draw();
    }

    #draw() {
      this.pre.replaceChildren(...window.coursePython.highlight(this.code), "\n");
    }

    #changed() {
      this.#draw();
      this.onChange();
    }

    #insert(text, from = this.box.selectionStart, to = this.box.selectionEnd) {
      this.box.setRangeText(text, from, to, "end");
      this.#changed();
    }

    #key(event) {
      const command = event.ctrlKey || event.metaKey;
      if (event.key === "Enter" && (event.shiftKey || command)) this.onRun();
      else if (event.key === "Escape") this.onLeave();
      else if (event.key === "Enter") this.#insert(`\n${this.#indentation()}`);
      else if (command && event.key === "]") this.#shift((line) => `    ${line}`);
      else if (command && event.key === "[") this.#shift((line) => line.replace(/^ {1,4}/, ""));
      else return;
      event.preventDefault();
    }

    /** The indentation of the next line: this line's, and more after a colon. */
    #indentation() {
      const line = this.code.slice(0, this.box.selectionStart).split("\n").pop();
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
  }

  return { Editor };
})();
