// Only on pages written for `cargo xtask serve`: reloads them after each build of Trunk, and shows the error if a build fails.
{
  const socket = new URL('../.well-known/trunk/ws', document.currentScript.src);
  socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:';

  const show = (reason) => {
    console.error(reason);
    const note = document.querySelector('.build-failure') ?? document.createElement('pre');
    note.className = 'build-failure';
    note.setAttribute('role', 'alert');
    note.textContent = reason;
    document.body.prepend(note);
  };

  const listen = (again) => {
    const connection = new WebSocket(socket);
    // A server that responds again has built again.
    connection.onopen = () => again && location.reload();
    connection.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'reload') location.reload();
      if (message.type === 'buildFailure') show(message.data.reason);
    };
    connection.onclose = () => setTimeout(listen, 3000, true);
  };

  listen(false);
}
