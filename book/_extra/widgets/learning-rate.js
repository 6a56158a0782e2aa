// Gradient descent, with momentum or without, in the valley of the page: its path, its loss, and in
// words what the learning rate does.
"use strict";

(() => {
  const { element, place, shape, slider } = window.courseWidgets;
  const { curve, plane } = window.courseDrawings;
  const STEEP = 20; // the loss is (u² + 20 v²) / 2
  const START = [-1, 0.3];
  const STEPS = 60;
  const LOW = 0.01;
  const CONTOURS = [0.01, 0.1, 0.3, 0.6, 1];

  const loss = ([u, v]) => (u * u + STEEP * v * v) / 2;
  const inWords = (value) => (value >= 1e4 || (value && value < 0.001)
    ? value.toExponential(1).replace("e+", "e") : String(Number(value.toPrecision(3))));

  /** All points of a descent, the first included. */
  function descend(rate, keep) {
    let [u, v] = START, [runningU, runningV] = [0, 0];
    const path = [[u, v]];
    for (let step = 0; step < STEPS; step++) {
      runningU = keep * runningU + u;
      runningV = keep * runningV + STEEP * v;
      u -= rate * runningU;
      v -= rate * runningV;
      path.push([u, v]);
    }
    return path;
  }

  /** What the learning rate does, judged by the whole descent. */
  function verdict(path) {
    const arrived = path.findIndex((point) => loss(point) < LOW);
    const [u, v] = path[STEPS];
    if (loss([u, v]) > loss(START)) return "Diverging: the steps grow, and the loss rises.";
    if (arrived >= 0) return `Right: the loss is below ${LOW} after ${arrived} steps.`;
    const high = `after ${STEPS} steps the loss is still above ${LOW}.`;
    return STEEP * v * v > u * u ? `Too large: the path swings from side to side, and ${high}`
      : `Too small: ${high}`;
  }

  function build() {
    const rate = slider({
      label: "Learning rate", min: 0.005, max: 0.2, step: 0.005, value: 0.02, show: String,
      onChange: update,
    });
    const momentum = slider({
      label: "Momentum", min: 0, max: 0.95, step: 0.05, value: 0, show: String, onChange: update,
    });
    const steps = slider({
      label: "Steps shown", min: 0, max: STEPS, step: 1, value: STEPS, show: String,
      onChange: update,
    });
    const valley = valleyOf(), falling = fallingOf();
    const said = element("p", { class: "widget-result", role: "status" });

    function update() {
      const path = descend(Number(rate.input.value), Number(momentum.input.value));
      const shown = Number(steps.input.value);
      valley.show(path.slice(0, shown + 1));
      falling.show(path.map(loss), shown);
      said.textContent = `${verdict(path)} After ${shown} ${shown === 1 ? "step" : "steps"}:` +
        ` loss ${inWords(loss(path[shown]))}.`;
    }

    update();
    return [
      ...[rate, momentum, steps].map((dial) =>
        element("div", { class: "widget-row aligned" }, dial.label, dial.input, dial.words)),
      said,
      element("div", { class: "widget-side-by-side" }, valley.svg, falling.svg),
    ];
  }

  /** The valley from above, with its contour lines and the path. */
  function valleyOf() {
    const drawing = plane({
      title: "Contour lines of a long valley, and the path of gradient descent from its left end.",
      x: { from: -1.15, to: 0.65, ticks: [-1, -0.5, 0, 0.5], label: "u, the flat direction" },
      y: { from: -0.6, to: 0.6, ticks: [-0.5, 0, 0.5], label: "v, the steep one" },
    });
    const rounds = CONTOURS.map((height) => {
      const angles = Array.from({ length: 73 }, (_, i) => (i * Math.PI) / 36);
      const wide = Math.sqrt(2 * height), narrow = wide / Math.sqrt(STEEP);
      return curve(drawing, "widget-contour",
        angles.map((t) => [wide * Math.cos(t), narrow * Math.sin(t)])).path;
    });
    const path = curve(drawing, "widget-curve"), dots = shape("g");
    const end = shape("circle", { r: 5, class: "widget-point" });
    drawing.add(...rounds, path.path, dots, end);
    const circle = ([u, v], attributes) =>
      shape("circle", { cx: drawing.x(u), cy: drawing.y(v), ...attributes });
    return {
      svg: drawing.svg,
      show(points) {
        path.set(points);
        dots.replaceChildren(...points.map((at) => circle(at, { r: 2.5, class: "widget-dot" })));
        const [u, v] = points[points.length - 1];
        end.setAttribute("cx", drawing.x(u));
        end.setAttribute("cy", drawing.y(v));
      },
    };
  }

  /** The loss against the steps. */
  function fallingOf() {
    const drawing = plane({
      title: "The loss against the steps, on a logarithmic axis; a dashed line marks 0.01.",
      x: { from: 0, to: STEPS + 2, ticks: [0, 20, 40, 60], label: "step" },
      y: { from: 1e-4, to: 1e2, log: true, label: "loss",
        ticks: [[1e-4, "10⁻⁴"], [LOW, "0.01"], [1, "1"], [100, "100"]] },
      margin: { left: 42 },
    });
    const low = curve(drawing, "widget-guide", [[0, LOW], [STEPS + 2, LOW]]);
    const line = curve(drawing, "widget-curve");
    const point = shape("circle", { r: 5, class: "widget-point" });
    drawing.add(low.path, line.path, point);
    return {
      svg: drawing.svg,
      show(losses, step) {
        line.set(losses.map((value, i) => [i, Math.max(value, 1e-12)]));
        point.setAttribute("cx", drawing.x(step));
        point.setAttribute("cy", drawing.y(Math.max(losses[step], 1e-12)));
      },
    };
  }

  place("learning-rate", build);
})();
