/** One person, as the console's form shows one. */
import { button, el, facts, field, put } from './dom.js';
import { showCurrent } from './avatar_view.js';
import { asCommand, stepCommand } from './command.js';
import { atFields, findingList } from './findings.js';
import { passes } from './passes.js';

/**
 * @typedef {import('./app.js').App} App
 * @typedef {import('./store.js').Step} Step
 */

/** The fields of User Information that can be changed: the program's name,
 * the console's words, the option of `set`, the word of `--clear`. */
export const FIELDS = [
  { name: 'FirstName', label: 'First Name', option: '--first-name',
    word: 'first' },
  { name: 'LastName', label: 'Last Name', option: '--last-name', word: 'last' },
  { name: 'EmailAddress', label: 'Email Address', option: '--email',
    word: 'email', type: 'email' },
  { name: 'MobileNumber', label: 'Mobile Number', option: '--mobile',
    word: 'mobile', type: 'tel' },
  { name: 'OutboundCallerID', label: 'Outbound Caller ID',
    option: '--caller-id', word: 'callerid', type: 'tel' },
];

/** How long a pause in typing is. */
const TYPING_MS = 300;

/** A value that is meant as it stands: `{` begins a place to fill in.
 * @param {string} value */
export function literal(value) {
  return value.replaceAll('{', '{{').replaceAll('}', '}}');
}

/** The step that makes the values of the form, or null if they are as they
 * were.
 * @param {any} user
 * @param {Map<string, string>} before
 * @param {Map<string, string>} after
 * @returns {Step | null} */
export function stepOf(user, before, after) {
  const words = FIELDS.flatMap(f => {
    const value = after.get(f.name) ?? '';
    if (value === before.get(f.name))
      return [];
    return value === '' ? ['--clear', f.word] : [f.option, literal(value)];
  });
  return words.length === 0 ? null : { words: ['set', user.Number, ...words],
    label: `extension ${user.Number}` };
}

/** Phones, groups and authentication, as `show` tells them: of secrets only
 * whether they are set.
 * @param {any} shown */
function information(shown) {
  const secrets = shown.Settings.concat(shown.Properties ?? []).filter(
    (/** @type {any} */ s) => s.Set !== undefined);
  return [el('fieldset', {}, el('legend', {}, 'Your phones'),
    shown.Phones.length === 0 ? el('p', {}, 'None') :
      facts(shown.Phones.map((/** @type {any} */ p) =>
        [p.MAC, p.Template ?? '']))),
  el('fieldset', {}, el('legend', {}, 'Groups'), facts(shown.Groups.map(
    (/** @type {any} */ g) => [g.Name, (g.Roles ?? []).join(', ')]))),
  el('fieldset', {}, el('legend', {}, 'Authentication'),
    facts(secrets.map((/** @type {any} */ s) =>
      [s.Name, s.Set ? 'set, not shown' : 'not set'])),
    findingList(shown.Findings.filter((/** @type {any} */ f) =>
      !FIELDS.some(x => x.name === f.Field))))];
}

/** The inputs, with the values as they are staged.
 * @param {App} app
 * @param {any} user */
function inputs(app, user) {
  /** @type {Map<string, string>} */
  const before = new Map();
  const fields = new Map(FIELDS.map(f => {
    const value = String(app.store.value(user, f.name) ?? '');
    const made = field(f.label, { name: f.name,
      inputmode: f.type ?? 'text' });
    made.input.value = value;
    before.set(f.name, value);
    return /** @type {const} */ ([f.name, made]);
  }));
  return { before, fields, values: () => new Map(
    [...fields].map(([name, f]) => [name, f.input.value])) };
}

/** A way to a person, or the words alone if there is none.
 * @param {App} app
 * @param {string} number
 * @param {string | null} name
 * @returns {Node | string} */
export function personLink(app, number, name) {
  const words = `${number} ${name ?? ''}`;
  return app.store.users.some(u => u.Number === number) ? button(words,
    () => app.show('person', number), { class: 'link', title: words }) : words;
}

/** @param {App} app
 * @param {string} number */
export function personView(app, number) {
  const user = app.store.users.find(u => u.Number === number);
  const { before, fields, values } = inputs(app, user);
  const name = `${before.get('FirstName')} ${before.get('LastName')}`;
  const others = el('div', { 'aria-live': 'polite' });
  const more = el('div', {}, el('p', { class: 'quiet' }, 'Reading …'));
  const picture = el('div', {});
  const command = asCommand();
  const ok = el('button', { type: 'submit', class: 'primary' }, 'OK');
  const pass = passes(app, () => judge().catch(x => app.fail(x)));
  const draft = () => {
    const step = stepOf(user, before, values());
    return step && { ...step, passes: pass.options() };
  };
  app.typed = () => draft() ? 'OK' : '';
  const back = () => app.show('users', number);
  let asked = 0, pause = 0;

  const judge = async () => {
    const mine = ++asked, step = draft();
    command.show([step ? stepCommand(step, app.store) :
      ['show', app.store.backup, number]]);
    const tried = step && await app.store.preview(step);
    if (mine !== asked)
      return false;
    const findings = tried?.findings ?? [];
    put(others, findingList(atFields(findings.filter(
      f => f.Number === number || f.Number === null), fields)));
    return !pass.show(findings) && !tried?.refused;
  };
  const typed = () => {
    clearTimeout(pause);
    pause = window.setTimeout(() => judge().catch(x => app.fail(x)), TYPING_MS);
  };
  const accept = async () => {
    clearTimeout(pause);
    const step = draft();
    if (!step) {
      back();
      return;
    }
    await app.busy('Checking the values', async () => {
      if (!await judge()) {
        app.fail('These values cannot be taken; see what is said below.');
        for (const { input } of fields.values())
          if (input.getAttribute('aria-invalid') === 'true') {
            input.focus();
            break;
          }
        return;
      }
      await app.store.take(step);
      back();
      app.say(`Extension ${number} is changed. Nothing is written before ` +
        'you save the changes.');
    });
  };
  app.store.call(['show', app.store.backup, number]).then(r => {
    put(more, ...information(r.json[0]));
    if (!draft())
      put(others, findingList(atFields(r.json[0].Findings.filter(
        (/** @type {any} */ f) => FIELDS.some(x => x.name === f.Field)),
      fields)));
  }).catch(x => put(more, x.message));
  showCurrent(app, number, picture).catch(x => app.fail(x));
  judge();
  return el('section', { class: 'person' },
    el('form', { novalidate: true, onsubmit: (/** @type {Event} */ e) => {
      e.preventDefault();
      accept();
    }, oninput: typed, onkeydown: (/** @type {KeyboardEvent} */ e) => {
      if (e.key === 'Escape')
        back();
    } },
    el('div', { class: 'title' }, el('h2', {}, `Extension ${number}`,
      el('span', { title: name }, name)),
      ok, button('Cancel', back)),
    el('h3', {}, 'General'),
    el('fieldset', {}, el('legend', {}, 'User Information'),
      el('div', { class: 'fixed' }, el('span', {}, 'Extension'),
        el('output', {}, number)),
      ...[...fields.values()].map(f => f.node), others, pass.node),
    el('fieldset', {}, el('legend', {}, 'Avatar'),
      button('Change the picture', () => app.go('avatar', number)), picture)),
    more, command.node);
}
