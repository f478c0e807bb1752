/**
 * The worker: runs the program, one run after the other, on files that it
 * was given to keep or that come with the run.
 *
 * @typedef {import('./host_files.js').Source} Source
 */
import { BlobSource, BytesFile } from './host_files.js';
import { MapFolder } from './host_folder.js';
import { runProgram } from './host.js';
import { inputOf } from './input.js';

/** @type {WebAssembly.Module} */
let program;

/** Files of all runs, by name: the backups, of which headers read once are
 * remembered.
 * @type {Map<string, Source>} */
const kept = new Map();

/** Milliseconds between two words on progress. */
const PROGRESS_MS = 200;

/** @param {Blob | Uint8Array | string} content
 * @returns {Source} */
function sourceOf(content) {
  if (content instanceof Blob)
    return new BlobSource(content);
  return new BytesFile(typeof content === 'string' ?
    new TextEncoder().encode(content) : content);
}

/** @param {Uint8Array[]} chunks */
function joined(chunks) {
  const all = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const c of chunks) {
    all.set(c, at);
    at += c.length;
  }
  return all;
}

/** Says how many bytes were written, now and then. */
function teller() {
  let bytes = 0, told = performance.now();
  return (/** @type {number} */ n) => {
    bytes += n;
    if (performance.now() - told > PROGRESS_MS) {
      told = performance.now();
      self.postMessage({ progress: bytes });
    }
  };
}

/** @param {{args: string[], input?: string,
 *   files: Record<string, Blob | Uint8Array | string>}} call */
function run({ args, files, input = '' }) {
  const sources = Object.fromEntries([...kept, ...Object.entries(files).map(
    ([name, content]) => [name, sourceOf(content)])]);
  const folder = new MapFolder(sources);
  /** @type {Uint8Array[]} */
  const out = [];
  /** @type {Uint8Array[]} */
  const err = [];
  const status = runProgram(program, { args, folder, out: b => out.push(b),
    err: b => err.push(b), input: inputOf(input), moved: teller(),
    env: { CXBAK_PAGE: '1' } });
  const made = [...folder.made].map(([name, file]) =>
    [name, new Blob(/** @type {BlobPart[]} */ (file.parts()))]);
  return { status, out: joined(out), err: new TextDecoder().decode(joined(err)),
    files: Object.fromEntries(made) };
}

/** What the page can ask for.
 * @type {Record<string, (value: any) => any>} */
const operations = {
  /** @param {WebAssembly.Module} module */
  program: module => {
    program = module;
  },
  /** @param {{name: string, file: Blob | Uint8Array | string}} what */
  keep: ({ name, file }) => {
    kept.set(name, sourceOf(file));
  },
  /** @param {string} name */
  forget: name => {
    kept.delete(name);
  },
  run,
};

self.onmessage = e => {
  const { seq, operation, value } = e.data;
  try {
    const result = operations[operation](value);
    self.postMessage({ seq, result });
  } catch (x) {
    self.postMessage({ seq,
      error: x instanceof Error ? x.message : String(x) });
  }
};
