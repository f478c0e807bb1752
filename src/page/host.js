/**
 * What the program needs of an operating system, for one run of it: the calls
 * of WASI's preview 1 that it makes, and five of its own (port/host.h).  Runs
 * in a worker and under node.
 *
 * @typedef {import('./host_folder.js').Folder} Folder
 * @typedef {import('./host_folder.js').Node} Node
 *
 * @typedef {object} Open  what a descriptor stands for
 * @property {number} type  of T
 * @property {any} [file]  a Source; with `write`, it can be written
 * @property {number} [pos]
 * @property {string} [path]  of a folder
 * @property {Node} [node]
 * @property {(bytes: Uint8Array) => void} [sink]
 * @property {(to: Uint8Array) => number} [stream]
 *
 * @typedef {object} Run
 * @property {string[]} args  without the program's name
 * @property {Folder} folder
 * @property {(bytes: Uint8Array) => void} out  standard output
 * @property {(bytes: Uint8Array) => void} err  standard error
 * @property {(to: Uint8Array) => number} [input]  standard input
 * @property {Record<string, string>} [env]
 * @property {(bytes: number) => void} [moved]  so many more were written
 */
import { BytesFile, SpanFile } from './host_files.js';
import { E, T } from './host_folder.js';

/** How the program ends: not an error. */
class Exit extends Error {
  /** @param {number} status */
  constructor(status) {
    super('exit');
    this.status = status;
  }
}

const OPEN_CREATE = 1, OPEN_DIRECTORY = 2;
const FOLLOW = 1;
const PROC_FD = /^\/proc\/self\/fd\/(\d+)$/;
const DIRENT_LEN = 24;
const RANDOM_MAX = 65536;

/** The program's memory, which moves whenever it grows. */
class Memory {
  /** @param {WebAssembly.Memory} memory */
  constructor(memory) {
    this.memory = memory;
    this.decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    this.encoder = new TextEncoder();
    this.view = new DataView(memory.buffer);
    this.bytes = new Uint8Array(memory.buffer);
  }

  fresh() {
    if (this.view.buffer !== this.memory.buffer) {
      this.view = new DataView(this.memory.buffer);
      this.bytes = new Uint8Array(this.memory.buffer);
    }
  }

  /** @param {number} p
   * @param {number} n */
  slice(p, n) {
    this.fresh();
    return this.bytes.subarray(p, p + n);
  }

  /** @param {number} p
   * @param {number} n */
  text(p, n) {
    return this.decoder.decode(this.slice(p, n));
  }

  /** @param {number} p */
  string(p) {
    this.fresh();
    return this.text(p, this.bytes.indexOf(0, p) - p);
  }

  /** @param {number} p */
  u32(p) {
    this.fresh();
    return this.view.getUint32(p, true);
  }

  /** @param {number} p
   * @param {number} v */
  put32(p, v) {
    this.fresh();
    this.view.setUint32(p, v, true);
  }

  /** @param {number} p
   * @param {number | bigint} v */
  put64(p, v) {
    this.fresh();
    this.view.setBigUint64(p, BigInt(v), true);
  }

  /** Each piece of a list of buffers.
   * @param {number} list
   * @param {number} n */
  *buffers(list, n) {
    for (let i = 0; i < n; i++)
      yield this.slice(this.u32(list + 8 * i), this.u32(list + 8 * i + 4));
  }

  /** Strings with their NUL, and pointers to them.
   * @param {string[]} list
   * @param {number} pointers
   * @param {number} to */
  putStrings(list, pointers, to) {
    for (const s of list) {
      const b = this.encoder.encode(s + '\0');
      this.put32(pointers, to);
      this.slice(to, b.length).set(b);
      pointers += 4;
      to += b.length;
    }
    return E.OK;
  }

  /** @param {string[]} list
   * @param {number} count
   * @param {number} size */
  putSizes(list, count, size) {
    this.put32(count, list.length);
    this.put32(size, list.reduce(
      (n, s) => n + this.encoder.encode(s).length + 1, 0));
    return E.OK;
  }

