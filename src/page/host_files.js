/**
 * The files of a run: read by position, or made of spans.  Runs in a worker
 * and under node.
 *
 * @typedef {object} Source  what is read by position
 * @property {number} size  bytes
 * @property {number} mtime  milliseconds
 * @property {(off: number, to: Uint8Array) => number} read  fills `to` from
 *   `off` as far as there is something; how many bytes
 * @property {(off: number, n: number) => (Blob | Uint8Array | object)} part
 *   what stands for these bytes in a finished output
 *
 * @typedef {{at: number, len: number, bytes?: Uint8Array, source?: Source,
 *   off?: number}} Span  new bytes, or a slice of a source
 */

/** What is read at once when small reads follow each other. */
const WINDOW = 1 << 18;
const WINDOW_FIRST = 1024;
/** A read so little behind the last one follows it. */
const GAP = 1 << 16;
/** How many windows of scattered reads are kept: headers are read twice. */
const KEPT_MAX = 1 << 16;

/** A File or Blob of the browser; in a worker only. */
export class BlobSource {
  /** @param {Blob} blob */
  constructor(blob) {
    this.blob = blob;
    this.size = blob.size;
    this.mtime = blob instanceof File ? blob.lastModified : 0;
    this.at = 0;
    this.window = new Uint8Array(0);
    this.step = WINDOW_FIRST;
    /** @type {Map<number, Uint8Array>} */
    this.kept = new Map();
    this.reader = new (/** @type {any} */ (globalThis).FileReaderSync)();
  }

  /** One read of the browser, which costs some milliseconds whatever its size.
   * @param {number} off
   * @param {number} n */
  raw(off, n) {
    return new Uint8Array(this.reader.readAsArrayBuffer(
      this.blob.slice(off, off + n)));
  }

  /** @param {number} off
   * @param {number} n
   * @returns {Uint8Array | null} what was read before */
  known(off, n) {
    if (off >= this.at && off + n <= this.at + this.window.length)
      return this.window.subarray(off - this.at, off - this.at + n);
    const kept = this.kept.get(off);
    return kept && kept.length >= n ? kept.subarray(0, n) : null;
  }

  /** Twice as far with each read that follows the one before.
   * @param {number} off
   * @param {number} n */
  look(off, n) {
    const end = this.at + this.window.length;
    const follows = off >= this.at && off <= end + GAP && end > 0;
    this.step = follows ? Math.min(WINDOW, this.step * 2) : WINDOW_FIRST;
    this.window = this.raw(off, Math.min(this.size - off,
      Math.max(n, this.step)));
    this.at = off;
    if (!follows && this.step === WINDOW_FIRST && this.kept.size < KEPT_MAX)
      this.kept.set(off, this.window);
    return this.window.subarray(0, n);
  }

  /** @param {number} off
   * @param {Uint8Array} to */
  read(off, to) {
    const n = Math.min(to.length, Math.max(0, this.size - off));
    if (n > 0)
      to.set(this.known(off, n) ??
        (n >= WINDOW ? this.raw(off, n) : this.look(off, n)));
    return n;
  }

  /** @param {number} off
   * @param {number} n */
  part(off, n) {
    return this.blob.slice(off, off + n);
  }
}

/** Bytes in memory, which may also be written at any place. */
export class BytesFile {
  /** @param {Uint8Array} [data]  borrowed until it is written to */
  constructor(data = new Uint8Array(0)) {
    this.data = data;
    this.size = data.length;
    this.mtime = 0;
  }

  /** @param {number} off
   * @param {Uint8Array} to */
  read(off, to) {
    const n = Math.min(to.length, Math.max(0, this.size - off));
    to.set(this.data.subarray(off, off + n));
    return n;
  }

  /** @param {number} off
   * @param {Uint8Array} bytes */
  write(off, bytes) {
    const end = off + bytes.length;
    if (end > this.data.length) {
      const grown = new Uint8Array(Math.max(end, 2 * this.data.length, 1024));
      grown.set(this.data.subarray(0, this.size));
      this.data = grown;
    }
    this.data.set(bytes, off);
    this.size = Math.max(this.size, end);
    return true;
  }

