/**
 * What the program has to say of values: as a list, and at the fields.
 *
 * @typedef {import('./store.js').Finding} Finding
 */
import { el, longList, put } from './dom.js';

const WORDS = { error: 'Error', warning: 'Warning', note: 'Note' };

/** How grave it is.
 * @param {Finding} f */
export function severityWord(f) {
  return WORDS[f.Severity] ?? f.Severity;
}

/** One finding as an item of a list.
 * @param {Finding} f
 * @param {{number?: boolean}} [how] */
function item(f, { number = false } = {}) {
  return el('li', { class: f.Severity }, el('strong', {},
    severityWord(f)), ' ',
  number && f.Number ? `Extension ${f.Number}: ` : '', f.Message);
}

/** A list of findings, the gravest first, or nothing.
 * @param {Finding[]} findings
 * @param {{number?: boolean}} [how]  with the extension of each? */
export function findingList(findings, how) {
  return findings.length === 0 ? null :
    longList(Object.keys(WORDS).flatMap(word => findings.filter(
      f => f.Severity === word)), f => item(f, how), { class: 'findings' });
}

/** Put what is said of fields at the fields; what is left over is returned.
 * @param {Finding[]} findings
 * @param {Map<string, {input: HTMLElement, notes: HTMLElement}>} fields  by
 *   the program's names */
export function atFields(findings, fields) {
  for (const [name, { input, notes }] of fields) {
    const here = findings.filter(f => f.Field === name);
    put(notes, findingList(here));
    input.setAttribute('aria-invalid',
      String(here.some(f => f.Severity === 'error')));
  }
  return findings.filter(f => !f.Field || !fields.has(f.Field));
}

/** Errors that this edit brings: they refuse it.
 * @param {Finding[]} findings */
export function refusals(findings) {
  return findings.filter(f => f.Severity === 'error' && f.Introduced);
}
