/**
 * What the page knows: the backup, what the program tells of it, and the
 * steps that were taken.  A step is a changing command; all of them together
 * are one `batch`, of which the program makes the plan, the changes and the
 * findings.  Undo takes the last step back.
 *
 * @typedef {import('./program.js').Program} Program
 * @typedef {import('./program.js').Result} Result
 * @typedef {import('./program.js').Content} Content
 *
 * @typedef {object} Step
 * @property {string[]} words  the command, without cxbak and the backup
 * @property {string} label  what it does, for people
 * @property {Record<string, Content>} [files]  that it names
 * @property {string[]} [passes]  options by which findings do not stop it:
 *   `--accept=CODE`
 *
 * @typedef {{Number: string, Field: string, Old: any, New: any}} Change
 * @typedef {{Code: string, Severity: 'error' | 'warning' | 'note',
 *   Number: string | null, Field: string | null, Message: string,
 *   Introduced: boolean, Suggestion: string | null}} Finding
 *
 * @typedef {{Number: string, Name: string, Task: string, Text: string}} Todo
 *
 * @typedef {object} Saved  a new backup
 * @property {string} name
 * @property {number} size  bytes
 * @property {string} where  it is, for people
 * @property {string} words  of the program: what was changed
 * @property {Blob} report  for a signature
 *
 * @typedef {object} Staged  what comes of the steps
 * @property {Change[]} changes
 * @property {Finding[]} findings
 * @property {Blob | null} plan
 * @property {Todo[]} todo  what the console still has to do
 * @property {boolean} refused  findings stop it
 * @property {Result} [result]  of a preview
 */
import { commandLine, operand } from './command.js';
import { INPUT } from './input.js';

/** Our own files in the folder of a call. */
const STEPS = '.page/steps.txt';
export const PLAN = '.page/changes.json';
const PASSWORD = '.page/password';
/** Several passwords, a line for each encrypted backup. */
const PASSWORDS = ['--password-file', '-'];
const REPORT = '.page/report.html';
const TODO = '.page/todo.csv';

/** What the program said of a call that it refused. */
export class Refused extends Error {
  /** @param {Result} result */
  constructor(result) {
    const said = result.json?.Error?.Message ??
      result.err.trim().split('\n').pop();
    super(said || `the program ended with status ${result.status}`);
    this.result = result;
    this.status = result.status;
    this.code = result.json?.Error?.Code;
    /** The option that lets it pass, or null. */
    this.option = result.json?.Error?.Option ?? null;
  }
}

/** Statuses of the program that the page acts on. */
export const STATUS = Object.freeze({ OK: 0, DIFFER: 1, USAGE: 2, BACKUP: 3,
  REFUSED: 4, CONFLICT: 5, PASSWORD: 6 });

/** @type {Staged} */
const NOTHING = { changes: [], findings: [], plan: null, todo: [],
  refused: false };

/** @param {Result} r  of a batch
 * @returns {Staged} */
function stagedOf(r) {
  return { changes: r.json.Changes, findings: r.json.Findings,
    plan: r.files[PLAN] ?? null, todo: r.json.Todo,
    refused: r.status === STATUS.REFUSED, result: r };
}

export class Store {
  name = '';
  /** @type {File | null} */
  file = null;
  /** @type {any} as `info --json` tells it */
  info = null;
  /** @type {any[]} as `list --json` tells them */
  users = [];
  /** @type {any[]} as `groups --json` tells them */
  groups = [];
  /** When `info` and `groups` are there. */
  details = Promise.resolve();
  encrypted = false;
  /** @type {Step[]} */
  steps = [];
  /** How many of these steps count; the others were undone. */
  done = 0;
  staged = NOTHING;
  /** New values, by user and field.
   * @type {Map<string, Map<string, any>>} */
  values = new Map();
  /** The plan that is in a file.
   * @type {Blob | null} */
  savedPlan = null;
  /** Is what is not known to be restored written all the same? */
  forced = false;
  /** The last backup that was written.
   * @type {Saved | null} */
  saved = null;
  /** @type {Set<() => void>} */
  listeners = new Set();

