// What a kernel sends, as elements of the page.
"use strict";

window.courseOutputs = (() => {
  const { reachable } = window.courseReachable;
  const LONGEST = 100_000; // characters of one text; an endless loop must not choke the page
  const HEARD = 200; // characters
  const ANSI = /\x1b\[[0-9;]*[A-Za-z]/g;

  /** The texts that describe the pictures of an output: the author's, for the same pictures. */
  const altTexts = (output) => Array.from(output.querySelectorAll("img"), (image) => image.alt);

  /** What is left of a text after its carriage returns, as a terminal shows it. */
  const settle = (text) => text.replace(/^.*\r(?!\n)/gm, "");

  function appendText(output, text, name) {
    let pre = output.lastElementChild?.querySelector(":scope > pre");
    if (!pre || pre.dataset.kind !== name) {
      pre = document.createElement("pre");
      pre.dataset.kind = name;
      const box = document.createElement("div");
      box.className = `output ${name} highlight-none notranslate`;
      box.append(pre);
      output.append(box);
    }
    const whole = settle(pre.textContent + text);
    pre.textContent = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}\n… cut here` : whole;
    reachable(pre);
  }

  function appendImage(output, source, alt) {
    const image = new Image();
    image.src = source;
    image.alt = alt;
    output.append(image);
  }

  function appendHtml(output, html) {
    const box = document.createElement("div");
    box.className = "output text_html";
    box.innerHTML = html; // scripts in it do not run
    output.append(box);
    reachable(box);
  }

  /** Returns the function that shows the messages of one run in `output`. */
  function show(output, alts) {
    let pictures = 0;
    let clear = false;
    const alt = () => alts[pictures++] || "Figure drawn by the cell above";
    output.replaceChildren();

    return ({ msg_type: type, content }) => {
      if (type === "clear_output") {
        clear = true;
        return;
      }
      const data = content.data || {};
      const shown = type === "stream" || type === "error" || content.data;
      if (clear && shown) {
        output.replaceChildren();
        pictures = 0;
        clear = false;
      }
      if (type === "stream") appendText(output, content.text.replace(ANSI, ""), content.name);
      else if (type === "error") {
        appendText(output, content.traceback.join("\n").replace(ANSI, ""), "traceback");
      } else if (!["display_data", "execute_result", "update_display_data"].includes(type)) return;
      else if (data["image/png"]) {
        appendImage(output, `data:image/png;base64,${data["image/png"]}`, alt());
      } else if (data["image/svg+xml"]) {
        appendImage(output, `data:image/svg+xml,${encodeURIComponent(data["image/svg+xml"])}`, alt());
      } else if (data["text/html"]) appendHtml(output, data["text/html"]);
      else if (data["text/plain"]) appendText(output, `${data["text/plain"]}\n`, "result");
    };
  }

  /** What a screen reader says of an output: its texts and pictures, the beginning of a long one. */
  function spoken(output) {
    const texts = Array.from(output.querySelectorAll("pre, img, .text_html"),
      (it) => it.alt ?? it.textContent);
    const text = texts.join(" ").replace(/\s+/g, " ").trim();
    return text.length > HEARD ? `${text.slice(0, HEARD)} …` : text;
  }

  return { altTexts, show, spoken };
})();
