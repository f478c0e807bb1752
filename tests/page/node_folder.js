/**
 * The folder of a run on the file system that node sees: what the page's
 * MapFolder is in memory.
 */
import fs from 'node:fs';
import path from 'node:path';
import { E, T } from '../../src/page/host_folder.js';

/** Bytes copied at once. */
const BLOCK = 1 << 20;

/** What WASI calls an error of node. */
function errno(x) {
  return E[/** @type {any} */ (x).code?.slice(1)] ?? E.IO;
}

function typeOf(s) {
  return s.isFile() ? T.FILE : s.isDirectory() ? T.DIR :
    s.isSymbolicLink() ? T.LINK : s.isCharacterDevice() ? T.CHAR : T.STREAM;
}

class FileSource {
  constructor(name) {
    this.fd = fs.openSync(name, 'r');
    this.mtime = 0;
  }

  get size() {
    return fs.fstatSync(this.fd).size;
  }

  read(off, to) {
    return fs.readSync(this.fd, to, 0, to.length, off);
  }

  part(off, n) {
    return { source: this, off, n };
  }
}

/** Write a part of an output: bytes, or a slice of a file. */
function put(fd, part) {
  if (part instanceof Uint8Array) {
    for (let done = 0; done < part.length;)
      done += fs.writeSync(fd, part, done);
    return;
  }
  const block = new Uint8Array(BLOCK);
  for (let { off, n } = part; n > 0;) {
    const got = part.source.read(off, block.subarray(0, Math.min(n, BLOCK)));
    if (got === 0)
      throw new Error('cut short');
    put(fd, block.subarray(0, got));
    off += got;
    n -= got;
  }
}

export class NodeFolder {
  stat(name, follow) {
    try {
      const s = (follow ? fs.statSync : fs.lstatSync)(name);
      return { type: typeOf(s), ino: s.ino, dev: s.dev, size: s.size,
        mtime: s.mtimeMs, ctime: s.ctimeMs };
    } catch (x) {
      return errno(x);
    }
  }

  open(name) {
    try {
      return new FileSource(name);
    } catch (x) {
      return errno(x);
    }
  }

  list(name) {
    try {
      return fs.readdirSync(name, { withFileTypes: true }).map(
        d => ({ name: d.name, type: typeOf(d) }));
    } catch (x) {
      return errno(x);
    }
  }

  mkdir(name) {
    try {
      fs.mkdirSync(name, 0o700);
      return E.OK;
    } catch (x) {
      return errno(x);
    }
  }

  publish(name, file, replace) {
    const temp = path.join(path.dirname(name), `.cxbak-${process.pid}`);
    let fd;
    try {
      fd = fs.openSync(temp, 'wx', 0o600);
      for (const part of file.parts())
        put(fd, part);
      fs.closeSync(fd);
      if (replace)
        fs.renameSync(temp, name);
      else {
        fs.linkSync(temp, name);
        fs.unlinkSync(temp);
      }
      return E.OK;
    } catch (x) {
      if (fd !== undefined)
        fs.unlinkSync(temp);
      return errno(x);
    }
  }
}
