// The released notebooks that a page's exercises come from, and the file that a reader hands in.
"use strict";

window.courseNotebooks = (() => {
  /** The notebooks that lie in the page, by path: `{ version, notebook }`. */
  const notebooks = new Map(Array.from(
    document.querySelectorAll("script.exercise-notebook"),
    (script) => [script.dataset.notebook, {
      version: script.dataset.version, notebook: JSON.parse(script.textContent),
    }],
  ));

  const cellOf = (notebook, id) =>
    notebook.cells.find(({ metadata }) => metadata.nbgrader?.grade_id === id);

  /** The source of a cell of a released notebook, by the name that it is graded under. */
  function source(path, id) {
    const text = cellOf(notebooks.get(path).notebook, id).source;
    return Array.isArray(text) ? text.join("") : text;
  }

  /** The text of a released notebook with answers in it: `answers` are sources by grade_id. */
  function filled(path, answers) {
    const notebook = structuredClone(notebooks.get(path).notebook);
    for (const [id, code] of Object.entries(answers)) {
      cellOf(notebook, id).source = code.match(/[^\n]*\n|[^\n]+$/g) || [];
    }
    return `${JSON.stringify(notebook, null, 1)}\n`;
  }

  /** Hand the reader a file; its address lives as long as the page. */
  function save(name, text) {
    const file = new Blob([text], { type: "application/x-ipynb+json" });
    window.courseElements.element("a", { href: URL.createObjectURL(file), download: name }).click();
  }

  return { source, filled, save, version: (path) => notebooks.get(path).version };
})();
