// An exercise in the page: the released stub to fill in, its visible tests, and the way to hand it in.
"use strict";

(() => {
  const { element, button, hide } = window.courseElements;
  const { Editor } = window.courseEditor;
  const { source, filled, save, version } = window.courseNotebooks;
  const { read, write } = window.courseStore;
  const page = window.coursePage;
  const RUNNER = new URL("answers.py", document.currentScript.src);
  const NOT_KEPT = "This browser keeps no drafts: download your notebook before you leave.";
  const exercises = [];

  // ---- what the kernel is asked ----

  /** A text as literals of Python, a line each: the kernel finds there the names of packages. */
  const literal = (text) =>
    `(${(text.match(/[^\n]*\n|[^\n]+$/g) || [""]).map((line) => JSON.stringify(line)).join("\n")})`;

  let runner = null; // the source of answers.py

  async function readRunner() {
    const response = await fetch(RUNNER);
    if (!response.ok) throw new Error(`${RUNNER} is not there (${response.status})`);
    return response.text();
  }

  /** Run parts, [name, code] each; resolves to the status, what was printed, and the error. */
  async function execute(parts, anew, output) {
    const pairs = parts.map(([name, code]) => `(${JSON.stringify(`<${name}>`)}, ${literal(code)}),`).join("\n");
    const program =
      `exec(${literal(runner)}, {"anew": ${anew ? "True" : "False"}, "parts": [\n${pairs}\n]})`;
    const place = element("div");
    if (anew) output.replaceChildren();
    output.append(place);
    const show = window.courseOutputs.show(place, []);
    let said = "", error = null;
    const status = await page.kernel.run(program, (message) => {
      if (message.msg_type === "error") error = message.content;
      else if (message.msg_type === "stream" && message.content.name === "stdout") {
        said += message.content.text;
      } else show(message);
    });
    return { status, said: said.trim(), error };
  }

  // ---- one exercise ----

  class Exercise {
    #running = false;

    constructor(block) {
      this.block = block;
      this.path = block.dataset.notebook;
      this.id = block.dataset.answer;
      this.key = `draft ${this.path} ${this.id}`;
      this.stub = source(this.path, this.id);
      this.before = JSON.parse(block.querySelector("script.exercise-before").textContent);
      this.#makeTools();
      this.#makeEditors();
      this.#showDraft();
      if (this.runButton) addEventListener("course:status", ({ detail }) => this.#starting(detail));
    }

    get code() {
      return this.editor.code;
    }

    #makeTools() {
      const tools = this.block.querySelector(".exercise-tools");
      if (page.canRun) {
        this.runButton = button("Run the test", () => this.run());
        this.runButton.classList.add("exercise-run");
        this.stopButton = button("Stop", () => this.#stop());
        this.stopButton.hidden = true;
        tools.append(this.runButton, this.stopButton);
      }
      this.againButton = button("Start again", () => this.#startAgain());
      this.note = element("span", { class: "live-note", role: "status" });
      this.downloadButton = button("Download my notebook", () => this.#download());
      tools.append(this.downloadButton, this.againButton, this.note);
      this.verdict = this.block.querySelector(".exercise-verdict");
      this.output = this.block.querySelector(".exercise-output");
      if (!page.canRun) {
        this.note.textContent = "No Python here: download the notebook and run it in Jupyter.";
      }
    }

    #makeEditors() {
      const help = this.block.querySelector(".exercise-help");
      help.hidden = false;
      const describe = (what) => ({
        class: "answer-code", "aria-label": `${what} ${this.id}`, "aria-describedby": help.id,
      });
      const onRun = () => this.run();
      const next = this.runButton || this.downloadButton;
      const pre = this.block.querySelector(".exercise-answer pre");
      this.editor = new Editor(pre, this.stub, describe("Answer"), {
        onRun, onLeave: () => next.focus(), onChange: () => this.#keep(),
      });
      this.tests = Array.from(this.block.querySelectorAll(".exercise-test"), (node) => {
        const original = source(this.path, node.dataset.test);
        const undo = button("Undo edits", () => {
          editor.code = original;
          editor.box.focus();
        });
        const onLeave = () => node.querySelector("summary").focus();
        const editor = new Editor(node.querySelector("pre"), original, describe("Test of"), {
          onRun, onLeave, onChange: () => (undo.hidden = editor.code === original),
        });
        undo.hidden = true;
        node.append(undo);
        return { editor, original, goal: node.dataset.goal };
      });
    }

    // ---- drafts ----

    #keep() {
      const draft = { code: this.code, version: version(this.path) };
      const edited = this.code !== this.stub;
      this.againButton.hidden = !edited;
      this.#say(write(this.key, edited ? draft : null) ? "" : NOT_KEPT);
      this.#judge("", "");
    }

    #showDraft() {
      const draft = read(this.key);
      this.againButton.hidden = !draft;
      if (!draft) return;
      this.editor.show(draft.code);
      this.note.textContent = draft.version === version(this.path)
        ? "Your draft, as you left it."
        : "This exercise has been changed since you wrote your draft. The draft is kept; " +
          "“Start again” shows the exercise as it is now.";
    }

    #startAgain() {
      if (!confirm("Put the exercise's own text back, and drop what you wrote here?")) return;
      this.editor.code = this.stub;
      this.output.replaceChildren();
      this.editor.box.focus();
    }

    #download() {
      const answers = exercises.filter(({ path }) => path === this.path);
      const name = `${this.path.split("/").pop()}.ipynb`;
      save(name, filled(this.path, Object.fromEntries(answers.map((it) => [it.id, it.code]))));
      this.#say(`${name} has your answers: hand it in under this name.`);
    }

    // ---- running ----

    #say(text) {
      this.note.textContent = text;
    }

    #starting(text) {
      if (this.#running && !page.kernel) this.#say(text);
    }

    /** The notebook's code up to the tests: what is given, and the answers as they stand here. */
    #parts() {
      return this.before.map(({ given, answer }) => {
        if (given !== undefined) return ["given code", given];
        const there = exercises.find(({ path, id }) => path === this.path && id === answer);
        const kept = there?.code ?? read(`draft ${this.path} ${answer}`)?.code;
        return [`your answer ${answer}`, kept ?? source(this.path, answer)];
      });
    }

    async run() {
      if (this.#running || !page.canRun) return;
      this.#running = true;
      this.#judge("", "");
      this.#say("running …");
      try {
        runner ??= await readRunner(); // before there is anything that could be stopped
        if (await page.ready()) await this.#check();
        else this.#say("Python did not start; the top of the page says why.");
      } catch (error) {
        this.#say(`The test did not run: ${error.message}.`);
      }
      this.#running = false;
      hide(this.stopButton, this.runButton);
    }

    async #check() {
      this.stopButton.hidden = false;
      this.#say("running …");
      const began = performance.now();
      const answered = await execute(this.#parts(), true, this.output);
      this.#print(answered.said);
      if (answered.status !== "ok") return this.#ended(answered, "Your code does not run");
      const words = [];
      for (const { editor, original, goal } of this.tests) {
        const tested = await execute([["visible test", editor.code]], false, this.output);
        const own = editor.code === original;
        const known = tested.status === "ok" || tested.status === "error";
        if (own && known) window.courseProgress.mark(goal, tested.status === "ok");
        if (tested.status !== "ok") return this.#ended(tested, "Not yet");
        words.push(own ? tested.said : `${tested.said} (You edited the test: it does not count.)`);
      }
      this.#say(`ran in ${((performance.now() - began) / 1000).toFixed(1)} s`);
      this.#judge("passed", "✓ Passed.", words.join("\n"));
    }

    /** Say how a run ended that did not pass. */
    #ended({ status, said, error }, title) {
      this.#say("");
      this.#print(said);
      if (status === "lost") return this.#say("Python ended before the test did: run it again.");
      if (!error) return this.#say("Not run: a cell before it failed. Run the test again.");
      const { ename, evalue, traceback } = error;
      if (ename === "KeyboardInterrupt") return this.#say("Stopped.");
      const own = evalue && (ename === "AssertionError" || ename === "NotImplementedError");
      this.#judge("failed", `✗ ${title}.`, own ? evalue : `${ename}: ${evalue}`);
      if (ename === "NotImplementedError") return; // its words say where
      const lines = element("pre", { tabindex: "0" },
        traceback.join("\n").replace(/\x1b\[[0-9;]*[A-Za-z]/g, ""));
      const where = element("details", {}, element("summary", {}, "Where it happened"), lines);
      where.open = !own;
      this.verdict.append(where);
    }

    #print(text) {
      if (text) this.output.append(element("pre", {}, text));
    }

    #judge(kind, title, words = "") {
      this.verdict.dataset.kind = kind;
      this.verdict.replaceChildren();
      if (kind) this.verdict.append(element("strong", {}, title), " ", element("span", {}, words));
    }

    #stop() {
      page.kernel?.interrupt().catch((error) => this.#say(`Not stopped: ${error.message}.`));
    }
  }

  for (const block of document.querySelectorAll(".exercise[data-answer]")) {
    exercises.push(new Exercise(block));
  }
  page.alsoRuns.push(...exercises.flatMap((it) => [
    ...it.before.map(({ given = "" }) => given), ...it.tests.map(({ original }) => original), it.code,
  ]));
})();
