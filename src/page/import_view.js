/** Users changed as a table says: a CSV file or an Excel workbook. */
import { button, choice, download, el, field, filePicker, put, takeDrops,
  tick } from './dom.js';
import { FIELDS } from './person_view.js';
import { tryStep } from './try_step.js';

/**
 * @typedef {import('./app.js').App} App
 * @typedef {import('./store.js').Staged} Staged
 */

/** What a column can be: the program's words for --map. */
const MEANINGS = /** @type {[string, string][]} */ ([['number', 'Extension'],
  ...FIELDS.map(f => [f.word, f.label]), ['-', 'nothing']]);

const REJECTS = '.page/rejects.csv';

/** One column that is told what it is.
 * @param {() => void} changed */
function mapping(changed) {
  const column = field('Column, by name or letter', { oninput: changed });
  const meaning = choice('holds', MEANINGS, changed);
  return { node: el('div', { class: 'tools' }, column.node, meaning.node),
    words: () => column.input.value === '' ? [] :
      ['--map', `${column.input.value}=${meaning.select.value}`] };
}

/** What became of the rows.
 * @param {Staged} tried */
function outcome(tried) {
  const steps = tried.result?.json.Steps ?? [];
  const rows = steps[steps.length - 1]?.Rows;
  const rejects = tried.result?.files[REJECTS];
  return [rows && el('p', {}, `${rows.Read} rows read: ${rows.Changed} to ` +
    `change, ${rows.Unchanged} unchanged, ${rows.Skipped} left out`),
  rejects !== undefined && button('Download the rows that are left out',
    () => download(rejects, 'rejects.csv'))];
}

/** @param {App} app */
export function importView(app) {
  /** @type {File | null} */
  let table = null;
  const name = el('p', {}, 'No table is chosen.');
  const maps = el('div', {});
  /** @type {{words: () => string[]}[]} */
  const mapped = [];
  const changed = () => trial.changed();
  const options = [['--skip-unknown', 'Leave out people who are not in the ' +
    'backup'], ['--skip-bad', 'Leave out rows that cannot be used'],
  ['--keep-damaged', 'Keep the value where a spreadsheet has damaged a ' +
    'cell']].map(([word, label]) => ({ word, ...tick(label, changed) }));
  const trial = tryStep(app, () => {
    if (!table)
      return null;
    const path = `.page/${app.store.done}/${table.name}`;
    const chosen = options.filter(o => o.box.checked).map(o => o.word);
    return { words: ['import', path, ...mapped.flatMap(m => m.words()),
      ...chosen, ...(chosen.some(w => w.startsWith('--skip')) ?
        ['--rejects', REJECTS] : [])],
    label: `the table ${table.name}`, files: { [path]: table } };
  }, outcome);
  const take = (/** @type {File[]} */ files) => {
    table = files[0];
    put(name, table.name);
    changed();
    trial.look();
  };
  const zone = el('div', { class: 'zone' },
    el('p', {}, 'Drop a CSV file or a workbook here, or'),
    filePicker('Choose a table', { accept: '.csv,.xlsx,.txt' }, take));
  takeDrops(zone, take);
  return el('section', {}, el('h2', {}, 'Import'), zone, name,
    ...options.map(o => o.node), maps,
    button('Say what a column holds', () => {
      const m = mapping(changed);
      mapped.push(m);
      maps.append(m.node);
    }), trial.node);
}
