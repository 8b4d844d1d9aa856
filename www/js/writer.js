// Writes a network as a file, away from the page's thread (save.js). A classic script, as worker.js is.
self.onmessage = async ({ data: { glue, module, task: [name, ...parameters] } }) => {
  try {
    const half = await import(glue);
    half.initSync({ module });
    const files = half[name](...parameters);
    postMessage({ files }, files.map(([, bytes]) => bytes.buffer));
  } catch (error) {
    // Why it is not written comes as a list; anything else is an error of the browser.
    postMessage(Array.isArray(error) ? { refused: error } : { failed: String(error?.message ?? error) });
  }
};