  /** What stat() says.
   * @param {number} p
   * @param {Node} node */
  putStat(p, node) {
    const ns = (/** @type {number | undefined} */ ms) =>
      BigInt(Math.round((ms ?? 0) * 1000)) * 1000n;
    this.slice(p, 64).fill(0);
    this.put64(p, node.dev ?? 1);
    this.put64(p + 8, node.ino);
    this.slice(p + 16, 1)[0] = node.type;
    this.put64(p + 24, 1);
    this.put64(p + 32, node.size ?? 0);
    this.put64(p + 40, ns(node.mtime));
    this.put64(p + 48, ns(node.mtime));
    this.put64(p + 56, ns(node.ctime ?? node.mtime));
  }
}

/** The descriptors of a run, and what is done with them. */
class Host {
  /** @param {Run} run */
  constructor(run) {
    this.run = run;
    this.argv = ['cxbak', ...run.args];
    this.env = Object.entries(run.env ?? {}).map(([k, v]) => `${k}=${v}`);
    /** @type {(Open | undefined)[]} */
    this.open = [
      { type: T.STREAM, stream: run.input ?? (() => 0) },
      { type: T.STREAM, sink: run.out },
      { type: T.STREAM, sink: run.err },
      { type: T.DIR, path: '/' },
    ];
    this.unnamed = 0;
    /** @type {Memory} */
    this.mem = /** @type {any} */ (null);
  }

  /** @param {Open} what */
  add(what) {
    let fd = 4;
    while (this.open[fd])
      fd++;
    this.open[fd] = what;
    return fd;
  }

  /** A file that only this run knows.
   * @param {any} file */
  addUnnamed(file) {
    return this.add({ type: T.FILE, file, pos: 0,
      node: { type: T.FILE, dev: 2, ino: ++this.unnamed } });
  }

  /** The path that a call names.
   * @param {number} fd
   * @param {number} p
   * @param {number} n */
  path(fd, p, n) {
    const at = this.open[fd]?.path ?? '/';
    return (at === '/' ? '' : at) + '/' + this.mem.text(p, n);
  }

  /** Call `f` on each buffer until one is not filled.
   * @param {number} list
   * @param {number} n
   * @param {(b: Uint8Array, done: number) => number} f */
  each(list, n, f) {
    let done = 0;
    for (const b of this.mem.buffers(list, n)) {
      const got = f(b, done);
      done += got;
      if (got < b.length)
        break;
    }
    return done;
  }

  /** @param {number} fd
   * @param {number} list
   * @param {number} n
   * @param {number | null} off  null: where the descriptor is
   * @param {number} result */
  read(fd, list, n, off, result) {
    const o = this.open[fd];
    if (!o || o.sink)
      return E.BADF;
    if (o.type === T.DIR)
      return E.ISDIR;
    if (!o.file && off !== null)
      return E.SPIPE;
    let done;
    try {
      const from = off ?? o.pos ?? 0;
      done = this.each(list, n, (b, k) =>
        o.file ? o.file.read(from + k, b) : o.stream?.(b) ?? 0);
    } catch {
      return E.IO; // the file was moved or changed: the browser lets go of it
    }
    if (off === null)
      o.pos = (o.pos ?? 0) + done;
    this.mem.put32(result, done);
    return E.OK;
  }

  /** @param {number} fd
   * @param {number} list
   * @param {number} n
   * @param {number | null} off
   * @param {number} result */
  write(fd, list, n, off, result) {
    const o = this.open[fd];
    if (!o || (!o.sink && !o.file?.write))
      return E.BADF;
    if (off !== null && !o.file)
      return E.SPIPE;
    const from = off ??
      (o.file instanceof SpanFile ? o.file.size : o.pos ?? 0);
    let good = true, done;
    try {
      done = this.each(list, n, (b, k) => {
        if (o.sink)
          o.sink(b.slice());
        else
          good &&= o.file.write(from + k, b);
        return b.length;
      });
    } catch {
      return E.IO; // nobody takes it
    }
    if (!good)
      return E.INVAL;
    if (off === null)
      o.pos = from + done;
    this.mem.put32(result, done);
    this.run.moved?.(done);
    return E.OK;
  }

  /** @param {number} fd
   * @param {bigint} off
   * @param {number} whence
   * @param {number} result */
  seek(fd, off, whence, result) {
    const o = this.open[fd];
    if (!o)
      return E.BADF;
    if (!o.file)
      return E.SPIPE;
    const base = [0, o.pos ?? 0, o.file.size][whence];
    if (base + Number(off) < 0)
      return E.INVAL;
    o.pos = base + Number(off);
    this.mem.put64(result, base + Number(off));
    return E.OK;
  }

