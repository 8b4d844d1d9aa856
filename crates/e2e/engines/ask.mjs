// What the journeys ask of a page, and where the figures are.
import { until } from './wait.mjs';

export const part = (figure, ref) => `redes-${figure} [data-ref="${ref}"]`;
export const host = (figure) => `document.querySelector('redes-${figure}')`;
export const shown = (figure, ref) => `document.querySelector('${part(figure, ref)}')`;

/** Throws unless two values are equal. */
export function equal(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: ${found}, not ${wanted}`);
}

/** Waits until an expression is true in the page. */
export const wait = (page, expression, seconds, what) => until(() => page.evaluate(`Boolean(${expression})`), seconds, what);

/** Waits until a figure runs. */
export const runs = (page, figure) => wait(page, `${host(figure)}?.handle !== undefined && ${host(figure)}.dataset.state !== 'failed'`, 30, `the figure ${figure}`);

/** Waits until a figure rests at a step, and returns its fingerprint, which must be the native one. */
export async function bits(page, figure, step, native) {
  await wait(page, `${host(figure)}?.dataset.iteration === '${step}' && ${host(figure)}.dataset.fingerprint`, 120, `step ${step}`);
  const found = await page.evaluate(`${host(figure)}.dataset.fingerprint`);
  equal(found, native, 'the weights have another fingerprint than natively');
  return found;
}

/** The page of a figure alone. */
export const alone = ({ site }, figure, state = '') => `${site}embed/${figure}.html?lang=en#${state}`;

/** The address of the course's page with frames: addresses, each with the sandbox of its frame, or "none". */
export function course({ course }, frames, above = 0) {
  const query = new URLSearchParams({ above });
  for (const { address, sandbox } of frames) {
    query.append('frame', address);
    query.append('sandbox', sandbox);
  }
  return `${course}?${query}`;
}

/** The same with figures in sandboxed frames; each is a name, "#" and a state. */
export function figures(context, names, above) {
  const frame = (name) => ({ address: `${context.site}embed/${name.replace('#', '.html?lang=en#')}`, sandbox: 'allow-scripts' });
  return course(context, names.map(frame), above);
}

/** Does something in the page after this expression has returned, such as leaving it. */
export const later = (page, act) => page.evaluate(`(setTimeout(() => ${act}), 0)`);
