/**
 * The program, as the page calls it: a call is a run in the worker, one after
 * the other.  The page knows nothing but what the program tells.
 *
 * @typedef {Blob | Uint8Array | string} Content  of a file
 *
 * @typedef {object} Result  what came of a call
 * @property {number} status  as the manual says
 * @property {any} json  the document on standard output, or null
 * @property {Uint8Array} out  standard output
 * @property {string} err  standard error
 * @property {Record<string, Blob>} files  what was written, by name
 */
import { ownNames } from './command.js';
import { INPUT } from './input.js';

/** The worker's code and the program are blocks of the page that are data; the
 * constructor takes them out. */
const WORKER_BLOCK = 'worker-source';
const WASM_BLOCK = 'program';

/** The one policy of the page: the address of the worker that it made.
 * @param {string} url
 * @returns {any} */
function trusted(url) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  return types ? types.createPolicy('cxbak',
    { createScriptURL: (/** @type {string} */ s) => s })
    .createScriptURL(url) : url;
}

/** Take a block out of the page.
 * @param {string} id */
function block(id) {
  const e = document.getElementById(id);
  e?.remove();
  return e?.textContent ?? '';
}

/** The program's bytes.
 * @param {string} text  base64 of gzip */
async function programBytes(text) {
  const packed = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(
    new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

export class Program {
  constructor() {
    /** @type {Map<number, {yes: (r: any) => void, no: (e: Error) => void}>} */
    this.waiting = new Map();
    this.seq = 0;
    /** @type {Map<string, Content>} */
    this.kept = new Map();
    /** Called with the bytes that the call at hand has written so far.
     * @type {(bytes: number) => void} */
    this.onProgress = () => {};
    this.module = programBytes(block(WASM_BLOCK)).then(
      bytes => WebAssembly.compile(bytes));
    this.code = block(WORKER_BLOCK);
    /** @type {any} */
    this.url = null;
  }

  /** Make the worker, and give it the program. */
  async start() {
    const module = await this.module;
    this.url ??= trusted(URL.createObjectURL(
      new Blob([this.code], { type: 'text/javascript' })));
    this.worker = new Worker(this.url);
    this.worker.onmessage = e => this.heard(e.data);
    this.worker.onerror = e => this.failAll(new Error(e.message));
    await this.ask('program', module);
    for (const [name, file] of this.kept)
      await this.ask('keep', { name, file });
  }

  /** @param {{seq?: number, result?: any, error?: string,
   *   progress?: number}} data */
  heard({ seq, result, error, progress }) {
    if (progress !== undefined) {
      this.onProgress(progress);
      return;
    }
    const w = this.waiting.get(/** @type {number} */ (seq));
    this.waiting.delete(/** @type {number} */ (seq));
    if (error !== undefined)
      w?.no(new Error(error));
    else
      w?.yes(result);
  }

  /** @param {Error} error */
  failAll(error) {
    for (const w of this.waiting.values())
      w.no(error);
    this.waiting.clear();
  }

  /** @param {string} operation
   * @param {any} value
   * @returns {Promise<any>} */
  ask(operation, value) {
    return new Promise((yes, no) => {
      this.waiting.set(++this.seq, { yes, no });
      this.worker?.postMessage({ seq: this.seq, operation, value });
    });
  }

  /** Have a file in the folder of every call.
   * @param {string} name
   * @param {Content} file */
  async keep(name, file) {
    this.kept.set(name, file);
    await this.ask('keep', { name, file });
  }

  /** @param {string} name */
  async forget(name) {
    this.kept.delete(name);
    await this.ask('forget', name);
  }

  /** Call the program.  That it refuses is a status; an Error is thrown if it
   * crashed or was stopped.
   * @param {string[]} args  without the program's name
   * @param {Record<string, Content>} [files]  beside those that are kept; a
   *   text called INPUT is standard input
   * @returns {Promise<Result>} */
  async run(args, files = {}) {
    const { [INPUT]: input, ...others } = files;
    const r = await this.ask('run', { args, files: others, input });
    const text = new TextDecoder().decode(r.out);
    const json = args.includes('--json') && text !== '' ? JSON.parse(text,
      (key, value) => key === 'Message' && typeof value === 'string' ?
        ownNames(value) : value) : null;
    return { ...r, json, err: ownNames(r.err) };
  }

  /** End what runs: its instance is gone, and nothing else. */
  async stop() {
    this.worker?.terminate();
    this.failAll(new Error('stopped'));
    await this.start();
  }
}
