// What runs the cells. The build writes this file anew where a browser can (tools/browser_kernel.py),
// and tools/serve_book.py answers for it with its own.
window.courseLive = { "server": null, "browser": null, "elsewhere": [] };
