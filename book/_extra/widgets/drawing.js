// What the drawings of the widgets share: a plane with its axes, curves, labels that keep apart,
// and handles to drag.
"use strict";

window.courseDrawings = (() => {
  const { newId, shape } = window.courseWidgets;
  const FAR = 10_000; // beyond every edge, and still a number that a browser can draw
  const LETTER = { width: 7.6, height: 14 }; // of the drawings' type, about

  /** From values of an axis, which may be logarithmic, to places in the drawing and back. */
  function scale({ from, to, log = false }, start, end) {
    const level = log ? Math.log : Number;
    const perLevel = (end - start) / (level(to) - level(from));
    const clamp = (place) => Math.max(-FAR, Math.min(FAR, place));
    return {
      place: (value) => clamp(start + (level(value) - level(from)) * perLevel),
      value: (place) => level(from) + (place - start) / perLevel, // of a linear axis
    };
  }

  const text = (x, y, words, anchor, classes = "") =>
    shape("text", { x, y, "text-anchor": anchor, class: classes }, words);

  /**
   * A plane. An axis has `from` and `to`, and if it is drawn `ticks` (values, or values with their
   * words) and a `label`. What is added lies within the axes only.
   */
  function plane({ title, x, y, width = 320, height = 240, margin = {} }) {
    const { left = 34, right = 12, top = 10, bottom = 34 } = margin;
    const right_ = width - right, bottom_ = height - bottom;
    const across = scale(x, left, right_), up = scale(y, bottom_, top);
    const id = newId(), clip = newId();
    const name = shape("title", { id }, title);
    const area = shape("g", { "clip-path": `url(#${clip})` });
    const svg = shape("svg",
      { viewBox: `0 0 ${width} ${height}`, class: "widget-drawing", role: "img",
        "aria-labelledby": id },
      name,
      shape("clipPath", { id: clip },
        shape("rect", { x: left, y: top, width: right_ - left, height: bottom_ - top })),
      area);
    const ticks = (axis) => (axis.ticks || []).map((tick) =>
      Array.isArray(tick) ? tick : [tick, String(tick)]);
    if (x.ticks || y.ticks) {
      svg.append(
        shape("path", { class: "widget-axis", d: `M${left} ${top}V${bottom_}H${right_}` }),
        ...ticks(x).map(([v, words]) => text(across.place(v), bottom_ + 15, words, "middle")),
        ...ticks(y).map(([v, words]) => text(left - 5, up.place(v) + 4, words, "end")),
        text((right_ + left) / 2, height - 4, x.label || "", "middle"),
        text(left + 8, top + 8, y.label || "", "start"));
    }
    const corner = [left, right_, top, bottom_];
    return {
      svg, area, corner,
      x: across.place, y: up.place,
      add: (...nodes) => area.append(...nodes),
      say: (words) => (name.textContent = words),
      valueAt({ clientX, clientY }) {
        const at = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
        return [across.value(at.x), up.value(at.y)];
      },
    };
  }

  /** A curve through points of a plane; `set` draws it anew. */
  function curve({ x, y }, classes, points = []) {
    const path = shape("path", { class: classes });
    const set = (through) => {
      const places = through.map(([a, b]) => `${x(a).toFixed(1)} ${y(b).toFixed(1)}`);
      path.setAttribute("d", places.length ? `M${places.join("L")}` : "");
    };
    set(points);
    return { path, set };
  }

  /**
   * Labels of points of a plane. Each has its place beside its point, to the left of it if the point
   * says so, or where none lies already.
   */
  function labels({ x, y, corner: [left, right, top, bottom] }, points) {
    const taken = [];
    const free = (box) => !taken.some((other) =>
      box[0] < other[1] && other[0] < box[1] && box[2] < other[3] && other[2] < box[3]);
    return points.map(({ at: [a, b], words, classes = "", left: leftFirst }) => {
      const width = words.length * LETTER.width, half = LETTER.height / 2;
      const around = [[8, 0], [-8 - width, 0], [-width / 2, -14], [-width / 2, 14], [8, -14],
        [8, 14], [-8 - width, -14], [-8 - width, 14], [8, 28], [8, -28]];
      if (leftFirst) around.reverse().unshift([-8 - width, 0]);
      const boxes = around.map(([dx, dy]) => {
        const start = x(a) + dx, middle = y(b) + dy;
        return [start, start + width, middle - half, middle + half];
      });
      const inside = boxes.filter((box) =>
        box[0] >= left && box[1] <= right && box[2] >= top && box[3] <= bottom);
      const box = inside.find(free) || inside[0] || boxes[0];
      taken.push(box);
      return text(box[0], (box[2] + box[3]) / 2 + 4, words, "start", `widget-halo ${classes}`);
    });
  }

  /** Call `onDrag` with a place of the plane while a finger or a mouse pulls at a shape. */
  function draggable(node, { valueAt }, onDrag) {
    node.classList.add("widget-handle");
    node.addEventListener("pointerdown", (event) => {
      node.setPointerCapture(event.pointerId);
      event.preventDefault(); // no selecting of words on the way
    });
    node.addEventListener("pointermove", (event) => {
      if (node.hasPointerCapture(event.pointerId)) onDrag(valueAt(event));
    });
    return node;
  }

  return { curve, draggable, labels, plane, text };
})();
