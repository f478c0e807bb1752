/** By keyboard, with a screen reader, on a small screen, with many users. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { backup, BROWSERS, folder, Person, TOP } from './harness.js';

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

/** Does anything but a table need more width than there is?
 * @param {Person} p */
async function tooWide(p) {
  return p.page.evaluate(() =>
    document.documentElement.scrollWidth > innerWidth);
}

/** Each screen, one after the other.
 * @param {Person} p
 * @param {(name: string) => Promise<void>} f */
async function eachScreen(p, f) {
  await p.press('Users');
  await p.sees('of 16 users');
  const labels = await p.page.$$eval('nav button', all => all.map(
    b => b.textContent));
  for (const label of labels) {
    await p.page.evaluate(text => [...document.querySelectorAll('nav button')]
      .find(b => b.textContent === text).click(), label);
    await p.page.waitForFunction(() => document.querySelector('main h2'));
    await new Promise(yes => setTimeout(yes, 500));
    await f(label);
  }
  await p.press('Users');
  await p.press('200');
  await p.sees('Authentication');
  await f('person');
  await p.press('Change the picture');
  await p.page.waitForSelector('canvas');
  await f('avatar');
}

for (const browser of BROWSERS) {
  test(`${browser}: axe-core finds nothing, light and dark, wide and narrow`,
    async t => {
      const dir = folder(`axe-${browser}`), file = backup(dir);
      const p = await Person.start(browser, dir);
      t.after(() => p.end());
      await p.open(file);
      await eachScreen(p, async name =>
        assert.deepEqual(await findings(p), [], name));
      if (browser === 'chromium')
        await p.page.emulateMediaFeatures([
          { name: 'prefers-color-scheme', value: 'dark' }]);
      await p.page.setViewport({ width: 320, height: 640 });
      await eachScreen(p, async name => {
        assert.deepEqual(await findings(p), [], `dark: ${name}`);
        assert.equal(await tooWide(p), false, `320 px: ${name}`);
        await p.picture(`narrow-${name.replaceAll(' ', '-')}`);
      });
    });

  test(`${browser}: by keyboard alone`, async t => {
    const dir = folder(`keys-${browser}`), file = backup(dir);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.open(file);
    const keys = p.page.keyboard;
    /** @param {string} what  text of the element that gets the focus */
    const tabTo = async what => {
      for (let i = 0; i < 60; i++) {
        const here = await p.page.evaluate(() => {
          const e = document.activeElement;
          return e?.labels?.[0]?.textContent ?? e?.textContent ?? '';
        });
        if (here === what)
          return;
        await keys.press('Tab');
      }
      assert.fail(`the focus does not come to ${what}`);
    };
    await tabTo('200');
    await keys.press('Enter');
    await p.sees('User Information');
    await tabTo('First Name');
    await keys.press('End');
    await keys.type('a');
    await keys.press('Enter');
    await p.sees('Nothing is written before you save');
    assert.equal((await p.rows()).find(r => r[0] === '200')[1], 'Martina');
    await tabTo('200');
    await keys.press('Enter');
    await p.sees('User Information');
    await tabTo('First Name');
    await keys.press('Escape');
    await p.sees('of 16 users');
  });
}