  /** @param {Program} program */
  constructor(program) {
    this.program = program;
  }

  /** @param {Staged} staged */
  setStaged(staged) {
    this.staged = staged;
    this.values = new Map();
    for (const c of staged.changes) {
      if (!this.values.has(c.Number))
        this.values.set(c.Number, new Map());
      this.values.get(c.Number)?.set(c.Field, c.New);
    }
  }

  /** Be told of changes.
   * @param {() => void} f */
  onChange(f) {
    this.listeners.add(f);
  }

  changed() {
    for (const f of this.listeners)
      f();
  }

  /** The backup as a call names it. */
  get backup() {
    return operand(this.name);
  }

  /** Options that each call on the backup needs. */
  get options() {
    return this.encrypted ? ['--password-file', PASSWORD] : [];
  }

  /** A call with its document; Refused for a status that is not expected.
   * @param {string[]} args  without --json
   * @param {Record<string, Content>} [files]
   * @param {number[]} [good]
   * @returns {Promise<Result>} */
  async call(args, files = {}, good = [STATUS.OK]) {
    const own = args.includes(PASSWORDS[0]) ? [] : this.options;
    const r = await this.program.run([...args, ...own, '--json'], files);
    if (!good.includes(r.status))
      throw new Refused(r);
    return r;
  }

  /** Arguments and files of a call that reads this backup, and then another
   * one that is encrypted: each has its own password.
   * @param {string[]} args
   * @param {Record<string, Content>} files
   * @param {string} [password]  of the other one */
  withPassword(args, files, password) {
    if (password === undefined)
      return { args, files };
    const own = this.encrypted ? this.program.kept.get(PASSWORD) : '';
    return { args: [...args, ...PASSWORDS],
      files: { ...files, [INPUT]: `${own}${password}\n` } };
  }

  /** Read a backup, which becomes the one of the page.  Throws Refused with
   * STATUS.PASSWORD if there must be a password, or another one.
   * @param {File} file
   * @param {string} [password] */
  async open(file, password) {
    const before = { name: this.name, file: this.file,
      encrypted: this.encrypted, password: this.program.kept.get(PASSWORD) };
    this.encrypted = password !== undefined;
    this.name = file.name;
    try {
      await this.program.keep(file.name, file);
      if (password !== undefined)
        await this.program.keep(PASSWORD, password + '\n');
      const users = (await this.call(['list', this.backup])).json;
      if (before.name !== '' && before.name !== file.name)
        await this.program.forget(before.name);
      Object.assign(this, { file, users, info: null, groups: [],
        steps: [], done: 0, savedPlan: null, forced: false, saved: null });
      this.setStaged(NOTHING);
    } catch (x) {
      this.name = before.name;
      this.encrypted = before.encrypted;
      if (before.password !== undefined)
        await this.program.keep(PASSWORD, before.password);
      if (before.file && before.name === file.name)
        await this.program.keep(before.name, before.file);
      throw x;
    }
    this.changed();
    this.details = this.readDetails();
  }

  /** What need not be there when the users are shown. */
  async readDetails() {
    const file = this.file;
    const info = (await this.call(['info', this.backup])).json;
    const groups = (await this.call(['groups', this.backup])).json;
    if (this.file === file) {
      Object.assign(this, { info, groups });
      this.changed();
    }
  }

  /** The steps that count, and maybe one more that is only tried.
   * @param {Step} [draft] */
  active(draft) {
    const steps = this.steps.slice(0, this.done);
    return draft ? [...steps, draft] : steps;
  }

  /** What lets findings of these steps pass, and more of the whole.
   * @param {Step[]} steps */
  passes(steps) {
    return [...new Set(steps.flatMap(s => s.passes ?? [])),
      ...(this.forced ? ['--force'] : [])];
  }

