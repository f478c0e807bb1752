/** Several people at once: who, and a template for each field. */
import { choice, el, field, tick } from './dom.js';
import { FIELDS } from './person_view.js';
import { tryStep } from './try_step.js';

/** @typedef {import('./app.js').App} App */

/** How long a pause in typing is. */
const REST_MS = 600;

/** Who is chosen and not in the group, and so is left out.
 * @param {App} app
 * @param {string} selection
 * @param {string} group */
async function leftOut(app, selection, group) {
  if (selection === '' || group === '')
    return false;
  const named = await app.store.list([selection]);
  const inside = new Set((await app.store.list([selection, '--where',
    `group==${group}`])).map(u => u.Number));
  const out = named.filter(u => !inside.has(u.Number));
  return out.length > 0 && el('p', { class: 'error-line' }, 'Left out, ' +
    `because not in the group ${group}: ` + out.map(u => `${u.Number} ` +
    `${u.FirstName ?? ''} ${u.LastName ?? ''}`.trim()).join(', '));
}

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
  const missing = () => {
    const named = who.input.value.trim() !== '', all = group.select.value;
    if (!named && all === '')
      return 'Nobody is chosen yet; give extensions or names, or choose a ' +
        'group.';
    if (named && all === '*')
      return 'Everybody is chosen as the group, and some by name; leave one ' +
        'of the two out.';
    return fields.every(f => f.made.input.value === '') ?
      'Nothing is filled in that would change.' : '';
  };
  const trial = tryStep(app, () => {
    const selection = who.input.value.trim(), inGroup = group.select.value;
    const words = fields.flatMap(f => f.made.input.value === '' ? [] :
      [f.option, f.made.input.value]);
    if (missing() !== '')
      return null;
    return { words: ['set', ...(selection === '' ? [] : [selection]),
      ...(inGroup === '*' ? ['--all'] : inGroup === '' ? [] :
        ['--where', `group==${inGroup}`]), ...words],
    passes: shared.box.checked ? ['--accept=email-shared'] : [],
    label: selection || (inGroup === '*' ? 'everybody' : inGroup) };
  }, { missing, more: async () => [await leftOut(app, who.input.value.trim(),
    group.select.value)], example: () => ['set', app.store.users.slice(0, 2)
    .map(u => u.Number).join(), '--email', '{number}@example.com'] });
  return el('section', {}, el('h2', {}, 'Several people'),
    el('div', { class: 'tools' }, who.node, group.node),
    el('p', { class: 'quiet' }, 'A value may hold what the person has now: ' +
      '{number} {first} {last} {email.local} {mobile}; {first:1} is the ' +
      'first letter, {last|lower} and {last|ascii} spell it otherwise. A ' +
      'field that is empty here stays as it is.'),
    ...fields.map(f => f.made.node), shared.node, trial.node);
}
