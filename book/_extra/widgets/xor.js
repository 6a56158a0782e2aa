// Two hidden units as lines, to be moved and turned until they solve XOR.
"use strict";

(() => {
  const { button, element, percent, place, shape, slider, tick } = window.courseWidgets;
  const { curve, draggable, plane, text } = window.courseDrawings;
  // The two letters before, as a point; the next is A if they are equal.
  const PAIRS = [["AA", 0, 0], ["AB", 0, 1], ["BA", 1, 0], ["BB", 1, 1]]
    .map(([letters, x, y]) => ({ letters, x, y, next: x === y ? "A" : "B" }));
  const CENTER = 0.5;
  const STEEP = 6; // how fast a unit goes from off to on beside its line
  const OUTPUT = 4; // the weight of each unit in the output layer
  const CELLS = 24; // the shades behind the points, in each direction
  const REACH = { from: -0.4, to: 1.4 };
  const START = [[0, -0.15], [90, -0.15]]; // angle in degrees, offset
  const SOLVED = [[45, -0.35], [-135, -0.35]];

  /** A hidden unit: near 1 on the side its arrow points to, near -1 on the other. */
  function activation([degrees, offset], x, y) {
    const [across, up] = direction(degrees);
    return Math.tanh(STEEP * (across * (x - CENTER) + up * (y - CENTER) - offset));
  }

  const direction = (degrees) =>
    [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];

  /** The probability of B: high where all units are on. */
  function probability(units, x, y) {
    const on = units.reduce((sum, unit) => sum + activation(unit, x, y), 0);
    return 1 / (1 + Math.exp(-OUTPUT * (on - (units.length - 1))));
  }

  function build() {
    const dials = START.map((_, i) => unitDials(i + 1, update));
    const one = tick({ label: "Take unit 2 away", onChange: update });
    const said = element("p", { class: "widget-result", role: "status" });
    const rows = PAIRS.map((pair) => ({ ...pair, p: element("td"), verdict: element("td") }));
    const picture = pictureOf(dials, update);

    const set = (units) => {
      dials.forEach((unit, i) => unit.set(...units[i]));
      update();
    };
    function update() {
      const alone = one.input.checked;
      const units = dials.slice(0, alone ? 1 : 2).map((unit) => unit.get());
      dials[1].whole.disabled = alone;
      const p = PAIRS.map(({ x, y }) => probability(units, x, y));
      const given = PAIRS.map(({ next }, i) => (next === "B" ? p[i] : 1 - p[i]));
      rows.forEach((row, i) => {
        row.p.textContent = percent(p[i]);
        row.verdict.textContent = given[i] > 0.5 ? "right" : "wrong";
      });
      picture.show(units, p);
      said.textContent = inWords(given, alone);
    }

    set(START);
    const head = ["Letters", "Next", "Says B", ""].map((words) =>
      words ? element("th", { scope: "col" }, words) : element("td", {}));
    return [
      said,
      element("div", { class: "widget-side-by-side" }, picture.svg,
        element("div", {},
          ...dials.map((unit) => unit.whole), one.whole,
          element("table", { class: "widget-table" },
            element("thead", {}, element("tr", {}, ...head)),
            element("tbody", {}, ...rows.map(({ letters, next, p, verdict }) =>
              element("tr", {}, element("th", { scope: "row" }, letters),
                element("td", {}, next), p, verdict)))),
          element("div", { class: "widget-buttons" },
            button("Reset", () => set(START)),
            button("Show a solution", () => {
              one.input.checked = false;
              set(SOLVED);
            })))),
    ];
  }

  /** The state in words: how many of the pairs are right, the loss, and what one unit can do. */
  function inWords(given, alone) {
    const right = given.filter((p) => p > 0.5).length;
    const nats = given.reduce((sum, p) => sum - Math.log(p), 0) / given.length;
    const loss = `loss ${nats.toFixed(3)} nats (a blind guess has ${Math.LN2.toFixed(3)}).`;
    if (right === PAIRS.length) return `Solved: all ${right} are right, ${loss}`;
    const limit = alone ? " One unit is one line, and no line has AB and BA on one side and AA" +
      " and BB on the other: 3 of 4 is the most it can do." : "";
    return `${right} of ${PAIRS.length} right, ${loss}${limit}`;
  }

  /** The two sliders of a unit, in a group of their own. */
  function unitDials(number, onChange) {
    const show = (value) => String(Number(value.toFixed(2)));
    const angle = slider({ label: "Angle", min: -180, max: 180, step: 5, value: 0,
      show: (value) => `${value}°`, onChange });
    const offset = slider({ label: "Offset", min: -0.9, max: 0.9, step: 0.05, value: 0, show,
      onChange });
    const whole = element("fieldset", { class: "widget-group" },
      element("legend", {}, `Unit ${number}`),
      ...[angle, offset].map((dial) =>
        element("div", { class: "widget-row" }, dial.label, dial.input, dial.words)));
    return {
      whole, turn: angle.set, move: offset.set,
      get: () => [Number(angle.input.value), Number(offset.input.value)],
      set(degrees, distance) {
        angle.set(degrees);
        offset.set(distance);
      },
    };
  }

  function pictureOf(dials, onChange) {
    const drawing = plane({
      title: "", width: 300, height: 300, margin: { left: 28, right: 8, top: 8, bottom: 34 },
      x: { ...REACH, ticks: [[0, "A"], [1, "B"]], label: "first letter" },
      y: { ...REACH, ticks: [[0, "A"], [1, "B"]] },
    });
    const shades = shadesOf(drawing);
    const lines = dials.map((dial, i) => lineOf(drawing, dial, i + 1, onChange));
    const points = PAIRS.map(({ x, y, next }) => {
      const [left, top] = [drawing.x(x), drawing.y(y)];
      return next === "A" ? shape("circle", { cx: left, cy: top, r: 10 })
        : shape("rect", { x: left - 9, y: top - 9, width: 18, height: 18 });
    });
    const words = PAIRS.map(({ x, y, letters, next }) => text(drawing.x(x), drawing.y(y) + 27,
      `${letters} → ${next}`, "middle", "widget-halo"));
    drawing.add(...shades.cells, ...points, ...words, ...lines.map(({ strokes }) => strokes),
      ...lines.map(({ knobs }) => knobs));
    drawing.svg.append(text(34, 20, "second letter", "start", "widget-halo"));
    return {
      svg: drawing.svg,
      show(units, p) {
        shades.show(units);
        points.forEach((point, i) => point.setAttribute("class",
          `widget-example ${p[i] > 0.5 ? "says-b" : "says-a"}`));
        lines.forEach((line, i) => line.show(units[i]));
        drawing.say(`Four points, for the pairs of letters, and ${units.length} lines, one for` +
          ` each hidden unit. The network says B after ${PAIRS.filter((_, i) => p[i] > 0.5)
            .map(({ letters }) => letters).join(", ") || "none of them"}.`);
      },
    };
  }

  /** The plane in small squares, each in the color of what the network says there. */
  function shadesOf({ x, y }) {
    const side = (REACH.to - REACH.from) / CELLS;
    const middle = (i) => REACH.from + (i + 0.5) * side;
    const squares = Array.from({ length: CELLS * CELLS }, (_, i) => {
      const at = [middle(i % CELLS), middle(Math.floor(i / CELLS))];
      const [left, top] = [x(at[0] - side / 2), y(at[1] + side / 2)];
      const size = x(side) - x(0) + 0.6; // over the next ones: no seams
      return { at, node: shape("rect", { x: left, y: top, width: size, height: size }) };
    });
    return {
      cells: squares.map(({ node }) => node),
      show(units) {
        for (const { at, node } of squares) {
          const p = probability(units, ...at);
          node.setAttribute("class", `widget-shade ${p > 0.5 ? "says-b" : "says-a"}`);
          node.style.setProperty("--strength", `${Math.abs(90 * p - 45).toFixed(0)}%`);
        }
      },
    };
  }

  /** A unit's line: pulled, it moves; pulled at the tip of its arrow, it turns. */
  function lineOf(drawing, dial, number, onChange) {
    const line = curve(drawing, `widget-unit unit-${number}`), grip = curve(drawing, "widget-grip");
    const arrow = curve(drawing, "widget-unit");
    const foot = shape("circle", { r: 7, class: "widget-knob" });
    const tip = shape("circle", { r: 11, class: "widget-knob" });
    const name = text(0, 0, String(number), "middle");
    const moved = ([x, y]) => {
      const [across, up] = direction(dial.get()[0]);
      dial.move(across * (x - CENTER) + up * (y - CENTER));
      onChange();
    };
    const turned = ([x, y]) => {
      const [fx, fy] = footOf(dial.get());
      dial.turn((Math.atan2(y - fy, x - fx) * 180) / Math.PI);
      onChange();
    };
    draggable(grip.path, drawing, moved);
    draggable(foot, drawing, moved);
    draggable(tip, drawing, turned);
    const strokes = shape("g", {}, line.path, grip.path, arrow.path);
    const knobs = shape("g", {}, foot, tip, name);
    const put = (node, [x, y], names) => {
      node.setAttribute(names[0], drawing.x(x));
      node.setAttribute(names[1], drawing.y(y));
    };
    function show(unit) {
      for (const part of [strokes, knobs]) part.style.display = unit ? "" : "none";
      if (!unit) return;
      const [across, up] = direction(unit[0]);
      const at = footOf(unit);
      const along = (far) => [at[0] - far * up, at[1] + far * across];
      const end = [at[0] + 0.22 * across, at[1] + 0.22 * up];
      line.set([along(-3), along(3)]);
      grip.set([along(-3), along(3)]);
      arrow.set([at, end]);
      put(foot, at, ["cx", "cy"]);
      put(tip, end, ["cx", "cy"]);
      put(name, end, ["x", "y"]);
      name.setAttribute("dy", 4);
    }
    return { strokes, knobs, show };
  }

  /** The point of a unit's line that is nearest to the center. */
  function footOf([degrees, offset]) {
    const [across, up] = direction(degrees);
    return [CENTER + offset * across, CENTER + offset * up];
  }

  place("xor", build);
})();
