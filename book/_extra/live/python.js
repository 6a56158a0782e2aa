// Colors for Python, in the classes of Pygments that the theme's style sheet knows.
"use strict";

window.coursePython = (() => {
  const KEYWORDS = "and as assert async await break class continue def del elif else except finally " +
    "for from global if import in is lambda nonlocal not or pass raise return try while with yield";
  const BUILTINS = "abs all any bool dict enumerate filter float int len list map max min next open " +
    "print range repr reversed round set sorted str sum super tuple type zip " +
    "Exception IndexError KeyError NameError TypeError ValueError ZeroDivisionError";
  const words = (list) => `(?:${list.split(" ").join("|")})\\b`;

  // The first that matches wins. Each name is a class of Pygments.
  const TOKENS = [
    ["c1", String.raw`#[^\n]*`],
    ["s", String.raw`[rbfuRBFU]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$))`],
    ["s", String.raw`[rbfuRBFU]{0,2}(?:"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)`],
    ["nd", String.raw`@[\w.]+`],
    ["mf", String.raw`(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJ]?`],
    ["kc", words("None True False")],
    ["k", words(KEYWORDS)],
    ["nb", words(BUILTINS)],
    ["n", String.raw`[^\W\d]\w*`],
    ["o", String.raw`[-+*/%@&|^~<>=!:]+`],
    ["", String.raw`\s+|[\s\S]`],
  ];
  const ANY = new RegExp(TOKENS.map(([, pattern]) => `(${pattern})`).join("|"), "gu");

  /** The code as nodes: text, and spans where there is something to color. */
  function highlight(code) {
    const nodes = [];
    let defines = ""; // the class of a name that follows `def` or `class`
    for (const match of code.matchAll(ANY)) {
      const [text] = match;
      let kind = TOKENS[match.slice(1).findIndex((group) => group !== undefined)][0];
      if (kind === "n" && defines) kind = defines;
      if (text.trim()) defines = { def: "nf", class: "nc" }[text] || "";
      if (!kind || kind === "n") {
        nodes.push(text);
      } else {
        const span = document.createElement("span");
        span.className = kind;
        span.textContent = text;
        nodes.push(span);
      }
    }
    return nodes;
  }

  return { highlight };
})();
