/**
 * The saving of a file: where the browser has a picker, into the place that
 * the person has chosen, piece by piece; else as a download.
 */
import { download } from './dom.js';

/**
 * @typedef {object} Place  where a file goes
 * @property {string} name
 * @property {string} where  it is then, for people
 * @property {(blob: Blob, progress: (bytes: number) => void) =>
 *   Promise<void>} store
 * @property {() => Promise<void>} giveUp  nothing is stored
 */

/** Bytes that are handed over at once. */
const PIECE = 8 << 20;

/** The place of a download.
 * @param {string} name
 * @returns {Place} */
function downloads(name) {
  return { name, where: 'is in the folder of your downloads',
    store: async blob => download(blob, name), giveUp: async () => {} };
}

/** Is that the very file that is read?
 * @param {File} a
 * @param {File} b */
function isSame(a, b) {
  return a.name === b.name && a.size === b.size &&
    a.lastModified === b.lastModified;
}

/** A place of the disk that was chosen.
 * @param {any} handle
 * @returns {Place} */
function onDisk(handle) {
  return { name: handle.name, where: 'is where you have chosen',
    giveUp: async () => {
      // An empty one was made by the choice; older browsers leave it there.
      if ((await handle.getFile()).size === 0)
        await handle.remove?.();
    },
    store: async (blob, progress) => {
      const out = await handle.createWritable();
      try {
        for (let at = 0; at < blob.size; at += PIECE) {
          await out.write(blob.slice(at, at + PIECE));
          progress(Math.min(blob.size, at + PIECE));
        }
        await out.close();
      } catch (x) {
        // What was there before stays.
        await out.abort();
        throw x;
      }
    } };
}

/** Ask where a file is to go, before the work begins: a browser asks only at
 * a press.  Null: the person has thought better of it.
 * @param {string} name  that is proposed
 * @param {File | null} input  which must not be written
 * @returns {Promise<Place | null>} */
export async function choosePlace(name, input) {
  const ask = /** @type {any} */ (globalThis).showSaveFilePicker;
  if (typeof ask !== 'function')
    return downloads(name);
  let handle;
  try {
    handle = await ask({ suggestedName: name, types: [{
      description: 'Backup', accept: { 'application/zip': ['.zip'] } }] });
  } catch (x) {
    if (x instanceof Error && x.name === 'AbortError')
      return null;
    // It may be forbidden, as in a frame.
    return downloads(name);
  }
  if (input && isSame(await handle.getFile(), input))
    throw new Error(`${input.name} is the backup itself, which stays as it ` +
      'is; choose another name');
  return onDisk(handle);
}
