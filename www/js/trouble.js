// Why a figure does not run, in words, and a way out: js/main.js loads this file when it needs them.
export const old = {
  es: 'Este navegador no puede ejecutar WebAssembly con SIMD, que las redes necesitan. Funciona en Chrome y Edge 91, Firefox 89, Safari 16.4 o posteriores.',
  en: 'This browser cannot run WebAssembly with SIMD, which the networks need. It works in Chrome and Edge 91, Firefox 89, Safari 16.4 or later.',
};
export const policy = {
  es: 'La política de seguridad (CSP) del servidor prohíbe WebAssembly: debe contener script-src \'wasm-unsafe-eval\'.',
  en: 'The server’s security policy (CSP) forbids WebAssembly: it must contain script-src \'wasm-unsafe-eval\'.',
};
export const memory = {
  es: 'El navegador no tiene memoria para las figuras. Cierre otras pestañas y recargue la página.',
  en: 'The browser has no memory for the figures. Close other tabs and reload the page.',
};
export const broken = {
  es: 'Esta figura se ha detenido por un error del programa. Recargue la página: su estado sigue en la dirección.',
  en: 'This figure stopped because of an error in the program. Reload the page: its state is still in the address.',
};

// A button that reloads the page: what stopped the figure is gone then, and its state is in the address.
export function reload(language) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button';
  button.textContent = language === 'en' ? 'Reload the page' : 'Recargar la página';
  button.style.marginTop = '0.5rem';
  button.onclick = () => location.reload();
  return button;
}
