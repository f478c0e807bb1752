/** What differs between this backup and another one. */
import { el, filePicker, put, takeDrops } from './dom.js';
import { asCommand, operand } from './command.js';
import { changesOf } from './change_table.js';
import { differences } from './differences.js';
import { askPassword, wantsPassword } from './password_form.js';
import { reportButton } from './report.js';
import { STATUS } from './store.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app
 * @param {File} file
 * @param {HTMLElement} place
 * @param {(lines: string[][]) => void} tell  shows the command
 * @param {string} [password]  of the other backup */
function compareWith(app, file, place, tell, password) {
  const s = app.store;
  const same = file.name === s.name, good = [STATUS.OK, STATUS.DIFFER];
  const name = same ? `other/${file.name}` : file.name;
  const { args, files } = s.withPassword(['diff', s.backup, operand(name)],
    { [name]: file }, password);
  tell([args]);
  put(place);
  return app.busy(`Comparing with ${file.name}`, async () => {
    try {
      const { json } = await s.call(args, files, good);
      put(place, changesOf(json).length === 0 && el('h3', {},
        'No user differs'),
      ...differences(json, same ? 'the open backup' : s.name,
        same ? 'the other backup' : file.name),
      el('div', { class: 'tools' }, reportButton(app, args, files, good)));
    } catch (x) {
      if (!wantsPassword(x))
        throw x;
      askPassword(file.name, place, password === undefined ? '' : x.message,
        typed => compareWith(app, file, place, tell, typed));
    }
  });
}

/** @param {App} app */
export function compareView(app) {
  const place = el('div', { 'aria-live': 'polite' });
  const command = asCommand(['diff', app.store.backup, 'other.zip']);
  const take = (/** @type {File[]} */ files) =>
    compareWith(app, files[0], place, command.show);
  const zone = el('div', { class: 'zone' },
    el('p', {}, 'Drop another backup here, or'),
    filePicker('Choose the other backup', { accept: '.zip' }, take));
  takeDrops(zone, take);
  return el('section', {}, el('h2', {}, 'Compare'), zone, place,
    command.node);
}
