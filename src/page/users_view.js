/** The users, as the console lists them. */
import { button, choice, el, field, newId, put } from './dom.js';
import { asCommand } from './command.js';
import { visibleRows } from './rows.js';

/** @typedef {import('./app.js').App} App */

/** The console's columns: the field as the program names it, the heading, and
 * the program's word for sorting and choosing. */
export const COLUMNS = [
  { name: 'Number', label: 'Ext.', word: 'number' },
  { name: 'FirstName', label: 'First Name', word: 'first' },
  { name: 'LastName', label: 'Last Name', word: 'last' },
  { name: 'EmailAddress', label: 'Email', word: 'email' },
  { name: 'MobileNumber', label: 'Mobile', word: 'mobile' },
  { name: 'OutboundCallerID', label: 'Caller ID', word: 'callerid' },
  { name: 'Phones', label: 'Phones', word: 'phones' },
  { name: 'Avatar', label: 'Avatar', word: 'avatar' },
];

/** How long a pause in typing is. */
const PAUSE_MS = 150;

/** What the screen remembers while others are shown. */
const view = { search: '', group: '', sort: 'number', back: false,
  hidden: /** @type {Set<string>} */ (new Set()),
  /** Has the person chosen columns? */
  chosen: false };

/** Columns for which a narrow window has no room, the widest of such. */
const ROOM = [{ below: '30rem', names: ['EmailAddress', 'Avatar'] },
  { below: '62rem', names: ['MobileNumber', 'OutboundCallerID', 'Phones'] }];

/** Hide what has no room, for as long as nobody has chosen. */
function fitColumns() {
  if (!view.chosen)
    view.hidden = new Set(ROOM.filter(r => window.matchMedia(
      `(max-width: ${r.below})`).matches).flatMap(r => r.names));
}

/** Which columns are hidden, in words. */
function hiddenWords() {
  const names = COLUMNS.filter(c => view.hidden.has(c.name)).map(c => c.label);
  return names.length === 0 ? '' : `; not shown: ${names.join(', ')}`;
}

/** @param {App} app
 * @param {any} user
 * @param {{name: string}} column */
function cellText(app, user, column) {
  const value = app.store.value(user, column.name);
  if (column.name === 'Avatar')
    return value ? 'Yes' : '';
  return value === null || value === undefined ? '' : String(value);
}

/** Where a text may stand that is no selection: the program's words. */
const SEARCHED = ['number', 'name', 'email', 'mobile', 'callerid'];

/** A text as a part of a pattern.
 * @param {string} text */
function escaped(text) {
  return text.replace(/[*?[\]\\]/g, '\\$&');
}

/** The users of a group, as a selection.
 * @param {App} app
 * @param {string} name */
function membersOf(app, name) {
  const users = new Set(app.store.users.map(u => u.Number));
  const group = app.store.groups.find(g => g.Name === name);
  return (group?.Members ?? []).map((/** @type {any} */ m) => m.Number).filter(
    (/** @type {string} */ n) => users.has(n)).join();
}

/** The program's words for who is looked for and how they are sorted: as it
 * selects people, and for nobody of these, as values hold the text.
 * @param {App} app
 * @returns {string[][]} */
function searches(app) {
  const text = view.search.trim();
  const sort = view.sort === 'number' ? [] : ['--sort', view.sort];
  const group = view.group === '' ? [] : ['--where', `group==${view.group}`];
  if (text === '')
    return [[...group, ...sort]];
  // One condition is enough, so the group is a selection.
  const like = [...(view.group === '' ? [] : [membersOf(app, view.group)]),
    '--any', ...SEARCHED.flatMap(f => ['--where', `${f}=*${escaped(text)}*`]),
    ...sort];
  return /^[-@]/.test(text) ? [like] : [[text, ...group, ...sort], like];
}

/** Those who are looked for, and the words by which they were found.
 * @param {App} app */
