/**
 * The picture of a person: choose, drop or paste one, crop it, OK.  What is
 * stored is made by the program of the file that was brought.
 */
import { button, el, filePicker, hearWhileShown, put,
  takeDrops } from './dom.js';
import { asCommand, operand } from './command.js';
import { cropper } from './crop.js';
import { asPng, programReads, unread } from './picture_file.js';

/** @typedef {import('./app.js').App} App */

/** Pixels of a picture in a form. */
const SMALL = 96;

/** New pictures that were cropped here, small, by the words of their change.
 * @type {Map<string, HTMLCanvasElement>} */
const taken = new Map();

/** The words of the change that gives this person another picture, or none.
 * @param {App} app
 * @param {string} number */
function changeKey(app, number) {
  return `${number} ${app.store.values.get(number)?.get('Avatar')}`;
}

/** Pixels on a canvas.
 * @param {CanvasImageSource} image
 * @param {number} width
 * @param {number} height
 * @param {string} label
 * @param {number[]} from  what of the image: left, top, width, height */
function drawn(image, width, height, label, [x, y, w, h]) {
  const canvas = el('canvas', { width, height, role: 'img',
    'aria-label': label });
  canvas.getContext('2d')?.drawImage(image, x, y, w, h, 0, 0, width, height);
  return canvas;
}

/** What becomes of the picture by the changes that are taken.
 * @param {App} app
 * @param {string} number */
function newPicture(app, number) {
  const news = app.store.values.get(number);
  if (!news?.has('Avatar'))
    return [];
  if (!news.get('Avatar'))
    return [el('p', {}, 'The new backup will have no picture of this person.')];
  const small = taken.get(changeKey(app, number));
  const user = app.store.users.find(u => u.Number === number);
  return [el('p', {}, 'The new backup will have ' + (user?.Avatar ?
    'another picture of this person.' : 'this picture.')), small &&
    drawn(small, SMALL, SMALL, `The new picture of extension ${number}`,
      [0, 0, SMALL, SMALL])];
}

/** The picture in the backup, as the program draws it, never its own bytes;
 * and what becomes of it.
 * @param {App} app
 * @param {string} number
 * @param {HTMLElement} place */
export async function showCurrent(app, number, place) {
  const user = app.store.users.find(u => u.Number === number);
  const news = newPicture(app, number);
  if (!user?.Avatar) {
    put(place, el('p', {}, 'This person has no picture.'), ...news);
    return;
  }
  const name = '.page/sheet.png';
  const r = await app.store.program.run(['avatar', 'sheet', app.store.backup,
    number, '-o', name, ...app.store.options], { '.page/none': '' });
  if (r.status !== 0) {
    put(place, el('p', {}, r.err), ...news);
    return;
  }
  const image = await createImageBitmap(r.files[name]);
  const { width, height } = image;
  put(place, drawn(image, width, height, `The picture of extension ${number}`,
    [0, 0, width, height]), ...news);
}

/** Crop a picture that was brought, and take it.
 * @param {App} app
 * @param {string} number
 * @param {File} file
 * @param {HTMLElement} place */
async function crop(app, number, file, place) {
  let image;
  try {
    image = await createImageBitmap(file);
  } catch {
    app.fail(await unread(file));
    return;
  }
  app.alert.hidden = true;
  const good = await programReads(file), command = asCommand();
  const { node, canvas, square } = cropper(image, area => command.show([
    ['avatar', 'set', app.store.backup, number, good ? operand(file.name) :
      'picture.png', '--crop', area, '-o', 'new.zip']]));
  const dialog = el('dialog', { 'aria-label': 'Crop the picture' },
    el('h3', {}, 'Crop the picture'), node,
    el('p', { class: 'quiet' }, 'Press OK to confirm.'));
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const accept = () => app.busy('Making the picture', async () => {
    const name = `.page/avatar-${app.store.done}.${good ? 'image' : 'png'}`;
    await app.store.take({ label: `the picture of extension ${number}`,
      words: ['avatar', 'set', number, name, '--crop', square.area],
      files: { [name]: good ? file : await asPng(image) } });
    taken.set(changeKey(app, number), drawn(image, SMALL, SMALL, '',
      [square.x, square.y, square.side, square.side]));
    close();
    app.show('person', number);
    app.say(`Extension ${number} has a new picture. Nothing is written ` +
      'before you save the changes.');
  }).then(done => done || close());
  dialog.append(el('div', { class: 'tools' },
    button('OK', accept, { class: 'primary' }), button('Cancel', close)),
  command.node);
  dialog.addEventListener('cancel', close);
  place.append(dialog);
  dialog.showModal();
  canvas.focus();
}

/** @param {App} app
 * @param {string} number */
export function avatarView(app, number) {
  const current = el('div', {}), place = el('div', {});
  const command = asCommand(['avatar', 'set', app.store.backup, number,
    'picture.png', '-o', 'new.zip']);
  const take = (/** @type {File[]} */ files) =>
    crop(app, number, files[0], place);
  const zone = el('div', { class: 'zone', role: 'group',
    'aria-label': 'A new picture' },
  el('p', {}, 'Drop a picture here, paste one (Ctrl+V), or'),
  filePicker('Choose a picture', { accept: 'image/*' }, take));
  takeDrops(zone, take);
  hearWhileShown(zone, 'paste', e => {
    const files = [...(e.clipboardData?.files ?? [])];
    if (files.length > 0 && !place.querySelector('dialog')) {
      e.preventDefault();
      take(files);
    }
  });
  showCurrent(app, number, current).catch(x => app.fail(x));
  const user = app.store.users.find(u => u.Number === number);
  const has = user && app.store.value(user, 'Avatar');
  return el('section', {}, el('div', { class: 'title' },
    el('h2', {}, `Avatar of extension ${number}`),
    has && button('Remove the picture', () => app.busy('Checking', async () => {
      await app.store.take({ words: ['avatar', 'clear', number],
        label: `no picture of extension ${number}` });
      app.show('person', number);
    })),
    button('Back', () => app.show('person', number))), current, zone, place,
  command.node);
}
