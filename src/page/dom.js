/**
 * Elements of the page.  What comes from a backup gets in as text only: there
 * is no other way here.
 *
 * @typedef {Node | string | number | null | undefined | false} Child
 */

/** Attributes that would be code or addresses are not set here. */
const ATTRIBUTE = /^(?:aria-[a-z]+|role|id|for|type|name|value|class|title|lang|dir|scope|colspan|tabindex|accept|autocomplete|inputmode|placeholder|min|max|step|width|height|spellcheck)$/;
/** Those that are on or off. */
const FLAGS = new Set(['disabled', 'hidden', 'checked', 'multiple', 'required',
  'readonly', 'open', 'autofocus', 'selected', 'novalidate',
  'webkitdirectory']);

/** Make an element: `el('button', {type: 'button', onclick: f}, 'OK')`.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props]  attributes, flags, and handlers
 *   (functions, by the event's name behind `on`)
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]} */
export function el(tag, props = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith('on') && typeof value === 'function')
      e.addEventListener(name.slice(2), value);
    else if (FLAGS.has(name))
      e.toggleAttribute(name, Boolean(value));
    else if (!ATTRIBUTE.test(name))
      throw new Error(`attribute ${name}`);
    else if (value !== null && value !== undefined)
      e.setAttribute(name, String(value));
  }
  put(e, ...children);
  return e;
}

/** Replace what an element holds.
 * @param {Element} e
 * @param {...Child} children */
export function put(e, ...children) {
  e.replaceChildren(...children.filter(
    c => c !== null && c !== undefined && c !== false).map(
    c => c instanceof Node ? c : String(c)));
}

/** So many items of a list are shown; the rest is counted. */
const LIST_MOST = 1000;

/** A list that may be very long.
 * @template T
 * @param {T[]} list
 * @param {(x: T) => HTMLLIElement} make  an item
 * @param {Record<string, any>} [props]  of the list */
export function longList(list, make, props = {}) {
  const left = list.length - LIST_MOST;
  return el('ul', props, ...list.slice(0, LIST_MOST).map(make),
    left > 0 && el('li', {}, `and ${left} more`));
}

/** A list of what is known of a thing; what is not is left out.
 * @param {[string, string | number | null][]} pairs */
export function facts(pairs) {
  return el('dl', {}, ...pairs.flatMap(([name, value]) => value === null ?
    [] : [el('dt', {}, name), el('dd', {}, value)]));
}

/** A button.
 * @param {string} text
 * @param {(e: Event) => void} onclick
 * @param {Record<string, any>} [props] */
export function button(text, onclick, props = {}) {
  return el('button', { type: 'button', onclick, ...props }, text);
}

let labels = 0;

/** A number that no other element's id has.
 * @param {string} stem */
export function newId(stem) {
  return `${stem}-${++labels}`;
}

/** A labelled input: the two, and a place for what is said of it.
 * @param {string} label
 * @param {Record<string, any>} [props]  of the input */
export function field(label, props = {}) {
  const id = newId('field');
  const notes = el('div', { id: `${id}-notes`, class: 'notes' });
  const input = el('input', { id, type: 'text', autocomplete: 'off',
    spellcheck: 'false', 'aria-describedby': notes.id, ...props });
  const node = el('div', { class: 'field' },
    el('label', { for: id }, label), input, notes);
  return { node, input, notes };
}

/** A choice among few, labelled.
 * @param {string} label
 * @param {[string, string][]} options  value and text
 * @param {(value: string) => void} onchange */
export function choice(label, options, onchange) {
  const id = newId('choice');
  const select = el('select', { id,
    onchange: () => onchange(select.value) },
  ...options.map(([value, text]) => el('option', { value }, text)));
  return { node: el('div', { class: 'field' },
    el('label', { for: id }, label), select), select };
}

/** A box to tick, labelled.
 * @param {string} label
 * @param {() => void} onchange */
export function tick(label, onchange) {
  const id = newId('tick');
  const box = el('input', { type: 'checkbox', id, onchange });
  return { node: el('div', { class: 'tick' }, box,
    el('label', { for: id }, label)), box };
}

/** A button that asks for files.
 * @param {string} text
 * @param {{accept?: string, multiple?: boolean, webkitdirectory?: boolean}} how
 * @param {(files: File[]) => void} chosen */
export function filePicker(text, how, chosen) {
  const id = newId('file');
  const input = el('input', { type: 'file', id, class: 'visually-hidden',
    ...how, onchange: () => {
      const files = [...(input.files ?? [])];
      input.value = '';
      if (files.length > 0)
        chosen(files);
    } });
  return el('span', { class: 'picker' }, input,
    el('label', { for: id, class: 'button' }, text));
}

/** Have an element take files that are dropped on it.
 * @param {HTMLElement} e
 * @param {(files: File[]) => void} dropped
 * @param {(name: string) => void} [folder]  what to do with a folder, which
 *   browsers do not open to a page that is a file itself */
export function takeDrops(e, dropped, folder) {
  e.addEventListener('dragover', x => {
    x.preventDefault();
    e.classList.add('drop');
  });
  e.addEventListener('dragleave', () => e.classList.remove('drop'));
  e.addEventListener('drop', x => {
    x.preventDefault();
    x.stopPropagation();
    e.classList.remove('drop');
    const found = folder && [...(x.dataTransfer?.items ?? [])].map(
      i => i.webkitGetAsEntry?.()).find(i => i?.isDirectory);
    if (found)
      return folder(found.name);
    const files = [...(x.dataTransfer?.files ?? [])];
    if (files.length > 0)
      dropped(files);
  });
}

/** Hear an event of the whole page as long as an element is in it.
 * @param {Element} e
 * @param {string} name
 * @param {(x: any) => void} f */
export function hearWhileShown(e, name, f) {
  const heard = (/** @type {Event} */ x) => {
    if (e.isConnected)
      f(x);
    else
      document.removeEventListener(name, heard);
  };
  document.addEventListener(name, heard);
}

/** Hand a file out as a download.
 * @param {Blob} blob
 * @param {string} name */
export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  const a = el('a');
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
