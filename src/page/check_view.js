/** What the rules say of the whole backup, and what can be corrected. */
import { asCommand } from './command.js';
import { el, longList, put } from './dom.js';
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
  app.busy('Checking', async () => {
    // Errors in the backup are a status of their own.
    const { json } = await app.store.call(['check', app.store.backup], {},
      [0, 1]);
    put(place, el('p', {}, `${json.Errors} errors, ${json.Warnings} ` +
      `warnings, ${json.Findings.length} findings in all`),
    longList(json.Findings, (/** @type {any} */ f) =>
      el('li', { class: f.Severity }, el('strong', {},
        severityWord(f)), ' ',
        f.Number && personLink(app, f.Number, f.Name),
        ` ${f.Message}`), { class: 'findings' }));
  });
  return el('section', {}, el('h2', {}, 'Check'), place, command.node,
    el('h3', {}, 'Corrections that are certain'), trial.node);
}
