// What a table of counts and a network expect after a typed context. They come with the page, in a
// JSON script that its cells have made, or the network comes alone. Its forward pass is computed
// here.
"use strict";

(() => {
  const {
    bar, button, draw, element, newId, nothingMade, percent, place, read, softmax, unpacked,
  } = window.courseWidgets;
  const SHOWN = 8;
  const SHOWN_ALONE = 5; // of a network without a table beside it
  const MANY = 20;
  const NAMES = { " ": "space", "\n": "new line" };

  /** A row vector times a matrix, plus a bias. */
  function linear(x, { values, columns }, bias) {
    const y = Array.from(bias.values);
    x.forEach((xi, i) => {
      for (let j = 0; j < columns; j++) y[j] += xi * values[i * columns + j];
    });
    return y;
  }

  class Models {
    constructor({ vocabulary, table, context, layers, start = "the k" }) {
      this.start = start;
      this.characters = [...vocabulary];
      this.ids = new Map(this.characters.map((character, id) => [character, id]));
      this.table = table;
      this.context = context;
      this.layers = Object.fromEntries(
        Object.entries(layers).map(([name, layer]) => [name, unpacked(layer)]));
    }

    /** The longest context in the table that the text ends in, and what follows it. */
    counting(text) {
      let context = text.slice(-3);
      while (!(context in this.table)) context = context.slice(1);
      const [characters, perMille] = this.table[context];
      return {
        from: context ? `“${readable(context)}”` : "nothing: the text's frequencies",
        choices: [...characters].map((character, i) => ({ character, p: perMille[i] / 1000 }))
          .filter(({ p }) => p > 0), // rounded to nothing: not worth a line
      };
    }

    network(text) {
      const { embedding, hidden, hidden_bias, output, output_bias } = this.layers;
      const width = embedding.columns;
      const seen = [...text].slice(-this.context);
      const ids = [...Array(this.context - seen.length).fill(0),
        ...seen.map((character) => this.ids.get(character))];
      const x = ids.flatMap((id) => [...embedding.values.slice(id * width, (id + 1) * width)]);
      const h = linear(x, hidden, hidden_bias).map(Math.tanh);
      const p = softmax(linear(h, output, output_bias));
      return {
        from: seen.length ? `“${readable(seen.join(""))}”` : "nothing",
        choices: this.characters.map((character, id) => ({ character, p: p[id] }))
          .sort((a, b) => b.p - a.p),
      };
    }
  }

  const readable = (text) => text.replaceAll("\n", "↵").replaceAll(" ", "␣");
  const named = (character) => NAMES[character] || character;

  function made() {
    const packed = read("next-character-model");
    return packed && new Models(packed);
  }

  function build() {
    let models = made();
    if (!models) return nothingMade();
    const id = newId();
    const box = element("textarea", {
      id, rows: 2, class: "widget-text", spellcheck: "false", autocapitalize: "off", oninput: update,
    });
    box.value = models.start;
    const complaint = element("p", { class: "widget-result", role: "status" });
    const counting = () => panel("Counting", "", (text) => models.counting(text), SHOWN, write);
    const network = (rows) =>
      panel("Network", "second", (text) => models.network(text), rows, write);
    const panels = models.table ? [counting(), network(SHOWN)] : [network(SHOWN_ALONE)];

    function update() {
      const unknown = [...new Set(box.value)].filter((character) => !models.ids.has(character));
      const best = panels.map((p) => unknown.length === 0 && p.show(box.value));
      complaint.textContent = unknown.length
        ? `The models have never seen: ${unknown.map(readable).join(" ")}`
        : models.table ? `Likeliest next: ${best[0]} by counting, ${best[1]} by the network.`
          : `Likeliest next: ${best[0]}.`;
    }
    function write(character) {
      box.value += character;
      box.scrollTop = box.scrollHeight;
      update();
    }

    // Cells that are run again in the page make new models.
    document.addEventListener("course:output", () => {
      models = made() || models;
      update();
    });
    update();
    return [
      element("label", { for: id, class: "widget-label" }, "Text so far"),
      box,
      complaint,
      element("div", { class: "widget-side-by-side" }, ...panels.map((p) => p.whole)),
    ];
  }

  function panel(name, color, predict, shown, write) {
    let choices = [];
    const from = element("span", { class: "widget-from" });
    const rows = Array.from({ length: shown }, () => {
      const character = element("th", { scope: "row" });
      const share = bar(color);
      const number = element("td", { class: "widget-number" });
      return {
        tr: element("tr", {}, character,
          element("td", { class: "widget-bar-cell" }, share.whole), number),
        set(choice) {
          character.textContent = choice ? named(choice.character) : "–";
          share.set(choice ? choice.p : 0);
          number.textContent = choice ? percent(choice.p) : "";
        },
      };
    });
    const labelled = (text, onclick) => {
      const made = button(text, onclick);
      made.append(element("span", { class: "visually-hidden" }, ` (${name.toLowerCase()})`));
      return made;
    };

    function show(text) {
      const prediction = predict(text);
      ({ choices } = prediction);
      from.textContent = `expects, after ${prediction.from}:`;
      rows.forEach((row, i) => row.set(choices[i]));
      return `${named(choices[0].character)} (${percent(choices[0].p)})`;
    }
    const likeliest = () => choices[0].character;
    function drawn() {
      const total = choices.reduce((sum, { p }) => sum + p, 0);
      return choices[draw(choices.map(({ p }) => p / total))].character;
    }
    function writeMany(choose) {
      for (let i = 0; i < MANY; i++) write(choose());
    }

    const whole = element("div", { class: "widget-panel" },
      element("table", { class: "widget-table" },
        element("caption", {}, element("strong", {}, name), " ", from),
        element("tbody", {}, ...rows.map((row) => row.tr))),
      element("div", { class: "widget-buttons" },
        labelled("Likeliest", () => write(likeliest())),
        labelled(`${MANY} likeliest`, () => writeMany(likeliest)),
        labelled("Draw", () => write(drawn())),
        labelled(`Draw ${MANY}`, () => writeMany(drawn))));
    return { show, whole };
  }

  place("next-character", build);
})();
