/** What differs between this backup and another one. */
import { el, filePicker, longList, put, takeDrops } from './dom.js';
import { asCommand, operand } from './command.js';
import { changesOf, changeTable } from './change_table.js';
import { reportButton } from './report.js';
import { STATUS } from './store.js';

/** @typedef {import('./app.js').App} App */

/** @param {string} title
 * @param {any[]} list */
function listOf(title, list) {
  return (list ?? []).length > 0 && el('div', {}, el('h3', {}, title),
    longList(list, x => el('li', {}, typeof x === 'string' ? x :
      x.Number ?? x.Name ?? JSON.stringify(x))));
}

/** @param {any} s a setting that differs, as `diff --json` has it */
function settingWords(s) {
  const place = [s.Thing, s.Within, s.Setting].filter(Boolean).join(': ');
  return s.Old !== null && s.New !== null ?
    `${place}: ${s.Old} → ${s.New}` : `${place}: ${s.Change}`;
}

/** @param {App} app
 * @param {File} file
 * @param {HTMLElement} place
 * @param {(lines: string[][]) => void} tell  shows the command */
function compareWith(app, file, place, tell) {
  const s = app.store;
  const name = file.name === s.name ? `other/${file.name}` : file.name;
  const args = ['diff', s.backup, operand(name)];
  tell([args]);
  const good = [STATUS.OK, STATUS.DIFFER];
  return app.busy(`Comparing with ${file.name}`, async () => {
    const { json } = await s.call(args, { [name]: file }, good);
    const changes = changesOf(json);
    put(place, el('h3', {}, changes.length === 0 ? 'No user differs' :
      'Users'), changes.length > 0 && changeTable(changes),
    listOf('Only in the other', json.Added),
    listOf('Only in this one', json.Removed),
    listOf('Other settings', (json.Settings ?? []).map(settingWords)),
    listOf('Files that differ', json.Members?.Changed),
    listOf('Files only in the other', json.Members?.Added),
    listOf('Files only in this one', json.Members?.Removed),
    el('div', { class: 'tools' },
      reportButton(app, args, { [name]: file }, good)));
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
