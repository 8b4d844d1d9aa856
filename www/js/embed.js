// An embedded figure's language and theme come from its address: ?lang=en&theme=dark. Runs before the page is drawn.
{
  // An address that was escaped twice for HTML has &amp; between its parts.
  const asked = new URLSearchParams(location.search.replace(/&(?:amp;)+/g, '&'));
  const page = document.documentElement;
  const title = document.querySelector('title');
  const language = asked.get('lang');
  if (language && Object.hasOwn(title.dataset, language)) {
    page.lang = language;
    title.textContent = title.dataset[language];
  }
  const theme = asked.get('theme');
  if (theme === 'light' || theme === 'dark') page.dataset.theme = theme;

  // Tells the page around how high the figure is. Canvas and other learning platforms use the first message, other
  // pages the second. The messages contain no private data, so any page may receive them.
  if (parent !== window) {
    let told = 0;
    const tell = () => {
      const height = Math.ceil(document.body.getBoundingClientRect().height);
      if (height === told) return;
      told = height;
      parent.postMessage({ subject: 'lti.frameResize', height }, '*');
      parent.postMessage({ subject: 'redes:resize', height, figure: location.pathname.split('/').pop().replace('.html', '') }, '*');
    };
    document.addEventListener('DOMContentLoaded', () => {
      new ResizeObserver(tell).observe(document.body);
      tell();
    });
  }
}
