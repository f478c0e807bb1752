/** What the steps change, before it is saved, and the saving. */
import { button, download, el, filePicker, put, takeDrops } from './dom.js';
import { asCommand, operand } from './command.js';
import { changeTable } from './change_table.js';
import { findingList } from './findings.js';
import { fileButton, todoButton } from './report.js';
import { choosePlace } from './save.js';
import { PLAN, Refused, STATUS } from './store.js';
import { todoList } from './todo_list.js';

/** @typedef {import('./app.js').App} App */

/** @param {number} n */
function counted(n) {
  return n === 1 ? '1 value' : `${n} values`;
}

/** What the new backup will be called.
 * @param {string} name */
function newName(name) {
  return name.replace(/(?:-new)?(\.zip)?$/i, '') + '-new.zip';
}

/** Save the new backup: the program makes and proves it, the browser stores
 * it where the person wants it.
 * @param {App} app */
function saveBackup(app) {
  const name = newName(app.store.name);
  return app.busy('Writing the new backup', async () => {
    const place = await choosePlace(name, app.store.file);
    if (!place)
      return;
    try {
      // It may have the old one's name, elsewhere on the disk.
      const { blob, report, words } = await app.store.write(
        place.name === app.store.name ? name : place.name);
      await place.store(blob, bytes => {
        if (app.stopped)
          throw new Error('stopped; nothing is stored');
        app.progress(bytes, blob.size);
      });
      app.store.savedPlan = app.store.staged.plan;
      app.store.saved = { name: place.name, size: blob.size, report, words,
        where: place.where };
      app.show('prove');
      app.say('The new backup is saved.');
    } catch (x) {
      await place.giveUp();
      throw x;
    }
  });
}

/** @param {App} app */
function savePlan(app) {
  const plan = app.store.staged.plan;
  if (plan) {
    download(plan, 'changes.json');
    app.store.savedPlan = plan;
    app.say('changes.json holds the changes; Load changes takes it again, ' +
      'and so does cxbak apply');
  }
}

/** A plan does not fit: what is in its way, and the choice.
 * @param {App} app
 * @param {Refused} x
 * @param {HTMLElement} place
 * @param {string[]} names  of the plans
 * @param {() => void} skip */
function conflict(app, x, place, names, skip) {
  const node = el('div', { class: 'bad', role: 'alert' },
    el('h3', {}, 'Some of these changes do not fit this backup'),
    el('pre', {}, x.result.err.trim()), el('div', { class: 'tools' },
      button('Leave out what conflicts', skip, { class: 'primary' }),
      button('Load nothing', () => put(place))),
    asCommand(['apply', app.store.backup, ...names, '--only-clean', '-o',
      'new.zip']).node);
  put(place, node);
}

/** @param {App} app
 * @param {File[]} files
 * @param {HTMLElement} place  for a question
 * @param {string[]} [more]  options
 * @returns {Promise<boolean>} */
function loadPlans(app, files, place, more = []) {
  return app.busy('Loading changes', async () => {
    const n = app.store.done;
    const names = files.map((f, i) => `.page/${n}-${i}/${f.name}`);
    try {
      await app.store.take({ words: ['apply', ...names, ...more],
        label: `changes of ${files.map(f => f.name).join(', ')}`,
        files: Object.fromEntries(files.map((f, i) => [names[i], f])) });
    } catch (x) {
      if (!(x instanceof Refused) || x.status !== STATUS.CONFLICT)
        throw x;
      conflict(app, x, place, names, () => loadPlans(app, files, place,
        ['--only-clean']));
      return;
    }
    app.show('changes');
    app.say(app.store.staged.result?.err.split('\n').filter(
      l => l.includes('left out')).join(' ') ?? '');
  });
}

/** The steps, the last one first.
 * @param {App} app */
function stepList(app) {
  const s = app.store;
  return el('details', {}, el('summary', {}, 'Steps'),
    el('ol', {}, ...s.steps.slice(0, s.done).map(step =>
      el('li', {}, `${step.words[0]}: ${step.label}`))));
}

/** What the changes come to, and what can be done with them.
 * @param {App} app
 * @param {Node} load  the button that loads others */
function whatIsStaged(app, load) {
  const { staged } = app.store;
  return [el('p', {}, `${counted(staged.changes.length)} would change. The ` +
    'backup itself stays as it is; saving makes a new one.'),
  el('div', { class: 'tools' },
    button('Save the new backup', () => saveBackup(app), { class: 'primary' }),
    button('Save changes', () => savePlan(app)), load,
    fileButton(app, 'Report for a signature', 'report.html',
      () => app.store.reportOfPreview())),
  changeTable(staged.changes),
  staged.findings.length > 0 && el('h3', {}, 'What to know'),
  findingList(staged.findings, { number: true }),
  todoList(staged.todo, todoButton(app)), stepList(app)];
}

/** @param {App} app */
export function changesView(app) {
  const s = app.store, place = el('div', {});
  const command = asCommand(['apply', s.backup, PLAN],
    ['apply', s.backup, PLAN, ...s.passes(s.active()), '-o',
      operand(newName(s.name))]);
  const node = el('section', {});
  const take = (/** @type {File[]} */ files) => loadPlans(app, files, place);
  const load = filePicker('Load changes', { accept: '.json', multiple: true },
    take);
  takeDrops(node, take);
  put(node, el('h2', {}, 'Changes'), place, ...(s.staged.changes.length === 0 ?
    [el('p', {}, 'Nothing is changed yet.'), load] : whatIsStaged(app, load)),
  command.node);
  return node;
}
