/**
 * The frame around the screens: the bar with the backup's name, undo and
 * save; the list of screens; the one line that says what happens.
 *
 * @typedef {import('./store.js').Store} Store
 *
 * @typedef {object} Screen
 * @property {string} id
 * @property {string} label  in the list of screens; empty: not listed
 * @property {(app: App, ...args: any[]) => HTMLElement} make
 */
import { button, el, put } from './dom.js';
import { question } from './dialog.js';
import { allowButton, forceButton } from './passes.js';

export class App {
  /** @param {Store} store
   * @param {Screen[]} screens */
  constructor(store, screens) {
    this.store = store;
    this.screens = screens;
    this.current = '';
    /** What the current screen was made of.
     * @type {any[]} */
    this.args = [];
    this.main = el('main', { id: 'main', tabindex: '-1' });
    this.status = el('p', { class: 'status', role: 'status' });
    /** What is in the way of saving, for as long as the backup is open. */
    this.warning = el('div', { class: 'caution', role: 'status',
      hidden: true });
    this.alert = el('div', { class: 'alert', role: 'alert', hidden: true });
    this.working = el('progress', { 'aria-label': 'Working', hidden: true });
    this.stopButton = button('Stop', () => {
      this.stopped = true;
      this.store.program.stop();
    }, { hidden: true, class: 'quiet' });
    this.stopped = false;
    this.bar = el('header', {});
    this.list = el('nav', { 'aria-label': 'Screens' });
    this.busyCount = 0;
    store.onChange(() => this.frame());
    store.program.onProgress = bytes => {
      if (this.busyCount > 0)
        this.progress(bytes);
    };
    this.busyText = '';
    /** The button that would take what is filled in on the screen, and would be
     * lost; or nothing.
     * @type {() => string} */
    this.typed = () => '';
  }

  /** Say how far the work at hand has come.
   * @param {number} bytes
   * @param {number} [all] */
  progress(bytes, all) {
    this.status.textContent = `${this.busyText} ${sizeText(bytes)}` +
      (all ? ` of ${sizeText(all)}` : '');
    if (all) {
      this.working.max = all;
      this.working.value = bytes;
    }
  }

  /** The whole page. */
  node() {
    this.frame();
    return [this.bar, el('div', { class: 'body' }, this.list,
      el('div', { class: 'content' }, el('div', { class: 'lines' },
        this.status, this.working, this.stopButton), this.warning, this.alert,
      this.main))];
  }

  /** The bar and the list of screens, as things are. */
  frame() {
    const s = this.store, open = s.file !== null;
    this.warn();
    put(this.bar, button('Skip to the content', () => this.main.focus(),
      { class: 'skip' }), el('h1', {}, 'cxbak'),
      el('span', { class: 'backup' }, open ? s.name : 'no backup is open'),
      open && el('span', { class: 'actions' },
        button('Undo', () => this.step(-1), { disabled: s.done === 0 }),
        button('Redo', () => this.step(1),
          { disabled: s.done === s.steps.length }),
        button(`Changes (${s.staged.changes.length})`,
          () => this.go('changes'), { class:
            s.staged.changes.length > 0 ? 'primary' : null })));
    put(this.list, open && el('ul', {}, ...this.screens.filter(
      x => x.label !== '').map(x => el('li', {}, button(x.label,
        () => this.go(x.id), { 'aria-current':
          x.id === this.current ? 'page' : null })))));
  }

  /** Say at once what would refuse the saving in the end, and let it pass
   * where it may. */
  warn() {
    const s = this.store, why = s.file && s.info?.Writing;
    this.warning.hidden = !why;
    if (!why) {
      put(this.warning);
      return;
    }
    put(this.warning, el('strong', {}, 'Warning'), ` ${why.Message}. `,
      !why.Anyway && 'It can be looked at here; a new backup of it is not ' +
        'saved.',
      why.Anyway && s.forced && 'It is written all the same.',
      why.Anyway && !s.forced && el('span', {}, 'It is not known whether a ' +
        'new backup of it can be restored. ', allowButton(this)));
  }

  /** @param {number} by */
  async step(by) {
    const s = this.store;
    if (!await this.mayLeave())
      return;
    this.busy('Working it out', async () => {
      const which = s.steps[by < 0 ? s.done - 1 : s.done];
      await s.goTo(s.done + by);
      this.show(this.current, ...this.args);
      this.say(`${by < 0 ? 'Undone' : 'Done again'}: ${which.label}`);
    });
  }

  /** Is nothing lost that was filled in here, or may it be? */
  async mayLeave() {
    const taker = this.typed();
    return taker === '' || question('What you have filled in is not taken yet',
      `“${taker}” would take it.`, 'Leave, and lose it', 'Stay here');
  }

  /** Show another screen, unless the person would rather stay.
   * @param {string} id
   * @param {...any} args */
  async go(id, ...args) {
    if (await this.mayLeave())
      this.show(id, ...args);
  }

  /** Show a screen.
   * @param {string} id
   * @param {...any} args */
  show(id, ...args) {
    this.typed = () => '';
    const screen = this.screens.find(x => x.id === id);
    if (!screen)
      throw new Error(`no screen ${id}`);
    this.current = id;
    this.args = args;
    this.alert.hidden = true;
    this.say('');
    put(this.main, screen.make(this, ...args));
    this.frame();
    const heading = this.main.querySelector('h2');
    if (heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }

  /** Say what has happened.
   * @param {string} text */
  say(text) {
    this.status.textContent = text;
  }

  /** Say what went wrong, and what to do.
   * @param {unknown} x */
  fail(x) {
    this.alert.hidden = false;
    put(this.alert, x instanceof Error ? x.message : String(x), ' ',
      forceButton(this, x));
  }

  /** Do something that takes time; what goes wrong is said.  True if nothing
   * did.
   * @param {string} text
   * @param {() => Promise<void>} f */
  async busy(text, f) {
    this.busyCount++;
    this.busyText = text;
    this.stopped = false;
    this.alert.hidden = true;
    this.say(`${text} …`);
    const shown = setTimeout(() => {
      this.working.hidden = this.stopButton.hidden = false;
    }, 300);
    try {
      await f();
      if (this.status.textContent?.startsWith(text))
        this.say('');
      return true;
    } catch (x) {
      this.say('');
      this.fail(x);
      return false;
    } finally {
      clearTimeout(shown);
      if (--this.busyCount === 0) {
        this.working.hidden = this.stopButton.hidden = true;
        this.working.removeAttribute('value');
      }
    }
  }
}

/** Bytes for people.
 * @param {number} n */
export function sizeText(n) {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let i = 0;
  for (; n >= 1000 && i < units.length - 1; i++)
    n /= 1000;
  return `${i === 0 ? n : n.toPrecision(3)} ${units[i]}`;
}
