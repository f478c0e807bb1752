/** The proof: is the new backup the old one but for users' fields? */
import { button, download, el, filePicker, put, takeDrops } from './dom.js';
import { asCommand, operand } from './command.js';
import { findingList } from './findings.js';
import { reportButton, todoButton } from './report.js';
import { STATUS } from './store.js';
import { todoList } from './todo_list.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app
 * @param {File} file
 * @param {HTMLElement} place */
async function prove(app, file, place) {
  const s = app.store, plan = s.staged.plan;
  // It may have the old one's name, elsewhere on the disk.
  const name = file.name === s.name ? `new/${file.name}` : file.name;
  await app.busy(`Comparing ${file.name} with ${s.name}`, async () => {
    const args = ['verify', operand(name), '--against', s.backup,
      ...(plan ? ['--plan', '.page/changes.json'] : [])];
    const files = { [name]: file,
      ...(plan ? { '.page/changes.json': plan } : {}) };
    const known = [STATUS.OK, STATUS.DIFFER];
    const r = await s.call(args, files, known);
    const good = r.status === STATUS.OK;
    const users = r.json?.Users ?? [];
    put(place, el('div', { class: good ? 'good' : 'bad', role: 'status' },
      el('h3', {}, good ? 'Proven' : 'Not proven'),
      el('p', {}, good ? `${file.name}: ${plan ? 'the planned values differ' :
        'only values of users differ'}, and nothing else.` :
        `${file.name} differs from ${s.name} in more than ` +
        `${plan ? 'the planned values' : 'values of users'}.`),
      el('pre', {}, r.err.trim()), el('div', { class: 'tools' },
        reportButton(app, args, files, known))),
    el('ul', {}, ...users.flatMap((/** @type {any} */ u) =>
      (u.Changes ?? []).map((/** @type {any} */ c) => el('li', {},
        `${u.Number} ${c.Field}: ${c.Old ?? '(empty)'} → ` +
        `${c.New ?? '(empty)'}`)))),
    findingList(r.json?.Findings ?? [], { number: true }));
  });
}

/** @param {App} app */
export function proveView(app) {
  const place = el('div', {}), command = asCommand();
  command.show([['verify', 'new.zip', '--against', app.store.backup]]);
  const take = (/** @type {File[]} */ files) => prove(app, files[0], place);
  const zone = el('div', { class: 'zone' },
    el('p', {}, 'Drop the new file here to prove it, or'),
    filePicker('Choose the new backup', { accept: '.zip' }, take));
  takeDrops(zone, take);
  const { report, staged, unsaved } = app.store;
  return el('section', {}, el('h2', {}, 'Prove'), el('p', {},
    'The program reads both backups from the disk and compares every byte ' +
    'that is no value of a user.'), zone, place,
  report && !unsaved && el('div', { class: 'tools' },
    button('Report of the new backup, for a signature',
      () => download(report, 'report.html'))),
  !unsaved && todoList(staged.todo, todoButton(app)), command.node);
}
