/** What changes many people at once, against the native program. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { handOver, severalPeople } from './forms.js';
import { backup, BROWSERS, folder, native, Person, same, TOP } from
  './harness.js';

/** Save, and compare with what the native program makes of these words.
 * @param {Person} p
 * @param {...string} words  with `pbx.zip` among them */
async function saves(p, ...words) {
  await p.press('Save the new backup');
  const made = await p.downloaded('pbx-new.zip');
  native(p.dir, ...words, '-o', 'native.zip');
  assert.ok(same(made, path.join(p.dir, 'native.zip')), words.join(' '));
}

/** The page with the sample open, and one of its screens shown.
 * @param {import('node:test').TestContext} t
 * @param {string} browser
 * @param {string} screen */
async function on(t, browser, screen) {
  const dir = folder(`${screen.replace(' ', '-')}-${browser}`);
  const file = backup(dir);
  const p = await Person.start(browser, dir);
  t.after(() => p.end());
  await p.open(file);
  await p.press(screen);
  return p;
}

for (const browser of BROWSERS) {
  test(`${browser}: a table is imported, and its bad rows handed out`,
    async t => {
      const p = await on(t, browser, 'Import');
      const table = path.join(p.dir, 'staff.csv');
      fs.writeFileSync(table, 'Nr,Wer,Email\n200,Noelle,n@example.com\n' +
        '999,Nobody,x@example.com\n');
      await p.choose(table, 'Choose a table');
      await p.sees('no column names the extension');
      // The sample stands below the choices.
      assert.deepEqual(await p.rows(), [['200', 'Noelle', 'n@example.com'],
        ['999', 'Nobody', 'x@example.com']]);
      await p.page.select('[aria-label="Column A, Nr, holds"]', 'number');
      await p.sees('there is no extension "999"');
      await p.press('Download what comes of every row');
      assert.match(fs.readFileSync(await p.downloaded('results.csv'), 'utf8'),
        /row-unknown/);
      await p.tick('Leave out people');
      await p.press('Show what would change');
      await p.sees('2 rows read: 1 to change, 0 unchanged, 1 left out');
      await p.page.select('[aria-label="Column B, Wer, holds"]', 'last');
      await p.sees('This would change');
      await p.page.select('[aria-label="Column B, Wer, holds"]', 'first');
      await p.until(() => [...document.querySelectorAll(
        'td')].some(td => td.textContent === 'First Name'));
      await p.picture('import');
      await p.press('Download the rows that are left out');
      assert.match(fs.readFileSync(await p.downloaded('rejects.csv'), 'utf8'),
        /999,Nobody/);
      await p.press('Take these changes');
      await p.sees('2 values would change');
      await saves(p, 'import', 'pbx.zip', 'staff.csv', '--map',
        'Nr=number,Wer=first', '--skip-unknown', '-q');
      assert.deepEqual(p.errors, []);
    });

  test(`${browser}: a workbook is imported`, async t => {
    const p = await on(t, browser, 'Import');
    // As another program makes one; Debian's Python has it.
    execFileSync('/usr/bin/python3', [path.join(TOP,
      'tests/lib/openpyxl_books.py'), p.dir], { env: { ...process.env,
      PYTHONDONTWRITEBYTECODE: '1' } });
    await p.choose(path.join(p.dir, 'staff.xlsx'), 'Choose a table');
    await p.sees('Row of the headings');
    await p.type('Sheet', 'Other');
    await p.page.keyboard.press('Tab');
    await p.sees('1 row read: 1 to change');
    await p.press('Take these changes');
    await p.sees('1 value would change');
    await saves(p, 'import', 'pbx.zip', 'staff.xlsx', '--sheet', 'Other', '-q');
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: several people by a template`, async t => {
    const p = await on(t, browser, 'Several people');
    await severalPeople(p);
    await p.picture('several');
    await p.press('Take these changes');
    await p.sees('2 values would change');
    await saves(p, 'set', 'pbx.zip', '201,206', '--email',
      '{last|ascii|lower}@new.example', '-q');
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: a folder of photos`, async t => {
    const p = await on(t, browser, 'Photos');
    const photos = path.join(p.dir, 'photos');
    fs.mkdirSync(photos);
    for (const name of ['201.png', 'stranger.png'])
      execFileSync('convert', ['-size', '64x64', 'xc:red',
        path.join(photos, name)]);
    if (browser === 'chromium') {
      // One of them lies in a folder; Firefox's driver takes no folder.
      fs.mkdirSync(path.join(photos, 'more'));
      fs.copyFileSync(path.join(photos, '201.png'),
        path.join(photos, 'more/202.png'));
      await p.choose(photos, 'Choose a folder');
      await p.sees('202.png: 202');
      await p.sees('avatar import pbx.zip photos --recursive', 'textContent');
    }
    const input = await p.finds('input[multiple]');
    await input.uploadFile(path.join(photos, '201.png'),
      path.join(photos, 'stranger.png'));
    await p.sees('stranger.png: fits nobody');
    await p.picture('photos');
    await p.press('Take these changes');
    await p.sees('1 value would change');
    await saves(p, 'avatar', 'import', 'pbx.zip', 'photos', '-q');
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: handing over, checking and correcting, groups, comparing`,
    async t => {
      const p = await on(t, browser, 'Hand over');
      await handOver(p);
      // It is not lost by a click elsewhere.
      await p.press('Changes (0)');
      await p.sees('“Take these changes” would take it');
      await p.press('Stay here');
      await p.picture('handover');
      await p.press('Take these changes');
      await p.sees('5 values would change');
      await saves(p, 'handover', 'pbx.zip', '200', '--first-name', 'Noelle',
        '--last-name', 'Newman', '--email', 'noelle@example.com', '-q');
      await p.press('Check');
      await p.sees('findings in all');
      await p.press('Show what would change');
      await p.press('Take these changes');
      await p.sees('6 values would change');
      await p.press('Groups');
      await p.sees('Sales & Service (');
      await p.press('Compare');
      await p.choose(path.join(p.dir, 'native.zip'), 'Choose the other');
      await p.sees('noelle@example.com');
      await p.picture('compare');
      assert.deepEqual(p.errors, []);
    });
}
