/**
 * What the columns of a table are: a choice above each, and below it the first
 * cells, as the program tells them.
 *
 * @typedef {object} Column
 * @property {string} Letters
 * @property {string} Heading
 * @property {string | null} Map  what `--map` calls it
 * @property {string | null} Word  what it is read as
 * @property {string[]} Samples
 */
import { el, put } from './dom.js';
import { FIELDS } from './person_view.js';

/** What is not read. */
const NOTHING_WORD = '-';

/** What a column can be: the program's words for --map. */
const MEANINGS = [['number', 'Extension'], ...FIELDS.map(f =>
  [f.word, f.label]), ['name', 'First and last name'],
[NOTHING_WORD, 'not used']];

/** @param {() => void} changed  the person has chosen */
export function columnMeanings(changed) {
  const node = el('div', {});
  /** What was chosen otherwise than the program had understood.
   * @type {Map<string, string>} */
  const chosen = new Map();
  /** @type {Map<string, string>} */
  const understood = new Map();

  /** @param {Column} column
   * @param {string} word */
  const choose = (column, word) => {
    const name = column.Map ?? '';
    // One column for a field.
    for (const [other, its] of chosen)
      if (its === word && word !== NOTHING_WORD)
        chosen.delete(other);
    if (understood.get(name) === word)
      chosen.delete(name);
    else
      chosen.set(name, word);
    changed();
  };

  /** @param {Column} column */
  const select = column => {
    const word = column.Word ?? NOTHING_WORD;
    const list = word === 'avatar' ?
      [...MEANINGS, ['avatar', 'Avatar: a picture file']] : MEANINGS;
    const e = el('select', { disabled: column.Map === null,
      'aria-label': `Column ${column.Letters}, ${column.Heading ||
        'without a heading'}, holds`, onchange: () =>
        choose(column, e.value) },
    ...list.map(([value, text]) => el('option', { value }, text)));
    e.value = word;
    return e;
  };

  /** @param {Column[]} columns */
  const show = columns => {
    if (understood.size === 0)
      for (const c of columns)
        understood.set(c.Map ?? '', c.Word ?? NOTHING_WORD);
    const rows = Math.max(0, ...columns.map(c => c.Samples.length));
    // The choice that had the focus is drawn anew.
    const focus = [...node.querySelectorAll('select')].indexOf(
      /** @type {any} */ (document.activeElement));
    put(node, el('div', { class: 'scroll short', tabindex: '0',
      role: 'region', 'aria-label': 'Columns of the table' },
    el('table', { class: 'columns-table', 'aria-label': 'Columns' },
      el('thead', {}, el('tr', {}, ...columns.map(c => el('th',
        { scope: 'col' }, el('span', {}, `${c.Letters} ${c.Heading}`),
        select(c))))),
      el('tbody', {}, ...Array.from({ length: rows }, (_, r) => el('tr', {},
        ...columns.map(c => el('td', { class: c.Word ? null : 'unused',
          title: c.Samples[r] }, c.Samples[r] ?? ''))))))));
    node.querySelectorAll('select')[focus]?.focus();
  };
  return { node, show, words: () => [...chosen].flatMap(([name, word]) =>
    ['--map', `${name}=${word}`]), clear: () => {
    chosen.clear();
    understood.clear();
    put(node);
  } };
}
