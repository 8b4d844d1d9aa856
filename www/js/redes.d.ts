/**
 * The contract between a figure of Redes in a frame and the page around it, version 1.
 *
 * The figure sends {@link RedesEvent}s to its parent by `postMessage`; compare `event.source` with the frame's
 * `contentWindow`. It obeys {@link RedesCommand}s of its parent alone: `frame.contentWindow.postMessage({ redes: 1, command:
 * 'play' }, '*')`. Commands that arrive before `ready` wait. Whatever else arrives is ignored.
 *
 * A state is what stands behind `#` in the figure's address: `circles.noise=0.2&circles.seed=5`. A key that is left out
 * has its default.
 */

/** What every event has. */
export interface RedesMessage {
  /** The version of this contract. */
  redes: 1;
  /** The figure's name, such as `circles`. */
  figure: string;
  /** The height of the figure's page in CSS pixels, for the frame's height. */
  height: number;
}

/** The figure runs. Sent once. */
export interface RedesReady extends RedesMessage {
  event: 'ready';
  state: string;
  /** The names of its parts, for `hide=` in the address. */
  parts: string[];
  /** States with a name, for `preset=` in the address. */
  presets: Record<string, string>;
}

/** The reader, or a command, changed the state. */
export interface RedesState extends RedesMessage {
  event: 'state';
  state: string;
}

/** Training goes on; only figures that train. */
export interface RedesProgress extends RedesMessage {
  event: 'progress';
  /** Steps done. */
  step: number;
}

/** Training came to its end; only figures that train. */
export interface RedesFinished extends RedesMessage {
  event: 'finished';
  /** Steps done. */
  step: number;
  /** A hash of the weights, 16 hexadecimal digits: the same seed gives the same one everywhere. */
  fingerprint?: string;
}

/** Something did not work. */
export interface RedesError extends RedesMessage {
  event: 'error';
  /**
   * - `address`: the address names a part, a parameter or a preset that the figure lacks, or has an impossible value; an
   *   element's address leads to no figure;
   * - `command`: a command is unknown, has an impossible value, or the figure has no such control;
   * - `training`: the training stopped with an error;
   * - `figure`: the figure cannot run.
   */
  reason: 'address' | 'command' | 'training' | 'figure';
  /** In words, in English or in the figure's language. */
  text: string;
  /** Of a value that the figure refuses: its key without the figure's name. A command leaves such a key as it was. */
  key?: string;
  /** The first 24 characters of the refused value. */
  value?: string;
  /** What is allowed, in the figure's language. */
  allowed?: string;
}

/** A goal of the exercise is met, or no longer; only pages of exercises. */
export interface RedesExercise extends RedesMessage {
  event: 'exercise';
  id: string;
  /** How many goals are met now, of how many. */
  met: number;
  of: number;
  /** Whether all were met at the same time, now or before. */
  done: boolean;
  /** Whether the reader had asked for the solution. */
  shown: boolean;
}

/** The height changed. */
export interface RedesHeight extends RedesMessage {
  event: 'height';
}

/** What a figure sends. */
export type RedesEvent = RedesReady | RedesState | RedesProgress | RedesFinished | RedesError | RedesExercise | RedesHeight;

/** What a figure obeys. `play` while it runs, and `pause` while it does not, change nothing. */
export type RedesCommand =
  | { redes: 1; command: 'play' | 'pause' | 'reset' | 'step' }
  /** Sets the whole state: at most 4,096 printable ASCII characters, with keys of this figure alone. */
  | { redes: 1; command: 'state'; state: string };
