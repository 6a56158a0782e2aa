// What a link to the glossary or to the references leads to, while the pointer or the focus is on it.
"use strict";

(() => {
  const LINKS = "a[data-preview]";
  const DELAY = 150; // ms: who crosses a link on the way elsewhere sees nothing
  const GAP = 6; // px between link and text, and to the edge of the window

  const box = document.createElement("div");
  box.id = "preview";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  let link = null;
  let timer = 0;

  function place() {
    const at = link.getBoundingClientRect();
    const room = document.documentElement.clientWidth - box.offsetWidth - GAP;
    const below = at.bottom + GAP + box.offsetHeight < innerHeight;
    box.style.left = `${Math.max(GAP, Math.min(at.left, room))}px`;
    box.style.top = `${below ? at.bottom + GAP : at.top - GAP - box.offsetHeight}px`;
  }

  function show(target) {
    hide();
    link = target;
    box.textContent = link.dataset.preview;
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
    place();
  }

  function hide() {
    clearTimeout(timer);
    link?.removeAttribute("aria-describedby");
    box.hidden = true;
    link = null;
  }

  const linkOf = (event) => event.target.closest?.(LINKS);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return; // a tap follows the link
    const target = linkOf(event);
    if (target && target !== link) {
      clearTimeout(timer);
      timer = setTimeout(() => show(target), DELAY);
    } else if (!target && !box.contains(event.target)) {
      clearTimeout(timer);
      if (link && link !== document.activeElement) timer = setTimeout(hide, DELAY);
    } else if (link) {
      clearTimeout(timer); // on its way from the link to the text, or back
    }
  });
  document.addEventListener("focusin", (event) => {
    const target = linkOf(event);
    if (target) show(target);
    else hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("scroll", hide, { passive: true });
  (document.querySelector("article") ?? document.body).append(box);
})();
