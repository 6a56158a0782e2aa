// What the reader has done, as ticks in the sidebar: self-checks answered, visible tests passed.
"use strict";

window.courseProgress = (() => {
  const { ROOT, read, write, keys } = window.courseStore;
  const { element, button } = window.courseElements;
  const sidebar = document.querySelector(".bd-sidebar-primary nav.bd-links");

  /** A page by its address, the same from wherever it is linked to. */
  const pageOf = (address) => `progress ${new URL(address, location.href).pathname.slice(ROOT.length)}`;
  const here = pageOf(location.href);

  /** A short name for a question, which it keeps when others come or go on its page. */
  function named(text) {
    let hash = 5381;
    for (const letter of text.replace(/\s+/g, " ").trim()) {
      hash = (hash * 33 + letter.codePointAt(0)) >>> 0;
    }
    return hash.toString(36);
  }

  const checks = new Map(Array.from(document.querySelectorAll(".self-check"),
    (check) => [check, named(check.querySelector("[id$=-question]").textContent)]));
  const tests = Array.from(document.querySelectorAll("[data-goal]"), (it) => it.dataset.goal);
  const goals = [...checks.values(), ...tests];

  const done = () => (read(here)?.done || []).filter((goal) => goals.includes(goal));

  /** Keep whether a goal of this page is reached. */
  function mark(goal, reached) {
    const others = done().filter((it) => it !== goal);
    const now = reached ? [...others, goal] : others;
    write(here, now.length ? { done: now, of: goals.length } : null);
    draw();
  }

  // ---- the sidebar ----

  function tick({ done, of }) {
    const whole = done.length >= of;
    const said = whole ? ", finished" : `, ${done.length} of ${of} done`;
    return element("span", { class: "progress-tick", "data-whole": whole },
      element("span", { "aria-hidden": "true" }, whole ? "✓" : `${done.length}/${of}`),
      element("span", { class: "visually-hidden" }, said));
  }

  const note = element("span", { role: "status", tabindex: "-1" });
  const eraser = button("Erase my progress", erase);
  const tools = element("p", { class: "progress-tools" }, eraser, note);

  function draw() {
    for (const link of sidebar?.querySelectorAll("a.reference") || []) {
      link.querySelector(".progress-tick")?.remove();
      const kept = read(pageOf(link.href));
      if (kept?.done.length) link.append(tick(kept));
    }
    eraser.hidden = !keys("progress ").length;
    if (!eraser.hidden) note.textContent = "";
  }

  function erase() {
    if (!confirm("Erase the ticks of all pages? What you wrote in the exercises stays.")) return;
    keys("progress ").forEach((key) => write(key, null));
    draw();
    note.textContent = "Your progress is erased.";
    note.focus();
  }

  // A question or a test that the page no longer has is not counted.
  if (read(here)) write(here, done().length ? { done: done(), of: goals.length } : null);
  sidebar?.append(tools);
  draw();
  addEventListener("storage", draw); // another tab has been at work
  document.addEventListener("toggle", ({ target }) => {
    const check = target.matches(".choice.right[open]") && target.closest(".self-check");
    if (check) mark(checks.get(check), true);
  }, true);

  return { mark };
})();