  /** @param {number} fd
   * @param {number} p */
  statOpen(fd, p) {
    const o = this.open[fd];
    if (!o)
      return E.BADF;
    this.mem.putStat(p, { ino: fd, ...o.node, type: o.type,
      ...(o.file ? { size: o.file.size } : {}) });
    return E.OK;
  }

  /** @param {number} fd
   * @param {number} flags
   * @param {number} p
   * @param {number} n
   * @param {number} to */
  statPath(fd, flags, p, n, to) {
    const node = this.run.folder.stat(this.path(fd, p, n),
      (flags & FOLLOW) !== 0);
    if (typeof node === 'number')
      return node;
    this.mem.putStat(to, node);
    return E.OK;
  }

  /** Open a path, or what a descriptor's path under /proc names.
   * @param {string} path
   * @param {number} flags
   * @returns {Open | number} */
  find(path, flags) {
    const own = PROC_FD.exec(path);
    if (own) {
      const o = this.open[Number(own[1])];
      return o ? { ...o, pos: 0 } : E.NOENT;
    }
    if (path === '/dev/null')
      return { type: T.CHAR, sink: () => {}, stream: () => 0 };
    const node = this.run.folder.stat(path, true);
    if (typeof node === 'number')
      return (flags & OPEN_CREATE) !== 0 ? E.ROFS : node;
    if (node.type === T.DIR)
      return { type: T.DIR, path, node };
    if ((flags & OPEN_DIRECTORY) !== 0)
      return E.NOTDIR;
    if ((flags & OPEN_CREATE) !== 0)
      return E.ROFS;
    if (node.type !== T.FILE)
      return { type: node.type, node, stream: () => 0 };
    const file = this.run.folder.open(path);
    return typeof file === 'number' ? file :
      { type: T.FILE, file, pos: 0, node };
  }

  /** @param {number} fd
   * @param {number} buf
   * @param {number} len
   * @param {bigint} cookie
   * @param {number} result */
  list(fd, buf, len, cookie, result) {
    const o = this.open[fd];
    const names = o?.type === T.DIR && o.path !== undefined ?
      this.run.folder.list(o.path) : E.NOTDIR;
    if (typeof names === 'number')
      return names;
    let used = 0;
    for (let i = Number(cookie); i < names.length && used < len; i++) {
      const name = this.mem.encoder.encode(names[i].name);
      const rec = new Uint8Array(DIRENT_LEN + name.length);
      const view = new DataView(rec.buffer);
      view.setBigUint64(0, BigInt(i + 1), true);
      view.setBigUint64(8, BigInt(i + 1), true);
      view.setUint32(16, name.length, true);
      view.setUint8(20, names[i].type);
      rec.set(name, DIRENT_LEN);
      const part = rec.subarray(0, len - used);
      this.mem.slice(buf + used, part.length).set(part);
      used += part.length;
    }
    this.mem.put32(result, used);
    return E.OK;
  }

  /** @param {number} out
   * @param {number} fd
   * @param {number} off
   * @param {number} n */
  copy(out, fd, off, n) {
    const from = this.open[fd]?.file, to = this.open[out]?.file;
    if (!from || !(to instanceof SpanFile))
      return E.BADF;
    if (off + n > from.size)
      return E.IO;
    if (from instanceof SpanFile || from instanceof BytesFile)
      to.append(from.part(off, n));
    else
      to.copy(from, off, n);
    this.run.moved?.(n);
    return E.OK;
  }
}

/** @param {Host} h
 * @returns {Record<string, (...args: any[]) => number>} */
