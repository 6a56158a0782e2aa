// The loss of a prediction against the probability that it gave to what came.
"use strict";

(() => {
  const { button, element, newId, place, shape, slider } = window.courseWidgets;
  const SMALLEST = 0.0001;
  const WIDTH = 320, HEIGHT = 180, LEFT = 34, BOTTOM = 34, TOP = 10, RIGHT = 12;
  const HIGHEST = 10; // nats

  const x = (p) => LEFT + p * (WIDTH - LEFT - RIGHT);
  const y = (loss) => HEIGHT - BOTTOM - (loss / HIGHEST) * (HEIGHT - BOTTOM - TOP);
  const loss = (p) => -Math.log(p) + 0; // + 0: the loss of certainty is 0, not -0
  const inWords = (p) => String(Number(p.toPrecision(3)));

  function build() {
    let p = 0.5;
    const dial = slider({
      label: "Probability of the right token", min: -4, max: 0, step: 0.01, value: Math.log10(p),
      show: (position) => inWords(10 ** position),
      onChange: () => update(10 ** Number(dial.input.value)),
    });
    const { drawing, point, guide } = curve();
    const cells = ["nats", "bits", "perplexity", "gradient"].map(() =>
      element("td", { class: "widget-number" }));

    function update(probability) {
      p = probability;
      dial.set(Math.log10(p));
      dial.words.textContent = inWords(p);
      const nats = loss(p);
      point.setAttribute("cx", x(p));
      point.setAttribute("cy", y(nats));
      guide.setAttribute("d", `M${x(p)} ${HEIGHT - BOTTOM}V${y(nats)}H${LEFT}`);
      const shown = [
        nats.toFixed(4), (nats / Math.LN2).toFixed(4), inWords(1 / p), (p - 1).toFixed(4),
      ];
      cells.forEach((cell, i) => (cell.textContent = shown[i]));
    }

    update(p);
    const names = [
      "Loss, nats", "Loss, bits", "As likely as a guess among", "Slope against the logit",
    ];
    const presets = [1, 0.5, 0.01, SMALLEST].map((value) =>
      button(`p = ${value}`, () => update(value)));
    return [
      element("div", { class: "widget-row" }, dial.label, dial.input, dial.words),
      element("div", { class: "widget-buttons" }, ...presets),
      element("div", { class: "widget-side-by-side" }, drawing,
        element("table", { class: "widget-table", "aria-live": "polite" },
          element("tbody", {}, ...names.map((name, i) =>
            element("tr", {}, element("th", { scope: "row" }, name), cells[i]))))),
    ];
  }

  function curve() {
    const id = newId();
    const points = Array.from({ length: 201 }, (_, i) => SMALLEST ** (1 - i / 200));
    const path = points.map((p) => `${x(p).toFixed(1)} ${y(loss(p)).toFixed(1)}`).join("L");
    const text = (left, top, words, anchor) =>
      shape("text", { x: left, y: top, "text-anchor": anchor }, words);
    const point = shape("circle", { r: 5, class: "widget-point" });
    const guide = shape("path", { class: "widget-guide" });
    const drawing = shape("svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "widget-drawing", role: "img",
        "aria-labelledby": id },
      shape("title", { id },
        "The loss is 0 at probability 1, and rises without bound as the probability falls to 0."),
      shape("path", { class: "widget-axis",
        d: `M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}` }),
      guide,
      shape("path", { class: "widget-curve", d: `M${path}` }),
      point,
      ...[0, 5, 10].map((v) => text(LEFT - 5, y(v) + 4, String(v), "end")),
      ...[0, 0.5, 1].map((v) => text(x(v), HEIGHT - BOTTOM + 15, String(v), "middle")),
      text((WIDTH + LEFT) / 2, HEIGHT - 4, "probability of what came", "middle"),
      text(LEFT + 8, TOP + 8, "loss, nats", "start"));
    return { drawing, point, guide };
  }

  place("cross-entropy", build);
})();
