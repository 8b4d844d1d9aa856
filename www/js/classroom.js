// The part of the dialog that shares a figure (js/share.js) for a class: an exercise in its place, a state with a name, which
// parts show and what is fixed. The choices go into the address, which js/frame.js reads.
import { make } from './make.js';

export function classroom({ words, field, changed }) {
  const options = (pairs) => pairs.map(([value, textContent]) => make('option', { value, textContent }));
  const select = (pairs) => make('select', {}, ...options(pairs));
  const refill = (list, pairs) => list.replaceChildren(...options(pairs));
  const text = () => make('input', { type: 'text', autocomplete: 'off', spellcheck: false });
  const exercise = select([]);
  const preset = select([]);
  const controls = select([['', words.all], ['few', words.few], ['none', words.none]]);
  const [hide, lock] = [text(), text()];
  // A list beside a text adds one of its names.
  const adder = (label, input) => {
    const list = select([['', words.choose]]);
    list.setAttribute('aria-label', `${label}: ${words.choose}`);
    list.addEventListener('change', () => {
      if (!names(input).includes(list.value)) input.value = [...names(input), list.value].join(',');
      list.value = '';
      changed();
    });
    return list;
  };
  const names = (input) => input.value.split(',').map((name) => name.trim()).filter(Boolean);
  const [parts, keys] = [adder(words.hide, hide), adder(words.lock, lock)];
  const refused = make('p', { className: 'share-note share-warning', role: 'alert', hidden: true });
  const forExercise = field(words.exercise, exercise);
  const forPreset = field(words.preset, preset);
  const box = make(
    'details', { className: 'share-class' },
    make('summary', { textContent: words.fixed }),
    make('p', { className: 'share-note', textContent: words.follows }),
    make('div', { className: 'share-choices' }, forExercise, forPreset, field(words.controls, controls)),
    make('div', { className: 'share-names' }, field(words.hide, hide), parts, field(words.lock, lock), keys),
    refused,
  );
  for (const list of [exercise, preset, controls]) {
    list.addEventListener('change', () => {
      // An exercise has its own beginning.
      preset.disabled = Boolean(exercise.value);
      changed();
    });
  }
  for (const input of [hide, lock]) input.addEventListener('change', changed);

  // The figure's own words for a part: its label, or its text.
  const called = (page, part) => {
    const label = part.id && page.querySelector(`label[for="${part.id}"]`);
    return (label || part).textContent.trim().slice(0, 40) || part.getAttribute('aria-label') || '';
  };
  const option = (name, words) => [name, words && words !== name ? `${words} (${name})` : name];

  return {
    box,
    // Another figure: nothing is chosen yet.
    begin(exercises) {
      refill(exercise, [['', words.alone], ...exercises.map(({ id, title }) => [id, title])]);
      refill(preset, [['', words.present]]);
      forExercise.hidden = !exercises.length;
      forPreset.hidden = true;
      preset.disabled = false;
      controls.value = '';
      [hide, lock].forEach((input) => { input.value = ''; });
      box.open = false;
    },
    // What the figure in the preview has: `page` is its document, and the message is its first.
    offer(page, message) {
      const found = (name) => page.querySelector(`[data-ref="${name}"]`);
      const isControl = (name) => found(name)?.matches('input:not([type="file"]), select, textarea');
      const isPart = (name) => found(name) && !name.endsWith('-error');
      const named = (name) => found(name).matches('input, select, textarea, button');
      refill(parts, [['', words.choose], ...message.parts.filter(isPart).map((name) => option(name, named(name) ? called(page, found(name)) : ''))]);
      refill(keys, [['', words.choose], ...message.parts.filter(isControl).map((name) => option(name, called(page, found(name))))]);
      const { value } = preset;
      refill(preset, [['', words.present], ...Object.keys(message.presets).map((name) => [name, name])]);
      preset.value = value;
      forPreset.hidden = preset.options.length < 2;
    },
    // What the figure in the preview does not take of the address; without a message, nothing.
    refuse(message) {
      refused.hidden = !message;
      refused.textContent = message?.text ?? '';
    },
    // The page to embed, what its address asks for, and whether that says where the figure begins.
    chosen(figure) {
      const asked = { preset: exercise.value ? '' : preset.value, hide: names(hide).join(','), lock: names(lock).join(','), controls: controls.value };
      const query = Object.entries(asked).filter(([, value]) => value).map(([name, value]) => `&${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
      const page = exercise.value ? `exercise-${exercise.value}` : figure;
      return { page, query: query.join(''), begins: Boolean(exercise.value || preset.value) };
    },
  };
}
