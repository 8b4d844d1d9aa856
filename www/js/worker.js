// A trainer: loads the module that the page compiled; then Rust handles the messages.
self.onmessage = async ({ data }) => {
  const glue = await import(data.glue);
  glue.initSync({ module: data.module });
  glue.serve_worker();
};
