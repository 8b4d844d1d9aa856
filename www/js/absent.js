// Where js/main.js itself does not run, js/book.js loads this: it says so in each figure, beside its picture.
const absent = {
  es: 'El programa de las figuras (js/main.js) no ha llegado o no se puede ejecutar. Recargue la página; si vuelve a ocurrir, la copia del sitio está incompleta.',
  en: 'The program of the figures (js/main.js) did not arrive or cannot run. Reload the page; if it happens again, this copy of the site is incomplete.',
};

for (const element of document.querySelectorAll('*')) {
  if (!element.localName.startsWith('redes-')) continue;
  const note = document.createElement('p');
  note.className = 'notice bad';
  note.setAttribute('role', 'alert');
  note.textContent = absent[document.documentElement.lang] ?? absent.es;
  element.replaceChildren(note, ...element.querySelectorAll('.still'));
  element.dataset.state = 'failed';
}
