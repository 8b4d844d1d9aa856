// The page is of an older release than the site: a cache kept it, and its styles are gone. Fetches today's page and shows it. If
// that asks for the same styles, or the reader has just loaded it, the styles are missing for another reason.
const gone = [...document.querySelectorAll('link[rel=stylesheet]')].find(({ sheet }) => !sheet?.cssRules.length);
if (gone && performance.getEntriesByType('navigation')[0]?.type !== 'reload') {
  const answer = await fetch(location.href, { cache: 'reload' });
  if (answer.ok && !(await answer.text()).includes(gone.getAttribute('href'))) location.reload();
}
