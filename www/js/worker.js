// A trainer: loads the module that the page compiled; then Rust handles the messages. It is a classic script, because Chromium
// starts no module worker from a blob's address, and a sandboxed frame has no other (js/main.js).
self.onmessage = async ({ data }) => {
  try {
    const glue = await import(data.glue);
    glue.initSync({ module: data.module });
    glue.serve_worker();
  } catch (error) {
    // A promise that is rejected stays in the worker. An error reaches the page, which then trains on its own thread.
    setTimeout(() => { throw error; });
  }
};
