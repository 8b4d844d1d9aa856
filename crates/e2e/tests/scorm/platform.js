// A strict learning platform: acts as Moodle's source reads (mod/scorm/datamodels/scorm_12.js and scorm_13.js), with the
// limits of its standard mode. What arrived stays in localStorage: "stored" for the values, "calls" for every call.
{
  const asked = new URLSearchParams(location.search);
  const older = asked.get('version') !== '2004';
  const mode = asked.get('mode') ?? 'normal';
  const stored = () => JSON.parse(localStorage.stored ?? '{}');
  const names = older
    ? { status: 'cmi.core.lesson_status', exit: 'cmi.core.exit', time: 'cmi.core.session_time', mode: 'cmi.core.lesson_mode', raw: 'cmi.core.score.raw', data: 'cmi.suspend_data' }
    : { status: 'cmi.completion_status', exit: 'cmi.exit', time: 'cmi.session_time', mode: 'cmi.mode', raw: 'cmi.score.raw', data: 'cmi.suspend_data' };
  const codes = older
    ? { early: '301', late: '301', again: '101', argument: '201', read: '403', written: '404', value: '405', name: '401' }
    : { early: '132', late: '133', again: '103', argument: '201', read: '404', written: '405', value: '406', name: '401' };
  const number = /^-?(\d{1,3}(\.\d*)?|\.\d+)?$/;
  const patterns = {
    ...(older ? {} : { 'cmi.score.scaled': /^-?(0(\.\d{1,7})?|1(\.0{1,7})?)$/, 'cmi.success_status': /^(passed|failed|unknown)$/ }),
    [names.status]: older ? /^(passed|completed|failed|incomplete|browsed)$/ : /^(completed|incomplete|not attempted|unknown)$/,
    [names.exit]: older ? /^(time-out|suspend|logout|)$/ : /^(time-out|suspend|logout|normal|)$/,
    [names.time]: older ? /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/ : /^P(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/,
    [names.raw]: number,
    [names.raw.replace('raw', 'min')]: number,
    [names.raw.replace('raw', 'max')]: number,
    // Any character, as many as the standard promises.
    [names.data]: /^[^]{0,4096}$/,
  };
  let values;
  let state = 'before';
  let code = '0';
  const answer = (result, error = '0') => {
    code = error;
    return result;
  };
  const keep = () => {
    if (mode === 'normal') localStorage.stored = JSON.stringify(values);
  };
  const log = (name, run) => (...given) => {
    const result = run(...given);
    localStorage.calls = JSON.stringify([...JSON.parse(localStorage.calls ?? '[]'), [name, ...given, result]]);
    return result;
  };
  const early = (result) => answer(result, state === 'before' ? codes.early : codes.late);
  const acts = {
    open(given) {
      if (given !== '') return answer('false', codes.argument);
      if (state === 'running' || (!older && state === 'after')) return answer('false', codes.again);
      values = { [names.status]: older ? 'not attempted' : 'unknown', ...stored() };
      state = 'running';
      return answer('true');
    },
    close(given) {
      if (state !== 'running') return early('false');
      if (given !== '') return answer('false', codes.argument);
      // Who reports nothing has completed.
      if (values[names.status] === 'not attempted' || values[names.status] === 'unknown') values[names.status] = 'completed';
      values.sessions = (values.sessions ?? 0) + 1;
      keep();
      state = 'after';
      return answer('true');
    },
    get(key) {
      if (state !== 'running') return early('');
      if (key === names.mode) return answer(mode);
      if (key === names.exit || key === names.time) return answer('', codes.written);
      if (!(key in patterns)) return answer('', codes.name);
      if (!(key in values)) return answer('', older ? '0' : '403');
      return answer(key === names.raw ? Number(values[key]) : values[key]);
    },
    set(key, value) {
      if (state !== 'running') return early('false');
      if (key === names.mode) return answer('false', codes.read);
      if (!(key in patterns)) return answer('false', codes.name);
      if (!patterns[key].test(value)) return answer('false', codes.value);
      values[key] = key === names.raw ? value * 1 : value;
      return answer('true');
    },
    commit(given) {
      if (state !== 'running') return early('false');
      if (given !== '') return answer('false', codes.argument);
      keep();
      return answer('true');
    },
    error: () => code,
  };
  const said = older
    ? { open: 'LMSInitialize', close: 'LMSFinish', get: 'LMSGetValue', set: 'LMSSetValue', commit: 'LMSCommit', error: 'LMSGetLastError' }
    : { open: 'Initialize', close: 'Terminate', get: 'GetValue', set: 'SetValue', commit: 'Commit', error: 'GetLastError' };
  const object = {};
  for (const [act, name] of Object.entries(said)) {
    object[name] = asked.has('refuses') ? () => 'false' : log(name, acts[act]);
  }
  // As after the student opened the activity's window again.
  if (asked.has('open')) acts.open('');
  const give = () => { window[older ? 'API' : 'API_1484_11'] = object; };
  if (asked.has('late')) setTimeout(give, 2000);
  else if (!asked.has('none')) give();

  document.addEventListener('DOMContentLoaded', () => {
    // An element with this name is window.API too, where there is no other.
    if (asked.has('none')) document.body.append(Object.assign(document.createElement('div'), { id: 'API' }));
    const frame = document.createElement('iframe');
    frame.id = 'sco';
    frame.width = '900';
    frame.height = '680';
    if (asked.has('sandbox')) frame.setAttribute('sandbox', asked.get('sandbox'));
    frame.src = asked.get('content');
    document.body.append(frame);
  });
}
