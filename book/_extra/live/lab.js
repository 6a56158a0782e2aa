// Where the site has JupyterLite (live/config.js says so), an exercise's notebook opens in it.
"use strict";

(() => {
  const { lab } = window.courseLive || {};
  const root = new URL("..", document.currentScript.src); // of the site
  if (!lab || location.protocol === "file:") return;
  for (const place of document.querySelectorAll("[data-released]")) {
    const address = new URL(`${lab}notebooks/index.html`, root);
    address.searchParams.set("path", place.dataset.released.split("/").pop());
    place.append(window.courseElements.element("a", { class: "live-button", href: address.href },
      "Open the notebook in the browser"));
  }
})();
