// Waiting for what a browser does in its own time.
import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is true, for a number of seconds; what throws is not true yet. Returns the answer. */
export async function until(ask, seconds, what) {
  const end = performance.now() + seconds * 1000;
  let answer;
  for (let time = 20; ; time = Math.min(time * 2, 250)) {
    try {
      answer = await ask();
      if (answer) return answer;
    } catch (error) {
      answer = error.message;
    }
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}; the last answer: ${answer}`);
    await pause(time);
  }
}
