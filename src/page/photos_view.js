/** Pictures of many people, told apart by the names of their files. */
import { el, filePicker, put, takeDrops } from './dom.js';
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

/** @param {App} app */
export function photosView(app) {
  /** @type {File[]} */
  let photos = [];
  const count = el('p', {}, 'No photos are chosen.');
  const trial = tryStep(app, () => {
    if (photos.length === 0)
      return null;
    const folder = `.page/${app.store.done}/photos`;
    return { words: ['avatar', 'import', folder],
      label: `${photos.length} photos`, files: Object.fromEntries(photos.map(
        f => [`${folder}/${f.name}`, f])) };
  }, { example: () => ['avatar', 'import', 'photos'], more: whose });
  const take = (/** @type {File[]} */ files) => {
    photos = files;
    put(count, `${files.length} ${files.length === 1 ? 'file' : 'files'}`);
    trial.changed();
    trial.look();
  };
  const zone = el('div', { class: 'zone' },
    el('p', {}, 'Drop photos here, named by extension, address or name, or'),
    filePicker('Choose photos', { accept: 'image/*', multiple: true }, take));
  takeDrops(zone, take);
  return el('section', {}, el('h2', {}, 'Photos'), zone, count, trial.node);
}
