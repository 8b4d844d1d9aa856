/**
 * The figures of Redes as elements: `import 'redes-figures'`, or the site's `js/redes.js` as a module script, and then
 * `<redes-circles state="circles.noise=0.2">`.
 */
import type { RedesError, RedesExercise, RedesFinished, RedesProgress, RedesReady, RedesState } from './redes';

/** One figure. Its attributes are `state`, `preset`, `theme`, `lang`, `hide`, `lock`, `controls`, `exercise`, `site`, `sandboxed`; of `<redes-figure>`, `src`. */
export interface RedesFigure extends HTMLElement {
  /** The state, as the figure's link writes it; empty for the first one. Setting it changes the figure. */
  state: string;
  /** Trains, if the figure trains. */
  play(): void;
  pause(): void;
  /** Returns to the start, with the same weights. */
  reset(): void;
  step(): void;
  /** Fills the frame now, instead of when the reader comes near. */
  start(): void;
  addEventListener<K extends keyof RedesFigureEvents>(type: K, listener: (event: RedesFigureEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** What a figure dispatches; the events bubble. */
export interface RedesFigureEvents {
  'redes-ready': CustomEvent<RedesReady>;
  'redes-state': CustomEvent<RedesState>;
  'redes-progress': CustomEvent<RedesProgress>;
  'redes-finished': CustomEvent<RedesFinished>;
  'redes-error': CustomEvent<RedesError>;
  'redes-exercise': CustomEvent<RedesExercise>;
}

declare global {
  interface HTMLElementTagNameMap {
    [name: `redes-${string}`]: RedesFigure;
  }
}
