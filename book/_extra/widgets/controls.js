// What the widgets share: elements, sliders that say their value, bars.
"use strict";

window.courseWidgets = (() => {
  /** An element: attributes by name, listeners as `onname`, children as nodes or strings. */
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value != null) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  /** An element of an SVG drawing. */
  function shape(tag, attributes = {}, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  let made = 0;
  const newId = () => `widget-part-${++made}`;

  /**
   * A slider with its label and its value in words. `show` turns the position into words, which a
   * screen reader speaks as well. Returns the input, the label and the words, to be placed.
   */
  function slider({ label, show, onChange, ...range }) {
    const id = newId();
    const input = element("input", { type: "range", id, ...range });
    // A screen reader has the words from the slider: they are not said twice.
    const words = element("output", { for: id, class: "widget-value", "aria-live": "off" });
    const tell = () => {
      words.textContent = show(Number(input.value));
      input.setAttribute("aria-valuetext", words.textContent);
    };
    const set = (value) => {
      input.value = value;
      tell();
    };
    input.addEventListener("input", () => {
      tell();
      onChange();
    });
    tell();
    return { input, words, set, label: element("label", { for: id }, label) };
  }

  const button = (text, onclick) =>
    element("button", { type: "button", class: "widget-button", onclick }, text);

  /** A box to tick, with its label. */
  function tick({ label, checked = false, onChange }) {
    const input = element("input", { type: "checkbox", checked, onchange: onChange });
    return { input, whole: element("label", { class: "widget-tick" }, input, " ", label) };
  }

  /** A bar from 0 to 1. It is decoration: the number beside it says the same. */
  function bar(color = "") {
    const filled = element("div", { class: `widget-bar-filled ${color}` });
    const whole = element("div", { class: "widget-bar", "aria-hidden": "true" }, filled);
    return { whole, set: (share) => (filled.style.width = `${100 * share}%`) };
  }

  /** A probability with as many digits as it takes to tell it from 0 and from 1. */
  function percent(p) {
    if (p === 0) return "0%";
    if (p < 0.0001) return "<0.01%";
    if (p < 0.1) return `${(100 * p).toPrecision(2)}%`;
    return `${(100 * p).toFixed(1)}%`;
  }

  /** Draw an index from a distribution. */
  function draw(distribution) {
    let left = Math.random();
    for (let i = 0; i < distribution.length; i++) {
      left -= distribution[i];
      if (left < 0) return i;
    }
    return distribution.indexOf(Math.max(...distribution)); // what rounding left over
  }

  /** Softmax of logits, shifted by their maximum so that nothing overflows. */
  function softmax(logits) {
    const largest = Math.max(...logits);
    const weights = Array.from(logits, (z) => Math.exp(z - largest));
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((w) => w / total);
  }

  /** Entropy in nats; 0 log 0 counts as 0. */
  const entropy = (p) => p.reduce((sum, q) => (q > 0 ? sum - q * Math.log(q) : sum), 0);

  /** What a cell of the page has made for a widget: the JSON in the script with this id, or null. */
  function read(id) {
    const script = document.getElementById(id);
    return script && JSON.parse(script.textContent);
  }

  /** Numbers as they were packed: bytes of signed integers, times a scale. */
  function unpacked({ shape, scale, levels }) {
    const bytes = Int8Array.from(atob(levels), (char) => char.charCodeAt(0));
    const values = Float32Array.from(bytes, (level) => level * scale);
    return { values, columns: shape[shape.length - 1] };
  }

  const nothingMade = () => [element("p", {}, "The cells of this page have not made its data.")];

  /** Draw a widget into each place of the page that asks for it, before its caption. */
  function place(name, build) {
    for (const host of document.querySelectorAll(`[data-widget="${name}"]`)) {
      host.prepend(element("div", { class: "widget-body" }, ...build(host)));
    }
  }

  return {
    bar, button, draw, element, entropy, newId, nothingMade, percent, place, read, shape, slider,
    softmax, tick, unpacked,
  };
})();
