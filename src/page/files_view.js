/** Files that are made of the backup as it was opened: tables of the users,
 * their pictures on a sheet, a copy that may be shown to others. */
import { button, download, el, tick } from './dom.js';
import { asCommand } from './command.js';

/** @typedef {import('./app.js').App} App */

/** What can be made: the words of the button, the file, and the command.
 * @typedef {{text: string, name: string, words: string[]}} Made */

/** Tables of the users.
 * @param {string} backup
 * @returns {Made[]} */
function tables(backup) {
  const words = (/** @type {string} */ kind, /** @type {string} */ name) =>
    ['export', backup, '--for', kind, '-o', name];
  return [['Excel workbook', 'excel', 'users.xlsx'],
    ['CSV for a spreadsheet', 'excel', 'users.csv'],
    ['CSV as the console writes it', '3cx', 'console.csv']].map(
    ([text, kind, name]) => ({ text, name, words: words(kind, name) }));
}

/** @param {App} app */
export function filesView(app) {
  const s = app.store, stem = s.name.replace(/\.zip$/i, '');
  const shown = `${stem}-redacted.zip`;
  const all = tables(s.backup), command = asCommand(all[0].words);
  const keep = tick('Keep the names of people and things', () => {});
  const make = (/** @type {Made} */ { text, name, words }) => button(text,
    () => {
      command.show([words]);
      app.busy(`Making ${name}`, async () => {
        download(await s.make(words, name), name);
        app.say(`${name} is made; it is in the folder of your downloads.`);
      });
    });
  return el('section', {}, el('h2', {}, 'Export'),
    el('p', { class: 'quiet' }, 'All of this shows the backup as it was ' +
      'opened, without changes that are not saved yet.'),
    el('fieldset', {}, el('legend', {}, 'A table of the users'),
      el('p', { class: 'quiet' }, 'Change it in a spreadsheet and choose it ' +
        'under Import.'), el('div', { class: 'tools' }, ...all.map(make))),
    el('fieldset', {}, el('legend', {}, 'A contact sheet'),
      el('p', { class: 'quiet' }, 'One picture with all pictures of people.'),
      make({ text: 'Contact sheet (PNG)', name: 'contacts.png',
        words: ['avatar', 'sheet', s.backup, '-o', 'contacts.png'] })),
    el('fieldset', {}, el('legend', {}, 'A copy to show to others'),
      el('p', { class: 'quiet' }, 'Names, numbers, addresses and hosts are ' +
        'replaced; passwords, PINs, recordings and messages are left out. ' +
        'It can be looked at here and never be restored.'), keep.node,
      button('Make the copy', () => make({ text: '', name: shown,
        words: ['redact', s.backup, '-o', shown,
          ...(keep.box.checked ? ['--keep-names'] : [])] }).click())),
    command.node);
}
