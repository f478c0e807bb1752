/** Where the new backup goes, and what asks before changes are lost. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { backup, BROWSERS, encrypted, folder, native, Person, respelled } from
  './harness.js';

/** Chromium's picker, with a disk of its own: run in the page.  What is on it
 * is at `globalThis.disk`, by name. */
function picker() {
  const disk = globalThis.disk = {};
  globalThis.pick = 'new.zip';
  const bytes = async parts => new Uint8Array(
    await new Blob(parts).arrayBuffer());
  const handleOf = name => ({ name,
    getFile: async () => new File(disk[name].parts, name,
      { lastModified: disk[name].time }),
    remove: async () => { delete disk[name]; },
    createWritable: async () => {
      const parts = [];
      return { write: async part => {
        if (globalThis.full)
          throw new Error('the disk is full');
        parts.push(await bytes([part]));
      }, close: async () => { disk[name] = { parts, time: 1 }; },
      abort: async () => { globalThis.aborted = true; } };
    } });
  globalThis.showSaveFilePicker = async ({ suggestedName }) => {
    globalThis.proposed = suggestedName;
    if (!navigator.userActivation.isActive)
      throw new DOMException('no press', 'SecurityError');
    if (globalThis.pick === null)
      throw new DOMException('no', 'AbortError');
    disk[globalThis.pick] ??= { parts: [], time: 1 };
    return handleOf(globalThis.pick);
  };
}

/** The first name of extension 200 becomes another one.
 * @param {Person} p
 * @param {string} name */
async function rename(p, name) {
  await p.press('Users');
  await p.press('200');
  await p.type('First Name', name);
  await p.press('OK');
  await p.sees('Nothing is written before you save');
}

/** Press, and answer what the browser asks.
 * @param {Person} p
 * @param {() => Promise<any>} f */
async function asked(p, f) {
  const said = new Promise(yes => p.page.once('dialog', async d => {
    yes(d.type());
    await d.dismiss();
  }));
  f().catch(() => {});
  return Promise.race([said, new Promise(yes => setTimeout(yes, 5000,
    'nothing'))]);
}

if (BROWSERS.includes('chromium'))
  test('chromium: the new backup is streamed to where it was chosen',
    async t => {
      const dir = folder('picker'), file = backup(dir);
      const p = await Person.start('chromium', dir, picker);
      t.after(() => p.end());
      await p.open(file);
      await rename(p, 'Noelle');
      await p.press('Changes (1)');
      /** @param {any} what */
      const set = what => p.page.evaluate(w => Object.assign(globalThis, w),
        what);

      // Thought better of.
      await set({ pick: null });
      await p.press('Save the new backup');
      await new Promise(yes => setTimeout(yes, 300));
      assert.equal(await p.page.evaluate('globalThis.proposed'),
        'pbx-new.zip');
      await p.sees('1 value would change');

      // A full disk leaves what was there.
      await set({ pick: 'new.zip', full: true });
      await p.press('Save the new backup');
      await p.sees('the disk is full');
      assert.equal(await p.page.evaluate('globalThis.aborted'), true);
      assert.deepEqual(await p.page.evaluate('Object.keys(disk)'), []);
      assert.equal(await asked(p, () => p.page.reload()), 'beforeunload');

      // The backup itself is never written.
      const { size, mtimeMs } = fs.statSync(file);
      await p.page.evaluate((n, time) => {
        globalThis.full = false;
        globalThis.pick = 'pbx.zip';
        globalThis.disk['pbx.zip'] = { parts: [new Uint8Array(n)], time };
      }, size, Math.floor(mtimeMs));
      await p.press('Save the new backup');
      await p.sees('is the backup itself');

      await set({ pick: 'chosen.zip' });
      await p.press('Save the new backup');
      await p.sees('chosen.zip, ');
      const made = await p.page.evaluate(async () => {
        const b = new Uint8Array(await new Blob(
          globalThis.disk['chosen.zip'].parts).arrayBuffer());
        return btoa(Array.from(b, x => String.fromCharCode(x)).join(''));
      });
      native(dir, 'set', 'pbx.zip', '200', '--first-name', 'Noelle', '-o',
        'native.zip', '-q');
      assert.ok(Buffer.from(made, 'base64').equals(
        fs.readFileSync(path.join(dir, 'native.zip'))), 'the same backup');
      assert.equal(await asked(p, () => p.page.reload()), 'nothing');
      assert.deepEqual(p.errors, []);
    });

for (const browser of BROWSERS) {
  test(`${browser}: changes that are not saved are not lost unasked`,
    async t => {
      const dir = folder(`unsaved-${browser}`), file = backup(dir);
      const other = encrypted(folder(`other-${browser}`), 'Correct-horse-7');
      const p = await Person.start(browser, dir);
      t.after(() => p.end());
      await p.open(file);
      await rename(p, 'Noelle');
      // Another backup asks first.
      await p.press('Open a backup');
      await p.choose(other, 'Choose a backup');
      await p.sees('There are changes that are not saved');
      await p.picture('unsaved');
      await p.press('Keep the changes');
      await p.press('Changes (1)');
      await p.sees('Noelle');
      // So does closing, until a file holds them.
      assert.equal(await asked(p, () => p.page.reload()), 'beforeunload');
      await p.sees('Noelle');
      await p.press('Save changes');
      await p.downloaded('changes.json');
      await p.press('Open a backup');
      await p.choose(other, 'Choose a backup');
      await p.type('Password', 'Correct-horse-7');
      await p.page.keyboard.press('Enter');
      await p.sees('of 16 users');
      await p.sees('Changes (0)');
      // What is only typed is asked for, too.
      await p.press('200');
      await p.sees('User Information');
      await p.type('First Name', 'Noelle');
      assert.equal(await asked(p, () => p.page.reload()), 'beforeunload');
      await p.press('Cancel');
      await p.sees('16 of 16 users');
      assert.equal(await asked(p, () => p.page.reload()), 'nothing');
      assert.deepEqual(p.errors, []);
    });

  test(`${browser}: a backup of an unknown version is written when told to`,
    async t => {
      const dir = folder(`forced-${browser}`), file = backup(dir);
      const made = respelled(file, path.join(dir, 'odd.zip'),
        '>20[.]0[.]8[.]1109<', '>99.0.8.1109<');
      const p = await Person.start(browser, dir);
      t.after(() => p.end());
      await p.open(made);
      await p.press('200');
      await p.type('First Name', 'Noelle');
      await p.press('OK');
      await p.sees('Nothing is written before you save');
      await p.press('Changes (1)');
      await p.press('Save the new backup');
      await p.sees('is not one of the known ones');
      await p.press('Write it all the same');
      await p.press('Save the new backup');
      const saved = await p.downloaded('odd-new.zip');
      native(dir, 'set', 'odd.zip', '200', '--first-name', 'Noelle', '--force',
        '-o', 'native-odd.zip', '-q');
      assert.ok(fs.readFileSync(saved).equals(
        fs.readFileSync(path.join(dir, 'native-odd.zip'))), 'the same backup');
      assert.deepEqual(p.errors, []);
    });
}
