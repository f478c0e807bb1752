/** The proof: is the new backup the old one but for users' fields? */
import { button, download, el, filePicker, put, takeDrops } from './dom.js';
import { sizeText } from './app.js';
import { asCommand, operand } from './command.js';
import { differences } from './differences.js';
import { findingList } from './findings.js';
import { askPassword, wantsPassword } from './password_form.js';
import { reportButton, todoButton } from './report.js';
import { PLAN, STATUS } from './store.js';
import { todoList } from './todo_list.js';

/** @typedef {import('./app.js').App} App */

/** The call that proves it.
 * @param {App} app
 * @param {string} name  of the new backup in the folder of the call */
function proof(app, name) {
  return ['verify', operand(name), '--against', app.store.backup,
    ...(app.store.staged.plan ? ['--plan', PLAN] : [])];
}

/** @param {App} app
 * @param {File} file
 * @param {HTMLElement} place
 * @param {(lines: string[][]) => void} tell  shows the command
 * @param {string} [password]  of the new backup */
async function prove(app, file, place, tell, password) {
  const s = app.store, plan = s.staged.plan;
  // It may have the old one's name, elsewhere on the disk.
  const same = file.name === s.name;
  const name = same ? `new/${file.name}` : file.name;
  put(place);
  await app.busy(`Comparing ${file.name} with ${s.name}`, async () => {
    const { args, files } = s.withPassword(proof(app, name),
      { [name]: file, ...(plan ? { [PLAN]: plan } : {}) }, password);
    tell([args]);
    const known = [STATUS.OK, STATUS.DIFFER];
    let r;
    try {
      r = await s.call(args, files, known);
    } catch (x) {
      if (!wantsPassword(x))
        throw x;
      askPassword(file.name, place, password === undefined ? '' : x.message,
        typed => prove(app, file, place, tell, typed));
      return;
    }
    const good = r.status === STATUS.OK;
    put(place, el('div', { class: good ? 'good' : 'bad', role: 'status' },
      el('h3', {}, good ? 'Proven' : 'Not proven'),
      el('p', {}, good ? `${file.name}: ${plan ? 'the planned values differ' :
        'only values of users differ'}, and nothing else.` :
        `${file.name} differs from ${s.name} in more than ` +
        `${plan ? 'the planned values' : 'values of users'}.`),
      r.err.trim() !== '' && el('pre', {}, r.err.trim())),
    ...differences(r.json, same ? 'the open backup' : s.name,
      same ? 'the new one' : file.name),
    el('div', { class: 'tools' }, reportButton(app, args, files, known)),
    findingList(r.json?.Findings ?? [], { number: true }));
  });
}

/** What was saved, and where it is.
 * @param {import('./store.js').Saved} saved */
function savedNode({ name, size, where, words, report }) {
  return el('div', { class: 'good panel' }, el('h3', {}, 'Saved'),
    el('p', {}, `${name}, ${sizeText(size)}, ${where}. Have it proven below, ` +
      'then restore it in the console.'),
    el('p', { class: 'quiet' }, words), el('div', { class: 'tools' },
      button('Report of the new backup, for a signature',
        () => download(report, 'report.html'))));
}

/** @param {App} app */
export function proveView(app) {
  const place = el('div', {}), command = asCommand(proof(app, 'new.zip'));
  const take = (/** @type {File[]} */ files) =>
    prove(app, files[0], place, command.show);
  const zone = el('div', { class: 'zone' },
    el('p', {}, 'Drop the new file here to prove it, or'),
    filePicker('Choose the new backup', { accept: '.zip' }, take));
  takeDrops(zone, take);
  const { saved, staged, unsaved } = app.store;
  return el('section', {}, el('h2', {}, 'Prove'),
    saved && !unsaved && savedNode(saved), el('p', {},
      'The program reads both backups from the disk and compares every byte ' +
      'that is no value of a user.'), zone, place,
    !unsaved && todoList(staged.todo, todoButton(app)), command.node);
}
