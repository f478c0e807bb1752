/**
 * What refuses a step, and how it can pass all the same: a box for each kind
 * of finding, with the program's words.
 *
 * @typedef {import('./app.js').App} App
 * @typedef {import('./store.js').Finding} Finding
 */
import { button, el, put, tick } from './dom.js';
import { refusals } from './findings.js';

/** The option that accepts a code.
 * @param {string} code */
function accepting(code) {
  return `--accept=${code}`;
}

/** What a box says.
 * @param {string} code
 * @param {Finding[]} findings  of that code */
function wordsOf(code, [first, ...others]) {
  return (first.Number ? `Extension ${first.Number}: ` : '') + first.Message +
    (others.length > 0 ? `, and ${others.length} more like it` : '') +
    ` (${code})`;
}

/** @param {App} app
 * @param {() => void} changed  a box was ticked */
export function passes(app, changed) {
  /** @type {Set<string>} */
  const options = new Set();
  const node = el('div', {});

  /** One box.
   * @param {string} code
   * @param {Finding[]} findings */
  const line = (code, findings) => {
    const made = tick(wordsOf(code, findings), () => {
      if (made.box.checked)
        options.add(accepting(code));
      else
        options.delete(accepting(code));
      changed();
    });
    made.box.checked = options.has(accepting(code));
    return made.node;
  };

  /** Offer what of these refuses the step: what the steps before it brought
   * has passed already.  True if anything is left that does not pass.
   * @param {Finding[]} findings
   * @param {string[]} [given]  options by which the form lets some pass */
  const show = (findings, given = []) => {
    const before = new Set(app.store.staged.findings.map(f =>
      JSON.stringify([f.Code, f.Number, f.Message])));
    /** @type {Map<string, Finding[]>} */
    const kinds = new Map();
    for (const f of refusals(findings))
      if (!given.includes(accepting(f.Code)) &&
          !before.has(JSON.stringify([f.Code, f.Number, f.Message])))
        kinds.set(f.Code, [...kinds.get(f.Code) ?? [], f]);
    // The box that was ticked keeps the focus.
    const focus = [...node.querySelectorAll('input')].indexOf(
      /** @type {any} */ (document.activeElement));
    put(node, kinds.size > 0 && el('fieldset', { class: 'passes' },
      el('legend', {}, 'This refuses it. Let it pass all the same?'),
      ...[...kinds].map(([code, list]) => line(code, list))));
    node.querySelectorAll('input')[focus]?.focus();
    return [...kinds.keys()].some(code => !options.has(accepting(code)));
  };
  return { node, show, options: () => [...options] };
}

/** A button that has the backup written of which it is not known whether it
 * can be restored.
 * @param {App} app */
export function allowButton(app) {
  return button('Write it all the same', () => {
    app.store.forced = true;
    app.alert.hidden = true;
    app.frame();
    app.say('This backup is written all the same. Do now again what was ' +
      'refused, if anything was.');
  });
}

/** Where the program would go on only if it is told to: a button for that.
 * @param {App} app
 * @param {unknown} x  what went wrong */
export function forceButton(app, x) {
  const option = /** @type {{option?: string}} */ (x)?.option;
  return option === '--force' && allowButton(app);
}
