// Elements of the page, made in one expression.
"use strict";

window.courseElements = (() => {
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function button(text, onclick) {
    const made = element("button", { type: "button", class: "live-button" }, text);
    made.addEventListener("click", onclick);
    return made;
  }

  /** Hide a control; a focus on it goes on to another, and is not lost. */
  function hide(control, next) {
    const focused = control === document.activeElement;
    control.hidden = true;
    if (focused) next.focus({ preventScroll: true });
  }

  return { element, button, hide };
})();
