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

  // Sends the page around the figure's height. Canvas and other learning platforms use the first message, other
  // pages the second. The messages contain no private data, so any page may receive them.
  if (parent !== window) {
    let posted = 0;
    let seen = false;
    let due;
    // A frame out of view gets no animation frames either, so that a figure would be drawn, and grow, only when the reader
    // is there: until then a timer draws it.
    const { requestAnimationFrame, cancelAnimationFrame } = window;
    window.requestAnimationFrame = (draw) => (seen ? requestAnimationFrame(draw) : -setTimeout(() => draw(performance.now()), 200));
    window.cancelAnimationFrame = (id) => (id < 0 ? clearTimeout(-id) : cancelAnimationFrame(id));
    const post = () => {
      due = clearTimeout(due);
      const height = Math.ceil(document.body.getBoundingClientRect().height);
      if (height === posted) return;
      posted = height;
      parent.postMessage({ subject: 'lti.frameResize', height }, '*');
      parent.postMessage({ subject: 'redes:resize', height, figure: location.pathname.split('/').pop().replace('.html', '') }, '*');
      document.dispatchEvent(new CustomEvent('redes:height', { detail: height }));
    };
    // Chromium reports no change of size in a frame of another origin that is out of view.
    const later = () => {
      if (!seen) due ??= setTimeout(post, 100);
    };
    document.addEventListener('DOMContentLoaded', () => {
      new ResizeObserver(post).observe(document.body);
      new IntersectionObserver((entries) => { seen = entries.at(-1).isIntersecting; later(); }).observe(document.body);
      new MutationObserver(later).observe(document.body, { attributes: true, childList: true, subtree: true, characterData: true });
      document.fonts.addEventListener('loadingdone', later);
      post();
    });
  }
}
