/** The first screen: choose a backup; if it is encrypted, its password. */
import { button, el, facts, filePicker, put, takeDrops } from './dom.js';
import { asCommand, operand } from './command.js';
import { question } from './dialog.js';
import { askPassword, wantsPassword } from './password_form.js';
import { offerSalvage } from './salvage_offer.js';
import { Refused, STATUS } from './store.js';
import { sizeText } from './app.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app
 * @param {File} file
 * @param {HTMLElement} place  for a question
 * @param {(lines: string[][]) => void} tell  shows the command
 * @param {string} [password] */
async function openBackup(app, file, place, tell, password) {
  if (password === undefined && app.store.unsaved && !await question(
    'There are changes that are not saved', `Opening ${file.name} loses them.`,
    'Open it, and lose them', 'Keep the changes'))
    return;
  put(place);
  await app.busy(`Reading ${file.name}`, async () => {
    try {
      await app.store.open(file, password);
    } catch (x) {
      if (x instanceof Refused && x.status === STATUS.BACKUP)
        offerSalvage(app, file, place, words => tell([words]),
          whole => openBackup(app, whole, place, tell));
      if (!wantsPassword(x))
        throw x;
      askPassword(file.name, place, password === undefined ? '' : x.message,
        typed => openBackup(app, file, place, tell, typed));
      return;
    }
    app.show('users');
    app.say(`${file.name}: ${app.store.users.length} users, ` +
      sizeText(file.size));
  });
}

/** What the program tells of the backup that is open.
 * @param {App} app */
function whatIsOpen(app) {
  const { store } = app, place = el('div', {});
  const tell = (/** @type {any} */ info) => put(place, el('h3', {},
    'What is open'), facts([['Backup', store.name], ['Company', info.Company],
    ['Address', info.ExternalFqdn], ['Version', info.Version],
    ['Made', info.Date], ['Users', info.Users], ['Groups', info.Groups],
    ['Size', sizeText(info.Size)]]));
  if (store.file)
    store.details.then(() => store.info && tell(store.info),
      x => app.fail(x));
  return place;
}

/** @param {App} app */
export function openView(app) {
  const place = el('div', {});
  const command = asCommand(['info', app.store.file ? app.store.backup :
    'backup.zip']);
  const take = (/** @type {File[]} */ files) => {
    command.show([['info', operand(files[0].name)]]);
    openBackup(app, files[0], place, command.show);
  };
  const zone = el('div', { class: 'zone' },
    el('p', {}, 'Drop a backup of a 3CX phone system here, or'),
    filePicker('Choose a backup', { accept: '.zip' }, take));
  takeDrops(zone, take);
  return el('section', {}, el('h2', {}, 'Open a backup'), zone, place,
    el('p', { class: 'quiet' }, 'The backup stays on this computer: it is ' +
      'read where it lies, never changed, and nothing is sent anywhere. ' +
      'What you save is a new file.'),
    app.store.file && button('Back to the users', () => app.show('users')),
    whatIsOpen(app), command.node);
}
