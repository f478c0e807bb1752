/** Changes as a table: whom, which field, from what to what. */
import { el } from './dom.js';
import { FIELDS } from './person_view.js';

/** @typedef {import('./store.js').Change} Change */

/** So many rows are shown; the rest is counted. */
const MOST = 1000;

/** Letters of a value that are shown; all are in its title. */
const LONGEST = 120;

/** A value of a change, whatever it is.
 * @param {any} value */
function valueText(value) {
  return value === null || value === undefined || value === '' ? '(empty)' :
    String(value);
}

/** A cell with a value, which may be long.
 * @param {string} text
 * @param {string} shown */
function valueCell(text, shown) {
  return el('td', { title: text }, shown.length > LONGEST ?
    `${shown.slice(0, LONGEST)}…` : shown);
}

/** What stands for a picture, which the program names by its file and sum.
 * @param {Change} c
 * @returns {[string, string]} */
function pictureWords({ Old, New }) {
  return [Old ? 'a picture' : '(empty)', !New ? '(empty)' :
    Old ? 'another picture' : 'a picture'];
}

/** Both values of a change.
 * @param {Change} c */
function cells(c) {
  const old = valueText(c.Old), now = valueText(c.New);
  const [oldShown, nowShown] = c.Field === 'Avatar' ? pictureWords(c) :
    [old, now];
  return [valueCell(old, oldShown), valueCell(now, nowShown)];
}

/** A field as the console calls it.
 * @param {string} name  the program's */
function fieldLabel(name) {
  return FIELDS.find(f => f.name === name)?.label ?? name;
}

/** The changes of users that a comparison found.
 * @param {any} json  as `diff` and `verify` have it
 * @returns {Change[]} */
export function changesOf(json) {
  return (json?.Users ?? []).flatMap((/** @type {any} */ u) =>
    (u.Changes ?? []).map((/** @type {any} */ c) =>
      ({ Number: u.Number, ...c })));
}

/** @param {Change[]} changes */
export function changeTable(changes) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region',
    'aria-label': 'Changes' }, el('table', { class: 'changes' },
    el('thead', {}, el('tr', {}, ...['Ext.', 'Field', 'Old', 'New'].map(t =>
      el('th', { scope: 'col' }, t)))),
  el('tbody', {}, ...changes.slice(0, MOST).map(c => el('tr', {},
    el('th', { scope: 'row' }, c.Number), el('td', {}, fieldLabel(c.Field)),
    ...cells(c))))),
  changes.length > MOST && el('p', {}, `and ${changes.length - MOST} more`));
}
