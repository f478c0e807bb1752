/** The question for the password of a backup that is encrypted. */
import { el, field, put } from './dom.js';
import { Refused, STATUS } from './store.js';

/** Did a call want a password, or another one?
 * @param {unknown} x
 * @returns {x is Refused} */
export function wantsPassword(x) {
  return x instanceof Refused && x.status === STATUS.PASSWORD;
}

/** Ask for it.
 * @param {string} name  of the backup
 * @param {HTMLElement} place
 * @param {string} wrong  what was wrong with the last one, or ''
 * @param {(password: string) => void} answer */
export function askPassword(name, place, wrong, answer) {
  const { node, input, notes } = field('Password',
    { type: 'password', autocomplete: 'off' });
  put(notes, wrong);
  const submit = (/** @type {Event} */ e) => {
    e.preventDefault();
    answer(input.value);
  };
  put(place, el('form', { class: 'panel', onsubmit: submit },
    el('p', {}, `${name} is encrypted.`), node,
    el('button', { type: 'submit', class: 'primary' }, 'Open')));
  input.focus();
}
