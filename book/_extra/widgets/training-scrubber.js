// A training to be wound forward and back: at each saved step the loss, a text that the network
// writes, and the places of the letters.
"use strict";

(() => {
  const { element, nothingMade, place, read, shape, slider } = window.courseWidgets;
  const { curve, plane, text } = window.courseDrawings;
  const MAP = { from: -112, to: 112 };

  function build() {
    let data = read("training-scrubber-data");
    if (!data) return nothingMade();
    const dial = slider({
      label: "Training step", min: 0, max: data.steps.length - 1, step: 1, value: 0,
      show: (index) => data.steps[index].toLocaleString("en"), onChange: update,
    });
    const said = element("p", { class: "widget-result", role: "status" });
    const written = element("p", { class: "widget-written" });
    const pictures = element("div", { class: "widget-side-by-side" });
    let falling, letters;

    function drawn() {
      [falling, letters] = [fallingOf(data), lettersOf(data)];
      pictures.replaceChildren(falling.svg, letters.svg);
      update();
    }
    function update() {
      const index = Number(dial.input.value);
      const loss = data.losses[index];
      falling.show(index);
      letters.show(index);
      written.textContent = data.texts[index];
      said.textContent = `After ${data.steps[index].toLocaleString("en")} steps: validation loss` +
        ` ${loss.toFixed(2)} nats, perplexity ${Math.exp(loss).toFixed(1)};` +
        ` ${Math.round(100 * data.told[index])}% of the letters are told apart as vowel or` +
        " consonant by their neighbors.";
    }

    // Cells that are run again in the page train anew.
    document.addEventListener("course:output", () => {
      data = read("training-scrubber-data") || data;
      drawn();
    });
    drawn();
    return [
      element("div", { class: "widget-row" }, dial.label, dial.input, dial.words),
      said,
      element("p", { class: "widget-label" }, "What it writes"),
      written,
      pictures,
    ];
  }

  /** The loss on validation text at the saved steps, each as far from the next as on the slider. */
  function fallingOf({ steps, losses }) {
    const last = steps.length - 1, [low, high] = [Math.min(...losses), Math.max(...losses)];
    const whole = Array.from({ length: Math.floor(high) + 1 }, (_, i) => i)
      .filter((nats) => nats > low - 1);
    const drawing = plane({
      title: `The validation loss falls from ${losses[0].toFixed(2)} to` +
        ` ${losses[last].toFixed(2)} nats over ${steps[last].toLocaleString("en")} steps.`,
      x: { from: 0, to: last, label: "training step",
        ticks: [0, 1, 2, 3].map((i) => Math.round((i * last) / 3)).map((i) =>
          [i, steps[i].toLocaleString("en")]) },
      y: { from: Math.min(...whole), to: high + 0.3, label: "loss, nats", ticks: whole },
      margin: { right: 20 },
    });
    const here = curve(drawing, "widget-guide");
    const point = shape("circle", { r: 5, class: "widget-point" });
    drawing.add(here.path, curve(drawing, "widget-curve", losses.map((nats, i) => [i, nats])).path,
      point);
    return {
      svg: drawing.svg,
      show(index) {
        here.set([[index, 0], [index, losses[index]]]);
        point.setAttribute("cx", drawing.x(index));
        point.setAttribute("cy", drawing.y(losses[index]));
      },
    };
  }

  /** The letters where their vectors lie, flattened to two dimensions. */
  function lettersOf({ letters, vowels, maps }) {
    const drawing = plane({
      title: "The letters as points, by the two main directions of their vectors at the end of" +
        " the training. Vowels are bold.",
      x: MAP, y: MAP, width: 320, height: 260,
      margin: { left: 8, right: 8, top: 8, bottom: 8 },
    });
    const marks = [...letters].map((letter) => text(0, 4, letter, "middle",
      `widget-letter ${vowels.includes(letter) ? "vowel" : "consonant"}`));
    drawing.add(...marks);
    return {
      svg: drawing.svg,
      show(index) {
        marks.forEach((mark, i) => {
          const [x, y] = maps[index].slice(2 * i, 2 * i + 2);
          mark.style.transform = `translate(${drawing.x(x)}px, ${drawing.y(y)}px)`;
        });
      },
    };
  }

  place("training-scrubber", build);
})();
