// On a static host there is no kernel. tools/serve_book.py answers for this file with its own.
window.courseLive = { server: null };
