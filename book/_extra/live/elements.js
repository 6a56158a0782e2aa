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

  return { element, button };
})();
