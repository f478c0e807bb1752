/** Another person gets an extension, or two people change places. */
import { choice, el, field, tick } from './dom.js';
import { FIELDS, literal } from './person_view.js';
import { tryStep } from './try_step.js';

/** @typedef {import('./app.js').App} App */

/** Those of whom one is chosen.
 * @param {App} app
 * @returns {[string, string][]} */
function people(app) {
  return app.store.users.map(u => [u.Number, `${u.Number} ${app.store.value(u,
    'FirstName') ?? ''} ${app.store.value(u, 'LastName') ?? ''}`]);
}

/** @param {App} app */
function handOver(app) {
  const changed = () => trial.changed();
  const who = choice('Extension', people(app), changed);
  const fields = FIELDS.map(f => ({ ...f,
    made: field(f.label, { oninput: changed }),
    keep: tick(`Keep the former person's ${f.label}`, changed) }));
  const trial = tryStep(app, () => {
    const words = fields.flatMap(f => [
      ...(f.made.input.value === '' ? [] :
        [f.option, literal(f.made.input.value)]),
      ...(f.keep.box.checked ? ['--keep', f.word] : [])]);
    return words.length === 0 ? null : { words: ['handover',
      who.select.value, ...words],
    label: `extension ${who.select.value} changes hands` };
  }, { example: () => ['handover', who.select.value, '--first-name', 'First',
    '--last-name', 'Last', '--email', 'name@example.com'] });
  return el('fieldset', {}, el('legend', {}, 'Another person gets it'),
    who.node, ...fields.flatMap(f => [f.made.node, f.keep.node]), trial.node);
}

/** @param {App} app */
function swap(app) {
  const changed = () => trial.changed();
  const one = choice('The first', people(app), changed);
  const other = choice('The second', people(app), changed);
  other.select.selectedIndex = other.select.length > 1 ? 1 : 0;
  const caller = tick('The caller ID, too', changed);
  const trial = tryStep(app, () => {
    const a = one.select.value, b = other.select.value;
    return a === b ? null : { words: ['swap', a, b,
      ...(caller.box.checked ? ['--with', 'caller-id'] : [])],
    label: `${a} and ${b} change places` };
  }, { example: () => ['swap', one.select.value, other.select.value] });
  return el('fieldset', {}, el('legend', {}, 'Two people change places'),
    one.node, other.node, caller.node, trial.node);
}

/** @param {App} app */
export function handoverView(app) {
  return el('section', {}, el('h2', {}, 'Hand over'), handOver(app),
    swap(app));
}