  /** @param {number} off
   * @param {number} n */
  part(off, n) {
    return this.data.slice(off, off + n);
  }
}

/** New bytes are gathered in pieces of at most this size. */
const PIECE = 1 << 22;
const PIECE_FIRST = 1 << 16;

/** An output: spans of new bytes, and slices of sources. */
export class SpanFile {
  constructor() {
    /** @type {Span[]} */
    this.spans = [];
    this.size = 0;
    this.mtime = Date.now();
  }

  /** Room for `n` more bytes in the last span, or a new one.
   * @param {number} n
   * @returns {Span & {bytes: Uint8Array}} */
  room(n) {
    const last = this.spans[this.spans.length - 1];
    if (last?.bytes) {
      if (last.len + n <= last.bytes.length)
        return /** @type {Span & {bytes: Uint8Array}} */ (last);
      if (last.bytes.length < PIECE) {
        const grown = new Uint8Array(
          Math.max(last.bytes.length * 2, last.len + n));
        grown.set(last.bytes.subarray(0, last.len));
        return Object.assign(last, { bytes: grown });
      }
    }
    const made = { at: this.size, len: 0,
      bytes: new Uint8Array(Math.max(PIECE_FIRST, n)) };
    this.spans.push(made);
    return made;
  }

  /** @param {Uint8Array} bytes */
  append(bytes) {
    const span = this.room(bytes.length);
    span.bytes.set(bytes, span.len);
    span.len += bytes.length;
    this.size += bytes.length;
  }

  /** Append `n` bytes of a source without reading them.
   * @param {Source} source
   * @param {number} off
   * @param {number} n */
  copy(source, off, n) {
    const last = this.spans[this.spans.length - 1];
    if (last && last.source === source && (last.off ?? 0) + last.len === off)
      last.len += n;
    else
      this.spans.push({ at: this.size, len: n, source, off });
    this.size += n;
  }

  /** The index of the span that holds a place.
   * @param {number} off */
  find(off) {
    let a = 0, b = this.spans.length - 1;
    while (a < b) {
      const mid = (a + b + 1) >> 1;
      if (this.spans[mid].at <= off)
        a = mid;
      else
        b = mid - 1;
    }
    return a;
  }

  /** @param {number} off
   * @param {Uint8Array} to */
  read(off, to) {
    let done = 0;
    if (off >= this.size)
      return 0;
    for (let i = this.find(off); i < this.spans.length && done < to.length;
      i++) {
      const s = this.spans[i], from = off + done - s.at;
      const part = to.subarray(done,
        done + Math.min(s.len - from, to.length - done));
      if (s.bytes)
        part.set(s.bytes.subarray(from, from + part.length));
      else if (s.source?.read((s.off ?? 0) + from, part) !== part.length)
        throw new Error('the file was cut short');
      done += part.length;
    }
    return done;
  }

  /** Append, or change new bytes that were appended before.
   * @param {number} off
   * @param {Uint8Array} bytes
   * @returns {boolean} could it? */
  write(off, bytes) {
    if (off === this.size) {
      this.append(bytes);
      return true;
    }
    for (let i = this.find(off), done = 0; done < bytes.length; i++) {
      const s = this.spans[i];
      if (!s?.bytes)
        return false;
      const from = off + done - s.at;
      const n = Math.min(s.len - from, bytes.length - done);
      s.bytes.set(bytes.subarray(done, done + n), from);
      done += n;
    }
    return true;
  }

  /** Slices and bytes in order: of these the browser makes a Blob. */
  parts() {
    return this.spans.map(s => s.bytes ? s.bytes.slice(0, s.len) :
      /** @type {Source} */ (s.source).part(s.off ?? 0, s.len));
  }

  /** @param {number} off
   * @param {number} n */
  part(off, n) {
    const bytes = new Uint8Array(n);
    this.read(off, bytes);
    return bytes;
  }
}
