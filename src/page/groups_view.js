/** Groups, which are the departments of version 20, with their members. */
import { el, put } from './dom.js';
import { asCommand } from './command.js';
import { personLink } from './person_view.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app */
export function groupsView(app) {
  const place = el('div', {});
  const command = asCommand(['groups', app.store.backup]);
  app.store.details.then(() => put(place, ...app.store.groups.map(g =>
    el('fieldset', {}, el('legend', {}, `${g.Name} (${g.Members.length})`),
      el('ul', {}, ...g.Members.map((/** @type {any} */ m) => el('li', {},
        personLink(app, m.Number, m.Name),
        ` ${(m.Roles ?? []).join(', ')}`)))))), x => app.fail(x));
  return el('section', {}, el('h2', {}, 'Groups'), place, command.node);
}
