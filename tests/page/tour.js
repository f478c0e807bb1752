/** Every screen, dialog and message of the page, one after the other. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { handOver, severalPeople } from './forms.js';
import { backup, encrypted, native } from './harness.js';

/** What the tour needs in its folder.
 * @param {string} dir */
export function tourFiles(dir) {
  backup(dir);
  encrypted(dir, 'Correct-horse-7');
  fs.writeFileSync(path.join(dir, 'bad.zip'), 'not a ZIP file');
  fs.writeFileSync(path.join(dir, 'staff.csv'),
    'Ext,Vorname,Email\n200,Noelle,n@example.com\n999,Nobody,x@example.com\n');
  execFileSync('convert', ['-size', '300x200', 'gradient:red-blue',
    path.join(dir, '201.png')]);
  native(dir, 'set', 'pbx.zip', '201', '--first-name', 'X', '-o', 'more.zip');
  native(dir, 'set', 'pbx.zip', '202', '--mobile', '+15550100298', '-o',
    'other.zip');
  native(dir, 'set', 'other.zip', '202', '--mobile', '+15550100299', '--plan',
    'other.json');
}

/** All parts that are folded, opened.
 * @param {import('./harness.js').Person} p */
async function unfold(p) {
  await p.page.$$eval('details', all => all.forEach(d => { d.open = true; }));
}

/** Press a line of the list of screens.
 * @param {import('./harness.js').Person} p
 * @param {string} label */
function list(p, label) {
  return p.page.evaluate(text => [...document.querySelectorAll('nav button')]
    .find(b => b.textContent === text).click(), label);
}

/** Go to a screen of the list; what is filled in may be lost.
 * @param {import('./harness.js').Person} p
 * @param {string} label */
async function go(p, label) {
  await list(p, label);
  if (await p.page.$('dialog[open]'))
    await p.press('Leave, and lose it');
  await p.until(() => document.querySelector('main h2'));
  await p.idle();
}

/** What is done on a screen, so that all of it is there.
 * @type {Record<string, (p: import('./harness.js').Person, dir: string) =>
 *   Promise<void>>} */
const FILLED = {
  'Users': async p => {
    await p.type('Search', 'no such person');
    await p.sees('0 of 16 users');
  },
  'Several people': severalPeople,
  'Import': async (p, dir) => {
    await p.choose(path.join(dir, 'staff.csv'), 'Choose a table');
    await p.sees('999');
  },
  'Photos': async (p, dir) => {
    const input = await p.finds('main input[multiple]');
    await input.uploadFile(path.join(dir, '201.png'));
    await p.sees('This would change');
  },
  'Hand over': handOver,
  'Check': async p => {
    await p.sees('findings in all');
    await p.press('Show what would change');
    await p.sees('This would change');
  },
  'Compare': async (p, dir) => {
    await p.choose(path.join(dir, 'more.zip'), 'Choose the other');
    await p.sees('First Name');
  },
  'Prove': async (p, dir) => {
    await p.choose(path.join(dir, 'more.zip'), 'Choose the new backup');
    await p.sees('roven');
  },
};

/** One person: the form with what refuses it, the picture, the dialog that
 * crops one, and the changes.
 * @param {import('./harness.js').Person} p
 * @param {string} dir
 * @param {(name: string) => Promise<void>} see */
async function person(p, dir, see) {
  await go(p, 'Users');
  await p.type('Search', '');
  await p.sees('16 of 16 users');
  await p.press('200');
  await p.sees('Authentication');
  await see('person');
  await p.type('Email Address', 'noelle');
  await p.sees('has no @');
  await see('person, refused');
  await p.type('Email Address', 'noelle@example.com');
  await p.press('OK');
  await p.sees('Nothing is written before you save');
  await p.press('201');
  await p.sees('Authentication');
  await p.press('Change the picture');
  await p.finds('canvas');
  await see('avatar');
  await p.choose(path.join(dir, '201.png'), 'Choose a picture');
  await p.finds('dialog[open]');
  await see('crop');
  await p.press('OK');
  await p.sees('has a new picture');
  await p.press('Changes (2)');
  await p.sees('noelle@example.com');
  await see('changes');
  await p.choose(path.join(dir, 'other.json'), 'Load changes');
  await p.sees('do not fit this backup');
  await see('conflict');
  await go(p, 'Users');
  await p.press('201');
  await p.sees('Authentication');
  await p.type('First Name', 'X');
  await see('new picture');
  await list(p, 'Open a backup');
  await p.finds('dialog[open]');
  await see('typed');
  await p.press('Leave, and lose it');
  await p.choose(path.join(dir, 'more.zip'), 'Choose a backup');
  await p.finds('dialog[open]');
  await see('question');
  await p.press('Keep the changes');
  await go(p, 'Changes');
  await p.press('Save the new backup');
  await p.sees('is in the folder of your downloads');
  await see('saved');
}

/** Show all of it; `see` is called on each.
 * @param {import('./harness.js').Person} p
 * @param {string} dir  with the tour's files
 * @param {(name: string) => Promise<void>} f */
export async function tour(p, dir, f) {
  const see = async (/** @type {string} */ name) => {
    await unfold(p);
    await p.idle();
    await f(name);
  };
  await see('nothing open');
  await p.choose(path.join(dir, 'bad.zip'), 'Choose a backup');
  await p.finds('[role=alert]:not([hidden])');
  await see('refused');
  await p.choose(path.join(dir, 'secret.zip'), 'Choose a backup');
  await p.type('Password', 'wrong');
  await p.press('Open');
  await p.sees('wrong');
  await see('password');
  await p.open(path.join(dir, 'pbx.zip'));
  const labels = await p.page.$$eval('nav button', all => all.map(
    b => b.textContent));
  for (const label of labels) {
    await go(p, label);
    await see(label);
    if (FILLED[label]) {
      await FILLED[label](p, dir);
      await see(`${label}, filled`);
    }
  }
  await person(p, dir, see);
}
