// What a page's policy (require-trusted-types-for) asks for: whatever sets HTML, or the address of a worker, passes here first.
// HTML that could load or act is refused, and so is a script from elsewhere. Inline handlers are refused by the policy itself.
{
  const site = new URL('..', document.currentScript.src).href;
  const acts = /<(?:script|iframe|object|embed|base|link|meta|form|style)\b/i;
  // A sandboxed frame has no origin, and starts its worker from the address of a blob (js/main.js).
  const own = (address) => address.startsWith(site) || (origin === 'null' && address.startsWith('blob:null/'));
  globalThis.trustedTypes?.createPolicy('default', {
    createHTML: (html) => (acts.test(html) ? null : html),
    createScriptURL: (address) => (own(address) ? address : null),
  });
}
