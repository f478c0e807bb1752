/** Several people at once: who, and a template for each field. */
import { choice, el, field, tick } from './dom.js';
import { FIELDS } from './person_view.js';
import { tryStep } from './try_step.js';

/** @typedef {import('./app.js').App} App */

/** How long a pause in typing is. */
const REST_MS = 600;

/** @param {App} app */
export function manyView(app) {
  let rest = 0;
  const changed = () => {
    trial.changed();
    clearTimeout(rest);
    rest = window.setTimeout(() => trial.look(), REST_MS);
  };
  const who = field('Extensions, ranges, names: 200-299,305', {
    oninput: changed });
  const group = choice('Group', [['', 'any'], ['*', 'everybody']], changed);
  app.store.details.then(() => group.select.append(...app.store.groups.map(
    g => el('option', { value: g.Name }, g.Name))));
  const fields = FIELDS.map(f => ({ ...f,
    made: field(f.label, { oninput: changed }) }));
  const shared = tick('Several of them may have the same address', changed);
  const trial = tryStep(app, () => {
    const selection = who.input.value.trim(), inGroup = group.select.value;
    const words = fields.flatMap(f => f.made.input.value === '' ? [] :
      [f.option, f.made.input.value]);
    if (words.length === 0 || (selection === '' && inGroup === ''))
      return null;
    return { words: ['set', ...(selection === '' ? [] : [selection]),
      ...(inGroup === '*' ? ['--all'] : inGroup === '' ? [] :
        ['--where', `group==${inGroup}`]), ...words],
    passes: shared.box.checked ? ['--accept=email-shared'] : [],
    label: selection || (inGroup === '*' ? 'everybody' : inGroup) };
  }, { example: () => ['set', app.store.users.slice(0, 2).map(u => u.Number)
    .join(), '--email', '{number}@example.com'] });
  return el('section', {}, el('h2', {}, 'Several people'),
    el('div', { class: 'tools' }, who.node, group.node),
    el('p', { class: 'quiet' }, 'A value may hold what the person has now: ' +
      '{number} {first} {last} {email.local} {mobile}; {first:1} is the ' +
      'first letter, {last|lower} and {last|ascii} spell it otherwise. A ' +
      'field that is empty here stays as it is.'),
    ...fields.map(f => f.made.node), shared.node, trial.node);
}
