// What is wider than the page can be scrolled by keyboard too, also after the phone is turned.
"use strict";

window.courseReachable = (() => {
  const WIDE = "div.math, .cell_output, .cell_output > .output, .cell_output .output > pre";

  const reachable = (it) => {
    const wide = it.scrollWidth > it.clientWidth && getComputedStyle(it).overflowX !== "visible";
    if (wide) it.tabIndex = 0;
  };
  const all = () => document.querySelectorAll(WIDE).forEach(reachable);
  addEventListener("resize", all);
  addEventListener("toggle", all, true); // what is folded has no width
  addEventListener("load", ({ target }) => { // the page, and later each figure that a cell draws
    if (target === document || target.closest?.(".cell_output")) all();
  }, true);
  return { reachable };
})();
