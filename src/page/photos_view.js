/** Pictures of many people, told apart by the names of their files. */
import { el, filePicker, put, takeDrops } from './dom.js';
import { forProgram } from './picture_file.js';
import { tryStep } from './try_step.js';

/**
 * @typedef {import('./app.js').App} App
 * @typedef {import('./store.js').Staged} Staged
 */

/** Whose each file is, as the program found out.
 * @param {Staged} tried */
function whose(tried) {
  const json = tried.result?.json ?? {}, steps = json.Steps ?? [];
  const files = steps[steps.length - 1]?.Files ?? json.Files ?? [];
  return [files.length > 0 && el('ul', {}, ...files.map(
    (/** @type {any} */ f) => el('li', {}, `${f.File.split('/').pop()}: ` +
      (f.Message ?? (f.Users ?? []).map((/** @type {any} */ u) =>
        `${u.Number} ${u.Name}`).join(', ')))))];
}

/** Where a photo is: below the folder that was chosen, or by itself; and what
 * the program is given of it.
 * @param {File} photo */
async function photoOf(photo) {
  const content = await forProgram(photo);
  return { path: photo.webkitRelativePath || `photos/${photo.name}`, content,
    made: content !== photo };
}

/** How many there are, and what becomes of some.
 * @param {{made: boolean}[]} photos */
function photoCount(photos) {
  const n = photos.length, made = photos.filter(p => p.made).length;
  return `${n} ${n === 1 ? 'file' : 'files'}` + (made === 0 ? '' :
    `; ${made} of a kind that only the browser reads ` +
    `${made === 1 ? 'is' : 'are'} taken as PNG`);
}

/** @param {App} app */
export function photosView(app) {
  /** @type {{path: string, content: Blob, made: boolean}[]} */
  let photos = [];
  const count = el('p', {}, 'No photos are chosen.');
  const trial = tryStep(app, () => {
    if (photos.length === 0)
      return null;
    const place = `.page/${app.store.done}/`;
    const paths = photos.map(p => p.path);
    return { words: ['avatar', 'import', place + paths[0].split('/')[0],
      ...(paths.some(p => p.split('/').length > 2) ? ['--recursive'] : [])],
    label: `${photos.length} photos`, files: Object.fromEntries(photos.map(
      p => [place + p.path, p.content])) };
  }, { example: () => ['avatar', 'import', 'photos'], more: whose });
  const take = (/** @type {File[]} */ files) => app.busy('Reading the photos',
    async () => {
      photos = await Promise.all(files.map(photoOf));
      put(count, photoCount(photos));
      trial.changed();
      trial.look();
    });
  const zone = el('div', { class: 'zone' },
    el('p', {}, 'Drop photos here, named by extension, address or name, or'),
    filePicker('Choose photos', { accept: 'image/*', multiple: true }, take),
    ' ', filePicker('Choose a folder', { webkitdirectory: true }, take));
  takeDrops(zone, take, name => app.fail(`${name} is a folder, which a ` +
    'browser does not open here; press Choose a folder'));
  return el('section', {}, el('h2', {}, 'Photos'), zone, count, trial.node);
}
