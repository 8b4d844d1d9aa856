// An embedded figure's language and theme come from its address: ?lang=en&theme=dark. Runs before the page is drawn.
{
  const asked = new URLSearchParams(location.search);
  const page = document.documentElement;
  const title = document.querySelector('title');
  const language = asked.get('lang');
  if (language && Object.hasOwn(title.dataset, language)) {
    page.lang = language;
    title.textContent = title.dataset[language];
  }
  const theme = asked.get('theme');
  if (theme === 'light' || theme === 'dark') page.dataset.theme = theme;
}
