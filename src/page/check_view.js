/** What the rules say of the whole backup, and what can be corrected. */
import { asCommand } from './command.js';
import { choice, el, longList, put } from './dom.js';
import { severityWord } from './findings.js';
import { personLink } from './person_view.js';
import { tryStep } from './try_step.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app */
export function checkView(app) {
  const place = el('div', { 'aria-live': 'polite' });
  const words = ['fix'], command = asCommand(['check', app.store.backup]);
  const trial = tryStep(app, () => ({ words,
    label: 'what can be corrected' }), { example: () => words });
  const check = (/** @type {string} */ target) => app.busy('Checking', async (
  ) => {
    const args = ['check', app.store.backup,
      ...(target === '' ? [] : ['--target', target])];
    command.show([args]);
    // Errors in the backup are a status of their own.
    const { json } = await app.store.call(args, {}, [0, 1]);
    put(place, el('p', {}, `${json.Errors} errors, ${json.Warnings} ` +
      `warnings, ${json.Findings.length} findings in all`),
    longList(json.Findings, (/** @type {any} */ f) =>
      el('li', { class: f.Severity }, el('strong', {},
        severityWord(f)), ' ',
        f.Number && personLink(app, f.Number, f.Name),
        ` ${f.Message}`), { class: 'findings' }));
  });
  const rules = choice('What is looked for', [['', 'mistakes'],
    ['v20', 'mistakes, and what matters for the move to version 20']], check);
  check('');
  return el('section', {}, el('h2', {}, 'Check'), rules.node, place,
    command.node,
    el('h3', {}, 'Corrections that are certain'), trial.node);
}
