// A Jupyter kernel, over the REST and websocket interfaces of Jupyter Server.
"use strict";

window.courseKernel = (() => {
  const id = () => Array.from(crypto.getRandomValues(new Uint8Array(16)),
    (byte) => byte.toString(16).padStart(2, "0")).join("");
  const cookie = (name) => (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1] || "";

  async function request(base, path, method, body) {
    const response = await fetch(`${base}api/kernels${path}`, {
      method,
      body: body && JSON.stringify(body),
      keepalive: method === "DELETE", // so that it is sent while the page goes away
      headers: { "Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf") },
    });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return response.status === 204 ? null : response.json();
  }

  class Kernel {
    #base; #id; #socket;
    #session = id();
    #waiting = new Map(); // what to do with messages that answer a request, by the request's id
    alive = true;
    onEnd = () => {}; // called once, with "died" or "gone"

    /** Start a kernel and wait until it answers. */
    static async start(base) {
      const kernel = new Kernel();
      kernel.#base = base;
      kernel.#id = (await request(base, "", "POST", { name: "python3", path: "." })).id;
      try {
        await kernel.#connect();
      } catch (error) {
        kernel.end();
        throw error;
      }
      return kernel;
    }

    #connect() {
      const address = new URL(`${this.#base}api/kernels/${this.#id}/channels`, location.href);
      address.protocol = address.protocol.replace("http", "ws");
      address.searchParams.set("session_id", this.#session);
      this.#socket = new WebSocket(address);
      this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
      this.#socket.onclose = () => this.#lost("gone");
      return new Promise((resolve, reject) => {
        this.#socket.onopen = () => this.#ask("kernel_info_request", {}, (message) => {
          if (message.msg_type === "kernel_info_reply") resolve();
          if (message.msg_type === "lost") reject(new Error("the kernel ended before it answered"));
        });
        this.#socket.onerror = () => reject(new Error("the connection to the kernel failed"));
      });
    }

    #receive(message) {
      const state = message.content.execution_state;
      if (state === "dead" || state === "restarting") {
        this.#lost("died");
        // One that the server starts anew knows none of the names that the page shows.
        if (state === "restarting") this.#shutDown();
        else this.#socket.close();
      }
      this.#waiting.get(message.parent_header?.msg_id)?.(message);
    }

    #lost(reason) {
      if (!this.alive) return;
      this.alive = false;
      for (const answer of this.#waiting.values()) answer({ msg_type: "lost", content: {} });
      this.#waiting.clear();
      this.onEnd(reason);
    }

    #shutDown() {
      this.#socket?.close();
      request(this.#base, `/${this.#id}`, "DELETE").catch(() => {}); // it may be gone already
    }

    #ask(type, content, answer) {
      const msg_id = id();
      this.#waiting.set(msg_id, answer);
      this.#socket.send(JSON.stringify({
        channel: "shell", content, metadata: {}, parent_header: {}, buffers: [],
        header: {
          msg_id, msg_type: type, session: this.#session, username: "", version: "5.3",
          date: new Date().toISOString(),
        },
      }));
      return msg_id;
    }

    /** Whether the server still has the kernel: it ends idle ones, and closes no socket then. */
    async check() {
      try {
        const kernels = await request(this.#base, "", "GET");
        if (!kernels.some(({ id }) => id === this.#id)) this.#lost("gone");
      } catch {
        this.#lost("gone");
      }
      return this.alive;
    }

    /** Run code, handing every message to `show`. Resolves to "ok", "error", "aborted", "lost". */
    async run(code, show) {
      if (!(await this.check())) return "lost";
      return new Promise((resolve) => {
        let status, idle = false;
        const msg_id = this.#ask("execute_request", {
          code, silent: false, store_history: true, user_expressions: {},
          allow_stdin: false, stop_on_error: true,
        }, (message) => {
          if (message.msg_type === "lost") status = message.msg_type;
          else if (message.msg_type === "execute_reply") status = message.content.status;
          else if (message.content.execution_state === "idle") idle = true;
          else show(message);
          if (status === "lost" || (status && idle)) {
            this.#waiting.delete(msg_id);
            resolve(status);
          }
        });
      });
    }

    /** Have the kernel import modules, without a name for them, while the reader still reads. */
    warm(modules) {
      const code = modules.map((module) => `__import__("${module}")`).join("\n");
      const msg_id = this.#ask("execute_request", {
        code, silent: true, store_history: false, user_expressions: {}, allow_stdin: false,
        stop_on_error: false,
      }, ({ msg_type }) => {
        if (msg_type === "execute_reply") this.#waiting.delete(msg_id);
      });
    }

    /** How many times slower training is here than where the book was built: it is built here. */
    async slowdown() {
      return 1;
    }

    interrupt() {
      return request(this.#base, `/${this.#id}/interrupt`, "POST");
    }

    /** End the kernel; also works while the page is going away. */
    end() {
      const running = this.alive;
      this.onEnd = () => {};
      this.#lost("left");
      if (running) this.#shutDown();
      else this.#socket?.close();
    }
  }

  return { start: Kernel.start };
})();
