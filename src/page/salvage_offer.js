/** What is whole of a backup that cannot be opened, taken out. */
import { button, download, el, put } from './dom.js';
import { operand } from './command.js';
import { Refused, STATUS } from './store.js';

/** @typedef {import('./app.js').App} App */

/** Offer it below the form that has refused a file.
 * @param {App} app
 * @param {File} file
 * @param {HTMLElement} place
 * @param {(words: string[]) => void} tell  shows the command
 * @param {(file: File) => void} open  look at what was taken out */
export function offerSalvage(app, file, place, tell, open) {
  const name = `${file.name.replace(/\.zip$/i, '')}-salvaged.zip`;
  const words = ['salvage', operand(file.name), '-o', operand(name)];
  const salvage = () => app.busy('Taking out what is whole', async () => {
    tell(words);
    const r = await app.store.program.run(words, { [file.name]: file });
    const made = r.files[name];
    // Something that is lost is a status of its own.
    if (!made || (r.status !== STATUS.OK && r.status !== STATUS.DIFFER))
      throw new Refused(r);
    put(place, el('div', { class: 'panel' },
      el('h3', {}, 'What is whole'), el('pre', {}, r.err.trim()),
      el('div', { class: 'tools' }, button(`Download ${name}`,
        () => download(made, name)),
      button('Look at it here', () => open(new File([made], name))))));
  });
  put(place, el('div', { class: 'panel' }, el('p', {}, `${file.name} cannot ` +
    'be opened. If it is damaged or was cut short, what is whole of it can ' +
    'be taken out.'), button('Take out what is whole', salvage)));
}
