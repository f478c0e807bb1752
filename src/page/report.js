/** Files for people that the program makes beside its work. */
import { button, download, el } from './dom.js';

/** @typedef {import('./app.js').App} App */

/** A button that has a file made, and hands it out.
 * @param {App} app
 * @param {string} text
 * @param {string} name  of the file
 * @param {() => Promise<Blob>} make */
export function fileButton(app, text, name, make) {
  return button(text, () => app.busy(`Making ${name}`, async () => {
    download(await make(), name);
  }));
}

/** The list of what is left for the console, as a table.
 * @param {App} app */
export function todoButton(app) {
  return el('div', { class: 'tools' }, fileButton(app,
    'Download this list (CSV)', 'todo.csv', () => app.store.todoTable()));
}

/** The report of a call, whatever its status: a page for a signature.
 * @param {App} app
 * @param {string[]} args  of the call
 * @param {Record<string, import('./store.js').Content>} files
 * @param {number[]} good  statuses */
export function reportButton(app, args, files, good) {
  const name = '.page/report.html';
  return fileButton(app, 'Report for a signature', 'report.html', async () =>
    // The folder is there with a file in it.
    (await app.store.call([...args, '--html', name],
      { ...files, '.page/none': '' }, good)).files[name]);
}
