/**
 * A step that is tried before it is taken: what would change, and what there
 * is to know; the lower half of the screens that change many people.
 *
 * @typedef {import('./app.js').App} App
 * @typedef {import('./store.js').Step} Step
 * @typedef {import('./store.js').Staged} Staged
 */
import { button, el, put } from './dom.js';
import { asCommand, stepCommand } from './command.js';
import { changeTable } from './change_table.js';
import { findingList } from './findings.js';
import { forceButton, passes } from './passes.js';
import { Refused } from './store.js';
import { todoList } from './todo_list.js';

const TAKE = 'Take these changes';

/** What a step changes beyond the steps that were taken.
 * @param {App} app
 * @param {Staged} tried */
function added(app, tried) {
  return tried.changes.filter(c =>
    app.store.values.get(c.Number)?.get(c.Field) !== c.New);
}

/** The program's own words, line by line.
 * @param {App} app
 * @param {Refused} x */
function refusedNode(app, x) {
  return el('div', { class: 'bad', role: 'alert' }, el('h3', {},
    'This cannot be done as it is'), el('pre', {}, x.result.err.trim()),
  forceButton(app, x));
}

/**
 * @param {App} app
 * @param {() => Step | null} form  the step as the form has it; null: nothing
 * @param {object} how
 * @param {() => string[]} how.example  the words of such a step, for as long
 *   as the form has none
 * @param {(tried: Staged) => (Node | false)[] | Promise<(Node | false)[]>}
 *   [how.more]  what else to show
 * @param {() => string} [how.missing]  why the form has no step
 * @param {(x: Refused) => (Node | false)[]} [how.moreRefused]  if it cannot be
 * @returns {{node: HTMLElement, look: () => void, changed: () => void}}  call
 *   `changed` when the form has changed, `look` to try it */
export function tryStep(app, form, { example, more = () => [],
  missing = () => 'There is nothing to try yet; fill in the form.',
  moreRefused = () => [] }) {
  const place = el('div', { 'aria-live': 'polite' }), command = asCommand();
  const pass = passes(app, () => look());
  const draft = () => {
    const step = form();
    return step && { ...step,
      passes: [...step.passes ?? [], ...pass.options()] };
  };
  // A screen may have several of these.
  let touched = false;
  const former = app.typed;
  app.typed = () => former() || (touched && form() ? TAKE : '');
  const take = button(TAKE, () => app.busy(
    'Taking the changes', async () => {
      const step = draft();
      if (step) {
        await app.store.take(step);
        app.show('changes');
      }
    }), { class: 'primary', disabled: true });
  const tell = () => command.show([stepCommand(draft() ??
    { words: example(), label: '' }, app.store)]);
  const look = () => app.busy('Trying it', async () => {
    const step = draft();
    tell();
    if (!step) {
      app.say(missing());
      return;
    }
    try {
      const tried = await app.store.preview(step), changes = added(app, tried);
      const others = await more(tried);
      put(place, el('h3', {}, changes.length === 0 ? 'Nothing would change' :
        'This would change'), changes.length > 0 && changeTable(changes),
      ...others, findingList(tried.findings, { number: true }),
      todoList(tried.todo.filter(t => changes.some(
        c => c.Number === t.Number))));
      const stops = pass.show(tried.findings, form()?.passes);
      take.disabled = changes.length === 0 || tried.refused || stops;
    } catch (x) {
      if (!(x instanceof Refused))
        throw x;
      take.disabled = true;
      pass.show([]);
      put(place, refusedNode(app, x), ...moreRefused(x));
    }
  });
  const changed = () => {
    touched = true;
    take.disabled = true;
    put(place);
    tell();
  };
  tell();
  return { look, changed, node: el('div', {}, el('div', { class: 'tools' },
    button('Show what would change', look), take), pass.node, place,
  command.node) };
}
