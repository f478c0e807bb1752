/**
 * Command lines: what a screen does, for a shell or for a file of steps.
 */
import { button, el } from './dom.js';

/** Words that need no quotes. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** The folders of the page's own files: a person has them elsewhere. */
const OURS = /^\.page\/(?:.*\/)?/;
/** The same within a text, and the place of a step in the file of all. */
const OUR_FILE = /\.page\/(?:[\w-]+\/)*(?=\S)/g;
const STEP_LINE = /\.page\/steps\.txt:\d+: /g;

/** A word as a shell, and the program's files of steps, read it.
 * @param {string} word */
export function quoted(word) {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** @param {string[]} words */
export function commandLine(words) {
  return words.map(quoted).join(' ');
}

/** What a file is called in a call: never an option, nor a list.
 * @param {string} name */
export function operand(name) {
  return /^[-@]/.test(name) ? `./${name}` : name;
}

/** Commands of two words. */
const PAIRED = /^(?:avatar|plan)$/;

/** The command line of a step alone, which writes a new backup.
 * @param {import('./store.js').Step} step
 * @param {import('./store.js').Store} store */
export function stepCommand(step, store) {
  const n = PAIRED.test(step.words[0]) ? 2 : 1;
  return [...step.words.slice(0, n), store.backup, ...step.words.slice(n),
    ...store.passes([step]), '-o', 'new.zip'];
}

/** Words of the program, with the names that files have for a person.
 * @param {string} text */
export function ownNames(text) {
  return text.replace(STEP_LINE, '').replace(OUR_FILE, '');
}

/** The folded part of a screen that shows its command.
 * @param {...string[]} lines
 * @returns {{node: HTMLElement, show: (lines: string[][]) => void}} */
export function asCommand(...lines) {
  const code = el('code', {});
  const copy = button('Copy', () => {
    navigator.clipboard?.writeText(code.textContent ?? '').then(
      () => { copy.textContent = 'Copied'; },
      () => { copy.textContent = 'Select it and copy'; });
  });
  const node = el('details', { class: 'command' },
    el('summary', {}, 'As a command'), el('pre', { tabindex: '0',
      role: 'group', 'aria-label': 'Command' }, code), copy);
  const show = (/** @type {string[][]} */ all) => {
    copy.textContent = 'Copy';
    code.textContent = all.map(words => commandLine(['cxbak',
      ...words.map(w => OURS.test(w) ? operand(w.replace(OURS, '')) :
        w)])).join('\n');
  };
  show(lines);
  return { node, show };
}