async function findUsers(app) {
  const all = searches(app);
  for (const words of all) {
    const found = words.length === 0 ? app.store.users :
      await app.store.list(words);
    if (found.length > 0)
      return { found: view.back ? found.toReversed() : found, words };
  }
  return { found: [], words: all[0] };
}

/** @param {App} app
 * @param {() => void} again */
function headings(app, again) {
  return COLUMNS.filter(c => !view.hidden.has(c.name)).map(c => {
    const here = view.sort === c.word;
    return el('th', { scope: 'col', class: c.name, 'aria-sort': here ?
      (view.back ? 'descending' : 'ascending') : 'none' },
    button(c.label, () => {
      view.back = here && !view.back;
      view.sort = c.word;
      again();
    }));
  });
}

/** @param {App} app
 * @param {any} user */
function userRow(app, user) {
  const changed = app.store.values.has(user.Number);
  const cells = COLUMNS.filter(c => !view.hidden.has(c.name)).map(c => {
    const text = cellText(app, user, c);
    return c.name === 'Number' ?
      el('th', { scope: 'row', class: c.name }, button(text,
        () => app.show('person', user.Number), { class: 'link',
          'aria-label': `Extension ${text}, ${app.store.value(user,
            'FirstName')} ${app.store.value(user, 'LastName')}` })) :
      el('td', { class: c.name, title: text }, text);
  });
  return el('tr', { class: changed ? 'changed' : null,
    onclick: () => app.show('person', user.Number) }, ...cells);
}

/** Which columns are shown.
 * @param {() => void} again */
function columnChooser(again) {
  return el('details', { class: 'columns' }, el('summary', {}, 'Columns'),
    ...COLUMNS.slice(1).map(c => {
      const id = newId('column');
      const box = el('input', { type: 'checkbox', id,
        checked: !view.hidden.has(c.name), onchange: () => {
          view.chosen = true;
          if (box.checked)
            view.hidden.delete(c.name);
          else
            view.hidden.add(c.name);
          again();
        } });
      return el('span', {}, box, el('label', { for: id }, c.label));
    }));
}

/** @param {App} app
 * @param {string} [number]  of a user who is to be in sight */
export function usersView(app, number) {
  fitColumns();
  const count = el('p', { role: 'status', class: 'count' });
  const command = asCommand();
  const rows = visibleRows('Users', user => userRow(app, user));
  const search = field('Search', { type: 'search', name: 'search' });
  search.input.value = view.search;
  let asked = 0;
  const refresh = async () => {
    const mine = ++asked, seen = number;
    number = undefined;
    try {
      let { found, words } = await findUsers(app);
      if (seen && !found.some(u => u.Number === seen)) {
        // By the new values the search finds others.
        view.search = search.input.value = view.group = groups.select.value =
          '';
        ({ found, words } = await findUsers(app));
      }
      if (mine !== asked)
        return;
      rows.show(headings(app, refresh), found);
      if (seen)
        rows.reveal(found.findIndex(u => u.Number === seen));
      put(count, `${found.length} of ${app.store.users.length} users` +
        hiddenWords());
      command.show([['list', app.store.backup, ...words,
        ...(app.store.staged.plan ? ['--with', 'changes.json'] : [])]]);
    } catch (x) {
      app.fail(x);
    }
  };
  let pause = 0;
  search.input.addEventListener('input', () => {
    view.search = search.input.value;
    clearTimeout(pause);
    pause = window.setTimeout(refresh, PAUSE_MS);
  });
  const groups = choice('Group', [['', 'All']], value => {
    view.group = value;
    refresh();
  });
  app.store.details.then(() => {
    groups.select.append(...app.store.groups.map(
      g => el('option', { value: g.Name }, g.Name)));
    groups.select.value = view.group;
  }, x => app.fail(x));
  refresh();
  return el('section', { class: 'users' }, el('h2', {}, 'Users'),
    el('div', { class: 'tools' }, search.node, groups.node,
      columnChooser(refresh)), count, rows.node, command.node);
}
