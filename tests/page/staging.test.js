/** Whatever is staged is found, undone and done again. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { handOver, severalPeople } from './forms.js';
import { backup, BROWSERS, folder, native, Person, same } from './harness.js';

/** The steps, as the program takes them in a batch. */
const STEPS = `set 201,206 --email '{last|ascii|lower}@new.example'
import staff.csv
avatar import photos
handover 200 --first-name Noelle --last-name Newman --email noelle@example.com
swap 202 203
`;

/** The number of changes that the bar shows.
 * @param {Person} p */
function counted(p) {
  return p.page.evaluate(() => [...document.querySelectorAll('header button')]
    .find(b => b.textContent.startsWith('Changes (')).textContent);
}

/** What each screen does with its form: the same as STEPS. */
const FORMS = [
  async p => {
    await p.press('Several people');
    await severalPeople(p);
  }, async p => {
    await p.press('Import');
    await p.choose(path.join(p.dir, 'staff.csv'), 'Choose a table');
  }, async p => {
    await p.press('Photos');
    const input = await p.finds('input[multiple]');
    await input.uploadFile(path.join(p.dir, 'photos/205.png'));
  }, async p => {
    await p.press('Hand over');
    await handOver(p);
  }, async p => {
    await p.press('Hand over');
    const [, one, other] = await p.page.$$('fieldset select');
    await one.select('202');
    await other.select('203');
    const looks = await p.page.$$('fieldset button');
    for (const b of looks.slice(1))
      if ((await b.evaluate(e => e.textContent)).startsWith('Show'))
        await b.click();
  }];

for (const browser of BROWSERS)
  test(`${browser}: all that is staged is found, undone and done again`,
    async t => {
      const dir = folder(`staging-${browser}`), file = backup(dir);
      fs.writeFileSync(path.join(dir, 'staff.csv'),
        'Ext,Mobile\n204,+15550100999\n');
      fs.mkdirSync(path.join(dir, 'photos'));
      execFileSync('convert', ['-size', '64x64', 'xc:red',
        path.join(dir, 'photos/205.png')]);
      fs.writeFileSync(path.join(dir, 'steps.txt'), STEPS);
      const p = await Person.start(browser, dir);
      t.after(() => p.end());
      await p.open(file);
      const counts = [await counted(p)];
      for (const form of FORMS) {
        await form(p);
        await p.sees('This would change');
        await p.press('Take these changes');
        await p.sees('would change. The backup itself');
        counts.push(await counted(p));
        assert.notEqual(counts.at(-1), counts.at(-2));
      }
      for (const want of counts.slice(0, -1).reverse()) {
        await p.press('Undo');
        await p.sees(want);
      }
      await p.sees('Nothing is changed yet');
      for (const want of counts.slice(1)) {
        await p.press('Redo');
        await p.sees(want);
      }

      // Who is found is who would be there.
      await p.press('Users');
      await p.type('Search', 'newman');
      await p.sees('1 of 16 users');
      assert.deepEqual((await p.rows())[0].slice(0, 4),
        ['200', 'Noelle', 'Newman', 'noelle@example.com']);
      await p.type('Search', 'martin.alder@example.com');
      await p.sees('0 of 16 users');
      await p.type('Search', '');

      await p.press('Changes (');
      await p.press('Save the new backup');
      const made = await p.downloaded('pbx-new.zip');
      native(dir, 'batch', 'pbx.zip', 'steps.txt', '-o', 'native.zip', '-q');
      assert.ok(same(made, path.join(dir, 'native.zip')), 'the same backup');
      assert.deepEqual(p.errors, []);
    });
