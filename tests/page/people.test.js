/**
 * For all people: every screen, dialog and message with axe-core, small and
 * large, light and dark, with larger letters and without motion; and both
 * stories by keyboard alone.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { backup, BROWSERS, folder, native, Person, same } from './harness.js';
import { tour, tourFiles } from './tour.js';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve(
  'axe-core/axe.min.js'), 'utf8');

/** What axe-core finds on the screen.
 * @param {Person} p */
async function findings(p) {
  await p.page.evaluate(AXE);
  const found = await p.page.evaluate(() => globalThis.axe.run(document,
    { resultTypes: ['violations'] }));
  return found.violations.map(v =>
    `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`);
}

/** The ways in which people look: a window, and what they ask of pages. */
const LOOKS = {
  'wide and light': { axe: true, width: 1280, height: 900, features: {
    'prefers-color-scheme': 'light' } },
  '320 px and dark': { axe: true, width: 320, height: 640, features: {
    'prefers-color-scheme': 'dark' } },
  'zoom of 200 %': { width: 640, height: 450, deviceScaleFactor: 2 },
  '4K': { axe: true, width: 3840, height: 2160, features: {
    'prefers-color-scheme': 'dark' } },
  'no motion': { width: 1280, height: 900, still: true, features: {
    'prefers-reduced-motion': 'reduce' } },
};

for (const browser of BROWSERS)
  for (const [look, how] of Object.entries(LOOKS)) {
    // Firefox is not told what people ask of pages.
    if (browser === 'firefox' && (how.still || look === '4K'))
      continue;
    test(`${browser}: every screen, ${look}`, async t => {
      const dir = folder(`tour-${browser}`);
      tourFiles(dir);
      const p = await Person.start(browser, dir);
      t.after(() => p.end());
      if (browser === 'chromium' && how.features)
        await p.page.emulateMediaFeatures(Object.entries(how.features).map(
          ([name, value]) => ({ name, value })));
      await p.page.setViewport({ width: how.width, height: how.height,
        deviceScaleFactor: how.deviceScaleFactor ?? 1 });
      let seen = 0;
      await tour(p, dir, async name => {
        seen++;
        if (how.axe)
          assert.deepEqual(await findings(p), [], name);
        assert.deepEqual(await p.tooWide(), [], name);
        if (how.still)
          assert.equal(await p.page.evaluate(() =>
            document.getAnimations().length), 0, name);
        await p.picture(`${look}-${name}`.replace(/\W+/g, '-'));
      });
      t.diagnostic(`${seen} screens, dialogs and messages`);
      assert.deepEqual(p.errors, []);
    });
  }

/** A person who has a keyboard and nothing else. */
class Typist {
  /** @param {Person} p */
  constructor(p) {
    this.p = p;
    this.keys = p.page.keyboard;
  }

  /** Go on with Tab until the focus is there.
   * @param {string} what  begins the words of the element, or its label's
   * @param {boolean} [back]  with Shift */
  async tabTo(what, back = false) {
    const been = [];
    for (let i = 0; i < 80; i++) {
      const here = await this.p.page.evaluate(() => {
        const e = document.activeElement;
        return e?.labels?.[0]?.textContent || e?.getAttribute('aria-label') ||
          e?.textContent || '';
      });
      if (here.startsWith(what))
        return;
      been.push(here.slice(0, 30));
      if (back)
        await this.keys.down('Shift');
      await this.keys.press('Tab');
      if (back)
        await this.keys.up('Shift');
    }
    assert.fail(`the focus does not come to ${what}: ${been.join(' | ')}`);
  }

  /** @param {string} what
   * @param {boolean} [back] */
  async press(what, back) {
    await this.tabTo(what, back);
    await this.keys.press('Enter');
  }

  /** Replace what an input holds.
   * @param {string} label
   * @param {string} value */
  async fill(label, value) {
    await this.tabTo(label);
    await this.keys.down('Control');
    await this.keys.press('a');
    await this.keys.up('Control');
    await this.keys.type(value);
  }

  /** Choose a file; Firefox's own window for that is not driven.
   * @param {string} label
   * @param {string} file */
  async choose(label, file) {
    await this.tabTo(label);
    if (this.p.browserName !== 'chromium')
      return this.p.choose(file, label);
    const chooser = this.p.page.waitForFileChooser();
    await new Promise(yes => setTimeout(yes, 500));
    await this.keys.press('Space');
    return (await chooser).accept([file]);
  }
}

for (const browser of BROWSERS)
  test(`${browser}: both stories by keyboard alone`, async t => {
    const dir = folder(`keys-${browser}`), file = backup(dir);
    const picture = path.join(dir, 'new.png');
    execFileSync('convert', ['-size', '300x200', 'gradient:red-blue', picture]);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    const person = new Typist(p), keys = p.page.keyboard;
    await person.choose('Choose a backup', file);
    await p.sees('16 of 16 users');
    await person.fill('Search', 'alder');
    await p.sees('1 of 16 users');

    // A person's values.
    await person.press('Extension 200');
    await p.sees('User Information');
    await person.fill('First Name', 'Noelle');
    await person.fill('Last Name', 'Newman');
    await person.fill('Email Address', 'noelle@example.com');
    await keys.press('Enter');
    await p.sees('Nothing is written before you save');

    // The picture: what is left with Escape is as it was.
    await person.fill('Search', ' ');
    await p.sees('16 of 16 users');
    await person.press('Extension 201');
    await p.sees('User Information');
    await person.fill('First Name', 'Nobody');
    await keys.press('Escape');
    await p.sees('16 of 16 users');
    await person.press('Extension 201');
    await p.sees('User Information');
    await person.press('Change the picture');
    await person.choose('Choose a picture', picture);
    await p.finds('dialog[open]');
    await keys.press('Escape');
    await p.until(() => !document.querySelector('dialog'));
    await person.choose('Choose a picture', picture);
    await p.finds('dialog[open]');
    for (const key of ['ArrowRight', 'ArrowRight', '-'])
      await keys.press(key);
    await p.sees('192 × 192 pixels, 56 from the left, 4 from the top');
    await person.press('OK');
    await p.sees('has a new picture');

    await person.press('Changes (4)', true);
    await p.sees('noelle@example.com');
    await person.press('Save the new backup');
    const made = await p.downloaded('pbx-new.zip');
    fs.writeFileSync(path.join(dir, 'steps'), 'set 200 --first-name Noelle ' +
      '--last-name Newman --email noelle@example.com\n' +
      'avatar set 201 new.png --crop 56,4,192,192\n');
    native(dir, 'batch', 'pbx.zip', 'steps', '-o', 'native.zip');
    assert.ok(same(made, path.join(dir, 'native.zip')), 'the same backup');
    assert.deepEqual(p.errors, []);
  });