function wasi(h) {
  const { argv, env, open } = h;
  const has = (/** @type {number} */ fd) => open[fd] ? E.OK : E.BADF;
  return {
    args_get: (p, to) => h.mem.putStrings(argv, p, to),
    args_sizes_get: (n, size) => h.mem.putSizes(argv, n, size),
    environ_get: (p, to) => h.mem.putStrings(env, p, to),
    environ_sizes_get: (n, size) => h.mem.putSizes(env, n, size),
    clock_time_get: (id, _precision, p) => {
      const ms = id === 0 ? Date.now() : performance.now();
      h.mem.put64(p, BigInt(Math.floor(ms * 1000)) * 1000n);
      return E.OK;
    },
    fd_close: fd => {
      const rc = has(fd);
      open[fd] = undefined;
      return rc;
    },
    fd_fdstat_get: (fd, p) => {
      const o = open[fd];
      if (!o)
        return E.BADF;
      h.mem.slice(p, 24).fill(0);
      h.mem.slice(p, 1)[0] = o.type;
      h.mem.put64(p + 8, 0xffffffffffffffffn);
      h.mem.put64(p + 16, 0xffffffffffffffffn);
      return E.OK;
    },
    fd_fdstat_set_flags: has,
    fd_filestat_get: (fd, p) => h.statOpen(fd, p),
    fd_pread: (fd, list, n, off, p) => h.read(fd, list, n, Number(off), p),
    fd_read: (fd, list, n, p) => h.read(fd, list, n, null, p),
    fd_pwrite: (fd, list, n, off, p) => h.write(fd, list, n, Number(off), p),
    fd_write: (fd, list, n, p) => h.write(fd, list, n, null, p),
    fd_seek: (fd, off, whence, p) => h.seek(fd, off, whence, p),
    fd_tell: (fd, p) => h.seek(fd, 0n, 1, p),
    fd_sync: has,
    fd_renumber: (from, to) => {
      const rc = has(from);
      if (rc === E.OK) {
        open[to] = open[from];
        open[from] = undefined;
      }
      return rc;
    },
    fd_prestat_get: (fd, p) => {
      if (fd !== 3)
        return E.BADF;
      h.mem.put32(p, 0);
      h.mem.put32(p + 4, 1);
      return E.OK;
    },
    fd_prestat_dir_name: (fd, p) => {
      h.mem.slice(p, 1)[0] = '/'.charCodeAt(0);
      return fd === 3 ? E.OK : E.BADF;
    },
    fd_readdir: (fd, buf, len, cookie, p) => h.list(fd, buf, len, cookie, p),
    path_create_directory: (fd, p, n) => h.run.folder.mkdir(h.path(fd, p, n)),
    path_filestat_get: (fd, flags, p, n, to) => h.statPath(fd, flags, p, n, to),
    path_open: (fd, _look, p, n, flags, _rights, _inherit, _fdflags, to) => {
      const found = h.find(h.path(fd, p, n), flags);
      if (typeof found === 'number')
        return found;
      h.mem.put32(to, h.add(found));
      return E.OK;
    },
    proc_exit: status => {
      throw new Exit(status);
    },
    random_get: (p, n) => {
      for (let i = 0; i < n; i += RANDOM_MAX)
        crypto.getRandomValues(h.mem.slice(p + i, Math.min(n - i, RANDOM_MAX)));
      return E.OK;
    },
    sched_yield: () => E.OK,
  };
}

/** @param {Host} h
 * @returns {Record<string, (...args: any[]) => number>} */
function extras(h) {
  return {
    dup: fd => h.open[fd] ? h.add({ .../** @type {Open} */ (h.open[fd]) }) : -1,
    memfd: () => h.addUnnamed(new BytesFile()),
    output: () => h.addUnnamed(new SpanFile()),
    copy: (out, fd, off, n) => h.copy(out, fd, Number(off), Number(n)),
    publish: (out, path, replace) => {
      const file = h.open[out]?.file;
      return file instanceof SpanFile ?
        h.run.folder.publish(h.mem.string(path), file, replace !== 0) : E.BADF;
    },
  };
}

/** Calls of WASI that the program's library may refer to and we never make
 * fail with ENOSYS.
 * @param {WebAssembly.Module} module
 * @param {Record<string, Record<string, Function>>} known */
function imports(module, known) {
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    known[from] ??= {};
    known[from][name] ??= () => E.NOSYS;
  }
  return known;
}

/** Run the program once; its exit status.
 * @param {WebAssembly.Module} module
 * @param {Run} run */
export function runProgram(module, run) {
  const host = new Host(run);
  const instance = new WebAssembly.Instance(module,
    /** @type {any} */ (imports(module, {
      wasi_snapshot_preview1: wasi(host), cx: extras(host) })));
  const { memory, _start } = /** @type {any} */ (instance.exports);
  host.mem = new Memory(memory);
  try {
    _start();
  } catch (x) {
    if (x instanceof Exit)
      return x.status;
    throw x;
  }
  return 0;
}
