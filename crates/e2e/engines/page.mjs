// What every driver asks of a page, as expressions.

const element = (selector) => `document.querySelector(${JSON.stringify(selector)})`;

export const inPage = {
  /** Brings an element into the window's middle. */
  near: (selector) => `(${element(selector)}.scrollIntoView({ block: 'center', behavior: 'instant' }), 0)`,
  /** Selects a field's text, to be typed over. */
  select: (selector) => `(${element(selector)}.select(), 0)`,
  /** An element's place in the window. */
  box: (selector) => `(({ left, top, width, height }) => [left, top, width, height])(${element(selector)}.getBoundingClientRect())`,
  /** Points of the window, from fractions of such a box. */
  places: ([left, top, width, height], points) => points.map(([x, y]) => [Math.round(left + x * width), Math.round(top + y * height)]),
};
