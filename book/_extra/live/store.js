// What this browser keeps for the reader: drafts of answers, and what is done. It leaves it nowhere.
"use strict";

window.courseStore = (() => {
  // Another course on the same host has another folder, and keeps its own.
  const ROOT = new URL("..", document.currentScript.src).pathname;
  const PREFIX = `course ${ROOT} `;

  /** What was kept under a key; null where nothing was, or where the browser keeps nothing. */
  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
      return null;
    }
  }

  /** Keep a value, or forget the key where it is null; returns whether the browser did so. */
  function write(key, value) {
    try {
      if (value === null) localStorage.removeItem(PREFIX + key);
      else localStorage.setItem(PREFIX + key, JSON.stringify(value));
      return true;
    } catch {
      return false; // a private window, or no room left
    }
  }

  /** The keys that begin so. */
  function keys(beginning) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + beginning))
        .map((key) => key.slice(PREFIX.length));
    } catch {
      return [];
    }
  }

  return { ROOT, read, write, keys };
})();
