// Analogies: three words, b - a + c, and the words of a table that lie nearest to it.
"use strict";

(() => {
  const { bar, button, element, newId, nothingMade, place, read, shape, tick, unpacked } =
    window.courseWidgets;
  const { curve, labels, plane } = window.courseDrawings;
  const SHOWN = 6; // rows of the ranking
  const DRAWN = 3; // answers in the picture

  const dot = (u, v) => u.reduce((sum, x, i) => sum + x * v[i], 0);
  const plus = (u, v, factor = 1) => u.map((x, i) => x + factor * v[i]);
  const unit = (v) => {
    const length = Math.sqrt(dot(v, v));
    return length > 1e-9 ? v.map((x) => x / length) : v;
  };

  /** Words with vectors of length 1. */
  class Table {
    constructor({ name, words, vectors, examples }) {
      Object.assign(this, { name, words, examples });
      const { values, columns } = unpacked(vectors);
      this.rows = words.map((_, i) => unit([...values.slice(i * columns, (i + 1) * columns)]));
      this.ids = new Map(words.map((word, id) => [word, id]));
    }

    vector(word) {
      return this.rows[this.ids.get(word)];
    }

    /** Where `b - a + c` lies, and the words by their cosine with it. */
    solve([b, a, c], leaveOut) {
      const target = plus(plus(this.vector(b), this.vector(a), -1), this.vector(c));
      const goal = unit(target);
      const ranked = this.words
        .map((word, id) => ({ word, cosine: dot(this.rows[id], goal) }))
        .filter(({ word }) => !leaveOut || ![a, b, c].includes(word))
        .sort((one, other) => other.cosine - one.cosine);
      return { target, ranked };
    }

    /** Coordinates in the plane through three words, in which `b - a + c` lies as well. */
    flattened([b, a, c]) {
      const origin = this.vector(a);
      const first = unit(plus(this.vector(b), origin, -1));
      const away = plus(this.vector(c), origin, -1);
      const second = unit(plus(away, first, -dot(away, first)));
      return (vector) => {
        const from = plus(vector, origin, -1);
        return [dot(from, first), dot(from, second)];
      };
    }
  }

  const tables = () => (read("analogy-data") || []).map((packed) => new Table(packed));

  function build() {
    let all = tables();
    if (!all.length) return nothingMade();
    let table = all[0];
    const words = newId();
    const list = element("datalist", { id: words });
    const fields = ["Word", "minus", "plus"].map((label) => field(label, words, update));
    const chosen = chooser(all, (index) => {
      table = all[index];
      changed();
    });
    const out = tick({ label: "Leave out the three given words", checked: true, onChange: update });
    const said = element("p", { class: "widget-result", role: "status" });
    const rows = Array.from({ length: SHOWN }, ranking);
    const picture = element("div", {});
    const examples = element("div", { class: "widget-buttons" });

    const ask = (three) => {
      fields.forEach((one, i) => (one.input.value = three[i]));
      update();
    };
    function changed() {
      list.replaceChildren(...table.words.map((word) => element("option", { value: word })));
      examples.replaceChildren(...table.examples.map((three) =>
        button(inWords(three), () => ask(three))));
      ask(table.examples[0]);
    }
    function update() {
      const three = fields.map(({ input }) => input.value.trim().toLowerCase());
      const unknown = three.filter((word) => !table.ids.has(word));
      fields.forEach(({ input }, i) =>
        input.setAttribute("aria-invalid", String(unknown.includes(three[i]))));
      if (unknown.length) {
        said.textContent = `Not among the ${table.words.length} words of these vectors:` +
          ` ${unknown.map((word) => word || "(nothing)").join(", ")}.`;
        return;
      }
      const { target, ranked } = table.solve(three, out.input.checked);
      const [best, second] = ranked;
      const own = three.includes(best.word) ? ", one of the given words" : "";
      said.textContent = `${inWords(three)}: nearest is ${best.word}${own}, cosine` +
        ` ${best.cosine.toFixed(2)}; then ${second.word}, ${second.cosine.toFixed(2)}.`;
      rows.forEach((row, i) => row.set(ranked[i], three));
      picture.replaceChildren(pictureOf(table, three, target, ranked.slice(0, DRAWN)));
    }

    // Cells that are run again in the page make new vectors.
    document.addEventListener("course:output", () => {
      all = tables();
      table = all.find(({ name }) => name === table.name) || table;
      update();
    });
    changed();
    return [
      ...(all.length > 1 ? [chosen] : []),
      element("div", { class: "widget-words" }, list, ...fields.map(({ whole }) => whole)),
      out.whole, examples, said,
      element("div", { class: "widget-side-by-side" }, picture,
        element("table", { class: "widget-table" },
          element("thead", {}, element("tr", {},
            element("th", { scope: "col" }, "Nearest"),
            element("th", { scope: "col", colspan: 2 }, "Cosine"))),
          element("tbody", {}, ...rows.map(({ tr }) => tr)))),
    ];
  }

  const inWords = ([b, a, c]) => `${b} − ${a} + ${c}`;

  function field(label, list, oninput) {
    const id = newId();
    const input = element("input", {
      id, list, oninput, class: "widget-text", autocomplete: "off", autocapitalize: "off",
      spellcheck: "false",
    });
    return { input, whole: element("div", {}, element("label", { for: id }, label), input) };
  }

  function chooser(all, onChoice) {
    const id = newId();
    const select = element("select", {
      id, class: "widget-text", onchange: () => onChoice(select.selectedIndex),
    }, ...all.map(({ name }) => element("option", {}, name)));
    return element("div", { class: "widget-choice" },
      element("label", { for: id }, "Vectors"), select);
  }

  function ranking() {
    const word = element("th", { scope: "row" });
    const number = element("td", { class: "widget-number" });
    const share = bar();
    const tr = element("tr", {}, word,
      element("td", { class: "widget-bar-cell" }, share.whole), number);
    const set = (answer, given) => {
      word.textContent = answer.word + (given.includes(answer.word) ? " (given)" : "");
      share.set(Math.max(answer.cosine, 0));
      number.textContent = answer.cosine.toFixed(2);
    };
    return { tr, set };
  }

  /** The plane through the three words: the step from a to b, and the same step from c. */
  function pictureOf(table, [b, a, c], target, answers) {
    const flat = table.flattened([b, a, c]);
    const given = [a, b, c].map((word) =>
      ({ words: word, at: flat(table.vector(word)), left: word !== b })); // arrows go to the right
    const found = answers.filter(({ word }) => ![a, b, c].includes(word)).map(({ word }, i) => ({
      words: word, at: flat(table.vector(word)), classes: i ? "" : "widget-best",
    }));
    const goal = flat(target);
    const drawing = plane({ ...frame([...given, ...found].map(({ at }) => at).concat([goal])),
      title: `The words ${a}, ${b} and ${c} and the place ${inWords([b, a, c])}, corners of a` +
        ` parallelogram; near it ${answers.map(({ word }) => word).join(", ")}.` });
    const circle = ({ at: [x, y], classes }, fill) =>
      shape("circle", { cx: drawing.x(x), cy: drawing.y(y), r: 4, class: classes || fill });
    const [x, y] = [drawing.x(goal[0]), drawing.y(goal[1])];
    drawing.add(
      curve(drawing, "widget-guide", [given[0].at, given[2].at]).path,
      curve(drawing, "widget-guide", [given[1].at, goal]).path,
      ...arrow(drawing, given[0].at, given[1].at),
      ...arrow(drawing, given[2].at, goal),
      shape("path", { class: "widget-cross", d: `M${x - 6} ${y - 6}l12 12m0 -12l-12 12` }),
      ...labels(drawing, [...given, ...found]),
      ...given.map((one) => circle(one, "widget-dot")),
      ...found.map((one) => circle(one, "widget-point")));
    return drawing.svg;
  }

  function arrow(drawing, from, to) {
    const [dx, dy] = [drawing.x(to[0]) - drawing.x(from[0]), drawing.y(to[1]) - drawing.y(from[1])];
    const length = Math.hypot(dx, dy);
    if (length < 12) return [];
    const [u, v] = [dx / length, dy / length];
    const [x, y] = [drawing.x(to[0]) - 5 * u, drawing.y(to[1]) - 5 * v];
    return [
      curve(drawing, "widget-curve", [from, to]).path,
      shape("path", { class: "widget-head",
        d: `M${x} ${y}L${x - 9 * u - 4 * v} ${y - 9 * v + 4 * u}L${x - 9 * u + 4 * v} ${
          y - 9 * v - 4 * u}Z` }),
    ];
  }

  /** Axes that hold all points, with the same unit in both directions. */
  function frame(points) {
    const width = 320, height = 230;
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
    const span = (values) => Math.max(...values) - Math.min(...values);
    const half = Math.max(span(xs) / (width - 110), span(ys) / (height - 60), 1e-6) / 2;
    const around = (center, pixels) =>
      ({ from: center - half * pixels, to: center + half * pixels });
    return { width, height, margin: { left: 0, right: 0, top: 0, bottom: 0 },
      x: around(middle(xs), width), y: around(middle(ys), height) };
  }

  place("analogy", build);
})();
