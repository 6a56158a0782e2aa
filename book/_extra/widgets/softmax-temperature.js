// Softmax of five logits at a temperature: sliders, probabilities, entropy, draws.
"use strict";

(() => {
  const { bar, button, draw, element, entropy, percent, place, slider, softmax } =
    window.courseWidgets;
  const TOKENS = ["the", "a", "king", "queen", "banana"];
  const LOGITS = [3, 2, 1, 0, -1];
  const DRAWS = 20;

  const temperature = (position) => 10 ** position;
  const inWords = (position) => temperature(position).toPrecision(2).replace(/\.0$/, "");

  function build() {
    const rows = TOKENS.map((token, i) => row(token, LOGITS[i], update));
    const dial = slider({
      label: "Temperature T", min: -1.3, max: 1.3, step: 0.02, value: 0,
      show: inWords, onChange: update,
    });
    const verdict = element("p", { class: "widget-result", "aria-live": "polite" });
    const drawn = element("p", { class: "widget-result", "aria-live": "polite" });

    const probabilities = () => {
      const t = temperature(Number(dial.input.value));
      return softmax(rows.map(({ logit }) => Number(logit.input.value) / t));
    };
    function update() {
      const p = probabilities();
      rows.forEach((r, i) => r.set(p[i]));
      const most = Math.log(TOKENS.length);
      verdict.textContent =
        `Entropy: ${entropy(p).toFixed(2)} nats of at most ${most.toFixed(2)}.`;
      drawn.textContent = "";
    }
    function drawTokens() {
      const p = probabilities();
      const tokens = Array.from({ length: DRAWS }, () => TOKENS[draw(p)]);
      drawn.textContent = `Drawn: ${tokens.join(" ")}`;
    }
    function reset() {
      rows.forEach(({ logit }, i) => logit.set(LOGITS[i]));
      dial.set(0);
      update();
    }

    update();
    const head = ["Token", "Logit", "Probability"].map((text, i) =>
      element("th", { scope: "col", colspan: i ? 2 : 1 }, text));
    return [
      element("div", { class: "widget-row" }, dial.label, dial.input, dial.words),
      element("table", { class: "widget-table" },
        element("thead", {}, element("tr", {}, ...head)),
        element("tbody", {}, ...rows.map((r) => r.tr))),
      verdict,
      element("div", { class: "widget-buttons" },
        button(`Draw ${DRAWS} tokens`, drawTokens), button("Reset", reset)),
      drawn,
    ];
  }

  function row(token, value, onChange) {
    const logit = slider({
      label: token, min: -5, max: 10, step: 0.5, value,
      show: (z) => z.toFixed(1), onChange,
    });
    logit.input.setAttribute("aria-label", `Logit of ${token}`);
    const share = bar();
    const number = element("td", { class: "widget-number" });
    const tr = element("tr", {},
      element("th", { scope: "row" }, token),
      element("td", {}, logit.input),
      element("td", { class: "widget-number" }, logit.words),
      element("td", { class: "widget-bar-cell" }, share.whole),
      number);
    const set = (p) => {
      share.set(p);
      number.textContent = percent(p);
    };
    return { tr, logit, set };
  }

  place("softmax-temperature", build);
})();
