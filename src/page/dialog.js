/** A question that must be answered before anything else. */
import { button, el } from './dom.js';

/** Ask; true if the answer is the first one.
 * @param {string} title
 * @param {string} text
 * @param {string} yes  words of the button that goes on
 * @param {string} no  and of the one that does not
 * @returns {Promise<boolean>} */
export function question(title, text, yes, no) {
  return new Promise(answer => {
    const end = (/** @type {boolean} */ good) => {
      dialog.close();
      dialog.remove();
      answer(good);
    };
    const heading = el('h3', { id: 'question' }, title);
    const dialog = el('dialog', { 'aria-labelledby': 'question',
      oncancel: () => end(false) }, heading, el('p', {}, text),
    el('div', { class: 'tools' }, button(no, () => end(false),
      { autofocus: true }), button(yes, () => end(true))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
