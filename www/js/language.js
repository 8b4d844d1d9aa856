// The reader's language. The front page opens it; a switch of language keeps the query and the figures' state in the hash.
{
  const links = [...document.querySelectorAll('a[data-language]')];

  const address = (link) => {
    const url = new URL(link.href);
    url.search = location.search;
    url.hash = location.hash;
    return url.href;
  };

  for (const link of links) {
    for (const kind of ['pointerdown', 'focus', 'click']) {
      link.addEventListener(kind, () => { link.href = address(link); });
    }
  }

  if ('chooser' in document.body.dataset) {
    const wanted = (navigator.languages ?? []).map((tag) => tag.toLowerCase().split('-')[0]);
    const spoken = wanted.find((language) => links.some((link) => link.hreflang === language));
    const link = links.find(({ hreflang }) => hreflang === spoken);
    if (link) location.replace(address(link));
  }
}