  /** A file that a command makes which has no document.
   * @param {string[]} words
   * @param {string} name  of the file
   * @returns {Promise<Blob>} */
  async make(words, name) {
    const r = await this.program.run([...words, ...this.options]);
    if (r.status !== STATUS.OK || !r.files[name])
      throw new Refused(r);
    return r.files[name];
  }

  /** Users, as `list` finds and sorts them: with their staged values.
   * @param {string[]} words
   * @returns {Promise<any[]>} */
  async list(words) {
    const plan = this.staged.plan;
    // A selection of nobody is a status of its own, and no error here; nor is
    // one of which the end is not typed yet.
    const r = await this.call(['list', this.backup, ...words,
      ...(plan ? ['--with', PLAN] : [])], plan ? { [PLAN]: plan } : {},
    [STATUS.OK, STATUS.USAGE, STATUS.REFUSED]);
    return Array.isArray(r.json) ? r.json : [];
  }

  /** The arguments and files of the batch of some steps.
   * @param {Step[]} steps */
  batch(steps) {
    return { args: ['batch', this.backup, STEPS, ...this.passes(steps)],
      files: Object.assign({ [STEPS]: steps.map(
        s => commandLine(s.words) + '\n').join('') },
      ...steps.map(s => s.files ?? {})) };
  }

  /** What would come of one step more; nothing is kept of it.  Findings that
   * refuse it are among the answer.
   * @param {Step} draft
   * @returns {Promise<Staged>} */
  async preview(draft) {
    const { args, files } = this.batch(this.active(draft));
    const r = await this.call(args, files, [STATUS.OK, STATUS.REFUSED]);
    if (r.json?.Changes === undefined)
      throw new Refused(r);
    return stagedOf(r);
  }

  /** Work the steps out: the plan, and what it changes.
   * @param {Step[]} steps
   * @returns {Promise<Staged>} */
  async workOut(steps) {
    if (steps.length === 0)
      return NOTHING;
    const { args, files } = this.batch(steps);
    return stagedOf(await this.call([...args, '--plan', PLAN], files));
  }

  /** Take a step; throws Refused, and nothing has changed, if it cannot be.
   * @param {Step} step */
  async take(step) {
    const steps = [...this.active(), step];
    this.setStaged(await this.workOut(steps));
    this.steps = steps;
    this.done = steps.length;
    this.changed();
  }

  /** Undo or redo up to that many steps.
   * @param {number} count */
  async goTo(count) {
    if (count < 0 || count > this.steps.length || count === this.done)
      return;
    this.setStaged(await this.workOut(this.steps.slice(0, count)));
    this.done = count;
    this.changed();
  }

  /** Apply the changes, with some options more.
   * @param {string[]} more
   * @returns {Promise<Result>} */
  async apply(more) {
    const plan = this.staged.plan;
    if (!plan)
      throw new Error('there are no changes');
    return this.call(['apply', this.backup, PLAN,
      ...this.passes(this.active()), ...more], { [PLAN]: plan });
  }

  /** The new backup, made and proven by the program, and a report of it.
   * @param {string} name
   * @returns {Promise<{blob: Blob, report: Blob, words: string}>} */
  async write(name) {
    const { files, err } = await this.apply(['-o', operand(name), '--html',
      REPORT]);
    return { blob: files[name], report: files[REPORT], words: err.split('\n')
      .filter(l => l.includes('changed,')).join(' ') };
  }

  /** A page of the changes for people, as they would be. */
  async reportOfPreview() {
    return (await this.apply(['--html', REPORT])).files[REPORT];
  }

  /** What the console still has to do, as a table. */
  async todoTable() {
    return (await this.apply(['--todo', TODO])).files[TODO];
  }

  /** Are there changes that no file holds yet? */
  get unsaved() {
    return this.staged.plan !== null && this.staged.plan !== this.savedPlan;
  }

  /** A value as it would be: staged, or as it is.
   * @param {any} user  a row of `users`
   * @param {string} name  of the field */
  value(user, name) {
    const news = this.values.get(user.Number);
    return news?.has(name) ? news.get(name) : user[name];
  }
}
