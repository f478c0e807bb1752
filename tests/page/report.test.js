/** What the page hands out for people, and what lets a change pass. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { backup, BROWSERS, folder, native, Person, same } from './harness.js';

/** The page with the sample open.
 * @param {import('node:test').TestContext} t
 * @param {string} browser
 * @param {string} name  of the folder */
async function on(t, browser, name) {
  const dir = folder(`${name}-${browser}`), file = backup(dir);
  const p = await Person.start(browser, dir);
  t.after(() => p.end());
  await p.open(file);
  return p;
}

/** A report that was downloaded; the next one has the same name.
 * @param {Person} p */
async function report(p) {
  const file = await p.downloaded('report.html');
  const text = fs.readFileSync(file, 'utf8');
  fs.unlinkSync(file);
  return text;
}

for (const browser of BROWSERS) {
  test(`${browser}: the report for a signature, and what is left to do`,
    async t => {
      const p = await on(t, browser, 'report');
      await p.press('200');
      await p.type('First Name', 'Noelle');
      await p.type('Email Address', 'noelle@example.com');
      await p.press('OK');
      await p.press('Changes (2)');
      await p.sees('What is left to do in the console');
      await p.sees('Send the welcome e-mail again');
      await p.picture('todo');
      await p.press('Download this list (CSV)');
      native(p.dir, 'set', 'pbx.zip', '200', '--first-name', 'Noelle',
        '--email', 'noelle@example.com', '--todo', 'native.csv', '-q');
      assert.ok(same(await p.downloaded('todo.csv'),
        path.join(p.dir, 'native.csv')), 'the same list');
      await p.press('Report for a signature');
      let text = await report(p);
      assert.match(text, /A preview: nothing was written/);
      assert.match(text, /Signature/);

      await p.press('Save the new backup');
      const made = await p.downloaded('pbx-new.zip');
      await p.sees('What is left to do in the console');
      await p.press('Report of the new backup');
      text = await report(p);
      assert.match(text, /all else is identical to pbx\.zip/);
      await p.choose(made, 'Choose the new backup');
      await p.sees('Proven');
      await p.press('Report for a signature');
      text = await report(p);
      assert.match(text, /Proof of a new backup/);
      assert.match(text, /noelle@example\.com/);

      await p.press('Compare');
      await p.choose(made, 'Choose the other');
      await p.sees('noelle@example.com');
      await p.press('Report for a signature');
      assert.match(await report(p), /Two backups compared/);
      assert.deepEqual(p.errors, []);
    });

  test(`${browser}: what refuses a change can be let pass`, async t => {
    const p = await on(t, browser, 'passes');
    await p.press('200');
    await p.type('Email Address', 'a@@b');
    await p.sees('has 2 @');
    await p.press('OK');
    await p.sees('cannot be taken');
    await p.tick('Extension 200: "a@@b" has 2 @');
    await p.press('OK');
    await p.sees('Nothing is written before you save');
    // Another step is asked for it again, but not of the same person.
    await p.press('202');
    await p.type('Email Address', 'c@@d');
    await p.sees('This refuses it');
    assert.doesNotMatch(await p.text(), /a@@b/);
    await p.press('OK');
    await p.sees('cannot be taken');
    await p.press('Cancel');
    await p.press('201');
    await p.type('First Name', 'Jonas');
    await p.press('OK');
    await p.press('Changes (2)');
    await p.sees('--accept=email-syntax', 'textContent');
    await p.press('Save the new backup');
    const made = await p.downloaded('pbx-new.zip');
    native(p.dir, 'set', 'pbx.zip', '200', '--email', 'a@@b', '--accept',
      'email-syntax', '--plan', 'one.json', '-q');
    native(p.dir, 'set', 'pbx.zip', '201', '--first-name', 'Jonas', '--plan',
      'two.json', '-q');
    native(p.dir, 'apply', 'pbx.zip', 'one.json', 'two.json', '--accept',
      'email-syntax', '-o', 'native.zip', '-q');
    assert.ok(same(made, path.join(p.dir, 'native.zip')), 'the same backup');

    await p.press('Several people');
    await p.type('Extensions, ranges, names: 200-299,305', '202,203');
    await p.type('Email Address', 'x@@y');
    await p.sees('let them share it');
    await p.tick('Several of them may have the same address');
    await p.sees('This refuses it');
    await p.tick('Extension 202: "x@@y"');
    await p.press('Take these changes');
    await p.press('Changes (4)');
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: a plan that does not fit`, async t => {
    const p = await on(t, browser, 'conflict');
    native(p.dir, 'set', 'pbx.zip', '200', '--mobile', '+15550100298', '-o',
      'other.zip', '-q');
    native(p.dir, 'set', 'other.zip', '200,201', '--mobile', '+15550100299',
      '--plan', 'other.json', '-q');
    await p.press('Changes (0)');
    await p.choose(path.join(p.dir, 'other.json'), 'Load changes');
    await p.sees('do not fit this backup');
    await p.sees('+15550100298');
    await p.picture('conflict');
    await p.press('Load nothing');
    await p.sees('Nothing is changed yet');
    await p.choose(path.join(p.dir, 'other.json'), 'Load changes');
    await p.press('Leave out what conflicts');
    await p.sees('1 value would change');
    await p.sees('1 change of a plan left out');
    assert.deepEqual(p.errors, []);
  });
}
