/**
 * The virtual folder of a run: names and what they hold, flat or in folders.
 *
 * @typedef {import('./host_files.js').Source} Source
 * @typedef {import('./host_files.js').SpanFile} SpanFile
 *
 * @typedef {object} Node  a file or a folder that is there
 * @property {number} type  of T
 * @property {number} ino
 * @property {number} [dev]
 * @property {number} [size]
 * @property {number} [mtime]  milliseconds
 * @property {number} [ctime]  milliseconds
 *
 * @typedef {object} Folder  what a host asks; a number is an errno of E.
 *   Paths begin with a slash.
 * @property {(path: string, follow: boolean) => Node | number} stat
 * @property {(path: string) => Source | number} open  to read
 * @property {(path: string) => {name: string, type: number}[] | number} list
 * @property {(path: string) => number} mkdir
 * @property {(path: string, file: SpanFile, replace: boolean) => number}
 *   publish  a complete output gets its name
 */

/** Errors, as WASI numbers them. */
export const E = Object.freeze({ OK: 0, ACCES: 2, BADF: 8, EXIST: 20,
  INVAL: 28, IO: 29, ISDIR: 31, LOOP: 32, NAMETOOLONG: 37, NOENT: 44,
  NOSPC: 51, NOSYS: 52, NOTDIR: 54, PERM: 63, ROFS: 69, SPIPE: 70 });

/** Types of files, as WASI numbers them. */
export const T = Object.freeze({ UNKNOWN: 0, CHAR: 2, DIR: 3, FILE: 4,
  STREAM: 6, LINK: 7 });

/** A path without `.` and doubled slashes, from the top.
 * @param {string} path */
function plain(path) {
  return path.split('/').filter(x => x !== '' && x !== '.').join('/');
}

/** Files in memory, and those that the browser lets us read.
 * @implements {Folder} */
export class MapFolder {
  /** @param {Record<string, Source>} files  by path */
  constructor(files) {
    /** @type {Map<string, Source>} */
    this.files = new Map(Object.entries(files).map(
      ([path, source]) => [plain(path), source]));
    /** @type {Set<string>} */
    this.folders = new Set(['']);
    /** @type {Map<string, number>} */
    this.inos = new Map();
    /** @type {Map<string, SpanFile>} what the run has made */
    this.made = new Map();
    for (const path of this.files.keys())
      this.addFolders(path);
  }

  /** The folders above a file.
   * @param {string} path */
  addFolders(path) {
    for (let i = path.indexOf('/'); i !== -1; i = path.indexOf('/', i + 1))
      this.folders.add(path.slice(0, i));
  }

  /** @param {string} path */
  ino(path) {
    if (!this.inos.has(path))
      this.inos.set(path, this.inos.size + 1);
    return this.inos.get(path) ?? 0;
  }

  /** @param {string} path */
  stat(path) {
    path = plain(path);
    const source = this.files.get(path);
    if (source)
      return { type: T.FILE, ino: this.ino(path), size: source.size,
        mtime: source.mtime };
    return this.folders.has(path) ? { type: T.DIR, ino: this.ino(path) } :
      E.NOENT;
  }

  /** @param {string} path */
  open(path) {
    return this.files.get(plain(path)) ?? E.NOENT;
  }

  /** @param {string} path */
  list(path) {
    const under = plain(path), names = new Map();
    if (!this.folders.has(under))
      return E.NOTDIR;
    const start = under === '' ? '' : under + '/';
    for (const [set, type] of /** @type {[Iterable<string>, number][]} */ (
      [[this.files.keys(), T.FILE], [this.folders, T.DIR]]))
      for (const one of set)
        if (one !== '' && one.startsWith(start) &&
            !one.includes('/', start.length))
          names.set(one.slice(start.length), type);
    return [...names].map(([name, type]) => ({ name, type }));
  }

  /** @param {string} path */
  mkdir(path) {
    path = plain(path);
    if (this.files.has(path) || this.folders.has(path))
      return E.EXIST;
    this.folders.add(path);
    return E.OK;
  }

  /** @param {string} path
   * @param {SpanFile} file
   * @param {boolean} replace */
  publish(path, file, replace) {
    path = plain(path);
    if (this.files.has(path) && !replace)
      return E.EXIST;
    if (path.includes('/') &&
        !this.folders.has(path.slice(0, path.lastIndexOf('/'))))
      return E.NOENT;
    this.files.set(path, file);
    this.made.set(path, file);
    return E.OK;
  }
}
