/** Users changed as a table says: a CSV file or an Excel workbook. */
import { button, choice, download, el, field, filePicker, put, takeDrops,
  tick } from './dom.js';
import { columnMeanings } from './columns.js';
import { tryStep } from './try_step.js';
import { STATUS } from './store.js';

/**
 * @typedef {import('./app.js').App} App
 * @typedef {import('./store.js').Staged} Staged
 */

const REJECTS = 'rejects.csv', RESULTS = 'results.csv';

/** How rows name their user: the program's words for --key. */
const KEYS = /** @type {[string, string][]} */ ([['number', 'Extension'],
  ['email', 'Email Address'], ['name', 'First and last name'],
  ['number,email,name', 'whichever of these there is']]);

/** What can be asked for: the program's options, and what they do. */
const TICKS = [['--skip-unknown', 'Leave out people who are not in the ' +
  'backup'], ['--skip-bad', 'Leave out rows that cannot be used'],
['--keep-damaged', 'Keep the value where a spreadsheet has damaged a cell'],
['--accept-damage', 'Take cells as they are that a spreadsheet has damaged']];

/** What became of the rows.
 * @param {Staged} tried */
function outcome(tried) {
  const steps = tried.result?.json.Steps ?? [];
  const rows = steps[steps.length - 1]?.Rows;
  return [rows && el('p', {}, `${rows.Read} ` +
    `${rows.Read === 1 ? 'row' : 'rows'} read: ${rows.Changed} to change, ` +
    `${rows.Unchanged} unchanged, ${rows.Skipped} left out`)];
}

/** The files that the program made of the rows.
 * @param {Record<string, Blob>} files
 * @param {string} folder */
function rowFiles(files, folder) {
  return el('div', { class: 'tools' }, ...[
    ['Download the rows that are left out', REJECTS],
    ['Download what comes of every row', RESULTS]].map(([text, name]) =>
    files[folder + name] && button(text,
      () => download(files[folder + name], name))));
}

/** The form: what can be said of a table, and how the program is told.
 * @param {() => void} changed
 * @param {() => void} reread  the columns may be others */
function choices(changed, reread) {
  const key = choice('A row means the person with this', KEYS, reread);
  const row = field('Row of the headings', { inputmode: 'numeric',
    onchange: reread });
  const sheet = field('Sheet', { onchange: reread });
  const ticks = TICKS.map(([word, label]) =>
    ({ word, ...tick(label, changed) }));
  const more = el('div', { class: 'tools', hidden: true }, key.node, row.node,
    sheet.node);
  return { more, row, sheet, ticks,
    /** How the table is read. */
    reading: () => [
      ...(key.select.value === 'number' ? [] : ['--key', key.select.value]),
      ...(row.input.value === '' ? [] : ['--header-row', row.input.value]),
      ...(sheet.input.value === '' ? [] : ['--sheet', sheet.input.value])],
    /** What is done with its rows. */
    doing: () => ticks.filter(t => t.box.checked).map(t => t.word),
    clear: () => {
      row.input.value = sheet.input.value = '';
    } };
}

/** @param {App} app */
export function importView(app) {
  /** @type {File | null} */
  let table = null;
  const name = el('p', { class: 'count' }, 'No table is chosen.');
  const problem = el('div', { role: 'status' });
  const form = choices(() => trial.changed(), () => read());
  const columns = columnMeanings(() => read());
  const folder = () => `.page/${app.store.done}/`;
  const path = () => folder() + table?.name;
  const reading = () => [...form.reading(), ...columns.words()];

  const trial = tryStep(app, () => {
    if (!table)
      return null;
    const doing = form.doing(), some = doing.some(w => w.startsWith('--skip'));
    return { words: ['import', path(), ...reading(), ...doing, '--results',
      folder() + RESULTS, ...(some ? ['--rejects', folder() + REJECTS] : [])],
    label: `the table ${table.name}`, files: { [path()]: table } };
  }, { example: () => ['import', 'table.csv'],
    more: tried => [...outcome(tried), rowFiles(tried.result?.files ?? {},
      folder())],
    moreRefused: refused => [rowFiles(refused.result.files, folder())] });

  /** Show the columns as the program understands them, and what would come of
   * them. */
  const read = () => app.busy('Reading the table', async () => {
    if (!table)
      return;
    trial.changed();
    const { json } = await app.store.call(['import', app.store.backup, path(),
      ...reading(), '--columns'], { [path()]: table },
    [STATUS.OK, STATUS.USAGE, STATUS.REFUSED]);
    if (!json.Columns) {
      // It is no table: nothing is known of its columns.
      form.more.hidden = true;
      columns.clear();
      put(problem, el('p', { class: 'error-line' }, json.Error.Message));
      return;
    }
    form.more.hidden = false;
    form.sheet.node.hidden = json.Sheet === null;
    form.row.input.placeholder = String(json.HeaderRow);
    form.sheet.input.placeholder = json.Sheet ?? '';
    columns.show(json.Columns);
    put(problem, json.Error && el('p', { class: 'error-line' },
      json.Error.Message));
    if (!json.Error)
      trial.look();
  });
  const take = (/** @type {File[]} */ files) => {
    table = files[0];
    put(name, table.name);
    form.clear();
    columns.clear();
    put(problem);
    read();
  };
  const zone = el('div', { class: 'zone' },
    el('p', {}, 'Drop a CSV file or a workbook here, or'),
    filePicker('Choose a table', { accept: '.csv,.xlsx,.txt' }, take));
  takeDrops(zone, take);
  return el('section', {}, el('h2', {}, 'Import'), zone, name, form.more,
    columns.node, problem, ...form.ticks.map(t => t.node), trial.node);
}
