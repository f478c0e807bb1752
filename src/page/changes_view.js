/** What the steps change, before it is saved, and the saving. */
import { button, download, el, filePicker, put, takeDrops } from './dom.js';
import { asCommand } from './command.js';
import { changeTable } from './change_table.js';
import { findingList, refusals } from './findings.js';
import { sizeText } from './app.js';

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
 * it.
 * @param {App} app */
function saveBackup(app) {
  const name = newName(app.store.name);
  return app.busy('Writing the new backup', async () => {
    const { blob, result } = await app.store.write(name);
    download(blob, name);
    app.store.savedPlan = app.store.staged.plan;
    app.show('prove');
    app.say(`${name}, ${sizeText(blob.size)}: ${result.err.split('\n')
      .filter(l => l.includes('changed,')).join(' ')
      .replace(/^cxbak: /, '')}`);
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

/** @param {App} app
 * @param {File[]} files */
export function loadPlans(app, files) {
  return app.busy('Loading changes', async () => {
    const n = app.store.done;
    const names = files.map((_, i) => `.page/loaded-${n}-${i}.json`);
    await app.store.take({ words: ['apply', ...names],
      label: `changes of ${files.map(f => f.name).join(', ')}`,
      files: Object.fromEntries(files.map((f, i) => [names[i], f])) });
    app.show('changes');
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

/** @param {App} app */
export function changesView(app) {
  const s = app.store, command = asCommand();
  const findings = s.staged.findings;
  command.show([['apply', s.backup, 'changes.json'],
    ['apply', s.backup, 'changes.json', '-o', newName(s.name)]]);
  const node = el('section', {}, el('h2', {}, 'Changes'));
  const load = filePicker('Load changes', { accept: '.json', multiple: true },
    files => loadPlans(app, files));
  takeDrops(node, files => loadPlans(app, files));
  if (s.staged.changes.length === 0) {
    put(node, el('h2', {}, 'Changes'), el('p', {}, 'Nothing is changed yet.'),
      load, command.node);
    return node;
  }
  put(node, el('h2', {}, 'Changes'),
    el('p', {}, `${counted(s.staged.changes.length)} would change. The ` +
      'backup itself stays as it is; saving makes a new one.'),
    el('div', { class: 'tools' },
      button('Save the new backup', () => saveBackup(app),
        { class: 'primary', disabled: refusals(findings).length > 0 }),
      button('Save changes', () => savePlan(app)), load),
    changeTable(s.staged.changes),
    findings.length > 0 && el('h3', {}, 'What to know'),
    findingList(findings, { number: true }), stepList(app), command.node);
  return node;
}
