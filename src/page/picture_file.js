/**
 * Pictures that people bring, in a kind that the program reads: others, which
 * only the browser reads, become a PNG of the same pixels.
 */

/** What the program itself reads, by the first bytes. */
const PNG = [0x89, 0x50, 0x4e, 0x47], JPEG = [0xff, 0xd8, 0xff];

/** @param {Blob} file */
export async function programReads(file) {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return PNG.every((b, i) => head[i] === b) ||
    JPEG.every((b, i) => head[i] === b);
}

/** What a camera's file of a kind that most browsers do not read begins with,
 * from the fifth byte on. */
const HEIF = /^ftyp(?:hei[cmxs]|hev[cmxs]|mif1|msf1)/;

/** Why a picture could not be read, and what to do.
 * @param {File} file */
export async function unread(file) {
  const head = new TextDecoder('latin1').decode(
    await file.slice(4, 12).arrayBuffer());
  const name = file.name || 'The picture';
  if (HEIF.test(head))
    return `${name} is a HEIC picture, as phones make them, and this browser ` +
      'cannot read such; save it as JPEG or PNG and choose that (Safari ' +
      'reads HEIC)';
  return `${name} is no picture that this browser can read; choose a PNG, ` +
    'JPEG, WebP or GIF file';
}

/** The same pixels as a PNG.
 * @param {ImageBitmap} image
 * @returns {Promise<Blob>} */
export async function asPng(image) {
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** What the program is given of a picture: of one that the browser does not
 * read either, the file itself, about which the program has something to say.
 * @param {File} file
 * @returns {Promise<Blob>} */
export async function forProgram(file) {
  if (await programReads(file))
    return file;
  try {
    const image = await createImageBitmap(file), png = await asPng(image);
    image.close();
    return png;
  } catch {
    return file;
  }
}
