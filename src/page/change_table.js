/** Changes as a table: whom, which field, from what to what. */
import { el } from './dom.js';
import { FIELDS } from './person_view.js';

/** @typedef {import('./store.js').Change} Change */

/** So many rows are shown; the rest is counted. */
const MOST = 1000;

/** A value of a change, whatever it is.
 * @param {any} value */
function valueText(value) {
  return value === null || value === undefined || value === '' ? '(empty)' :
    String(value);
}

/** A field as the console calls it.
 * @param {string} name  the program's */
function fieldLabel(name) {
  return FIELDS.find(f => f.name === name)?.label ?? name;
}

/** @param {Change[]} changes */
export function changeTable(changes) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region',
    'aria-label': 'Changes' }, el('table', {}, el('thead', {}, el('tr', {},
    ...['Ext.', 'Field', 'Old', 'New'].map(t =>
      el('th', { scope: 'col' }, t)))),
  el('tbody', {}, ...changes.slice(0, MOST).map(c => el('tr', {},
    el('th', { scope: 'row' }, c.Number), el('td', {}, fieldLabel(c.Field)),
    el('td', {}, valueText(c.Old)), el('td', {}, valueText(c.New)))))),
  changes.length > MOST && el('p', {}, `and ${changes.length - MOST} more`));
}
