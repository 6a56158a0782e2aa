// The loss of a prediction against the probability that it gave to what came.
"use strict";

(() => {
  const { button, element, place, shape, slider } = window.courseWidgets;
  const { curve, plane } = window.courseDrawings;
  const SMALLEST = 0.0001;

  const loss = (p) => -Math.log(p) + 0; // + 0: the loss of certainty is 0, not -0
  const inWords = (p) => String(Number(p.toPrecision(3)));

  function build() {
    let p = 0.5;
    const dial = slider({
      label: "Probability of the right token", min: -4, max: 0, step: 0.01, value: Math.log10(p),
      show: (position) => inWords(10 ** position),
      onChange: () => update(10 ** Number(dial.input.value)),
    });
    const { drawing, point, guide } = picture();
    const cells = ["nats", "bits", "perplexity", "gradient"].map(() =>
      element("td", { class: "widget-number" }));

    function update(probability) {
      p = probability;
      dial.set(Math.log10(p));
      dial.words.textContent = inWords(p);
      const nats = loss(p);
      point.setAttribute("cx", drawing.x(p));
      point.setAttribute("cy", drawing.y(nats));
      guide.set([[p, 0], [p, nats], [0, nats]]);
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
      element("div", { class: "widget-side-by-side" }, drawing.svg,
        element("table", { class: "widget-table", "aria-live": "polite" },
          element("tbody", {}, ...names.map((name, i) =>
            element("tr", {}, element("th", { scope: "row" }, name), cells[i]))))),
    ];
  }

  function picture() {
    const drawing = plane({
      title: "The loss is 0 at probability 1, and rises without bound as the probability falls" +
        " to 0.",
      height: 180,
      x: { from: 0, to: 1, ticks: [0, 0.5, 1], label: "probability of what came" },
      y: { from: 0, to: 10, ticks: [0, 5, 10], label: "loss, nats" },
    });
    const probabilities = Array.from({ length: 201 }, (_, i) => SMALLEST ** (1 - i / 200));
    const line = curve(drawing, "widget-curve", probabilities.map((p) => [p, loss(p)]));
    const point = shape("circle", { r: 5, class: "widget-point" });
    const guide = curve(drawing, "widget-guide");
    drawing.svg.append(guide.path, line.path, point); // at the edge nothing is cut off
    return { drawing, point, guide };
  }

  place("cross-entropy", build);
})();
