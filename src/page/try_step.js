/**
 * A step that is tried before it is taken: what would change, and what there
 * is to know; the lower half of the screens that change many people.
 *
 * @typedef {import('./app.js').App} App
 * @typedef {import('./store.js').Step} Step
 * @typedef {import('./store.js').Staged} Staged
 */
import { button, el, put } from './dom.js';
import { asCommand } from './command.js';
import { changeTable } from './change_table.js';
import { findingList, refusals } from './findings.js';
import { Refused } from './store.js';

/** What a step changes beyond the steps that were taken.
 * @param {App} app
 * @param {Staged} tried */
function added(app, tried) {
  return tried.changes.filter(c =>
    app.store.values.get(c.Number)?.get(c.Field) !== c.New);
}

/** The program's own words, line by line.
 * @param {Refused} x */
function refusedNode(x) {
  return el('div', { class: 'bad', role: 'alert' }, el('h3', {},
    'This cannot be done as it is'), el('pre', {}, x.result.err.trim()));
}

/**
 * @param {App} app
 * @param {() => Step | null} draft  the step as the form has it; null: nothing
 * @param {(tried: Staged) => (Node | false)[]} [more]  what else to show
 * @returns {{node: HTMLElement, look: () => void, changed: () => void}}  call
 *   `changed` when the form has changed, `look` to try it */
export function tryStep(app, draft, more = () => []) {
  const place = el('div', { 'aria-live': 'polite' }), command = asCommand();
  const take = button('Take these changes', () => app.busy(
    'Taking the changes', async () => {
      const step = draft();
      if (step) {
        await app.store.take(step);
        app.show('changes');
      }
    }), { class: 'primary', disabled: true });
  const look = () => app.busy('Trying it', async () => {
    const step = draft();
    if (!step)
      return;
    try {
      const tried = await app.store.preview(step), changes = added(app, tried);
      put(place, el('h3', {}, changes.length === 0 ? 'Nothing would change' :
        'This would change'), changes.length > 0 && changeTable(changes),
      ...more(tried), findingList(tried.findings, { number: true }));
      take.disabled = changes.length === 0 ||
        refusals(tried.findings).length > 0;
    } catch (x) {
      if (!(x instanceof Refused))
        throw x;
      take.disabled = true;
      put(place, refusedNode(x));
    }
  });
  const changed = () => {
    const step = draft();
    take.disabled = true;
    put(place);
    command.show(step ? [[step.words[0], app.store.backup,
      ...step.words.slice(1), '-o', 'new.zip']] : []);
  };
  return { look, changed, node: el('div', {}, el('div', { class: 'tools' },
    button('Show what would change', look), take), place, command.node) };
}
