// A trainer: loads the module that the page compiled; then Rust handles the messages. It is a classic script, because Chromium
// starts no module worker from a blob's address, and a sandboxed frame has no other (js/main.js).
self.onmessage = async ({ data }) => {
  const glue = await import(data.glue);
  glue.initSync({ module: data.module });
  glue.serve_worker();
};
