/** Standard input of a call. */

/** What it is called among the files that come with a call: no file has an
 * empty name. */
export const INPUT = '';

/** What hands out a text piece by piece, as descriptors are read.
 * @param {string} text
 * @returns {(to: Uint8Array) => number} */
export function inputOf(text) {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return to => {
    const n = Math.min(to.length, bytes.length - at);
    to.set(bytes.subarray(at, at + n));
    at += n;
    return n;
  };
}
