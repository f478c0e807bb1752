/** The seeds' stories, click by click, in each browser. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { backup, BROWSERS, encrypted, folder, native, Person, same } from
  './harness.js';

for (const browser of BROWSERS) {
  test(`${browser}: an extension changes hands`, async t => {
    const dir = folder(`story-${browser}`), file = backup(dir);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.picture('open');
    await p.open(file);
    await p.picture('users');
    assert.deepEqual((await p.rows()).find(r => r[0] === '200'),
      ['200', 'Martin', 'Alder', 'martin.alder@example.com', '+15550100200',
        '15550100200', '2', 'Yes']);

    await p.press('200');
    await p.sees('User Information');
    await p.type('First Name', 'Noelle');
    await p.type('Last Name', 'Newman');
    await p.type('Email Address', 'noelle');
    await p.sees('has no @');
    await p.picture('person');
    await p.press('OK');
    await p.sees('cannot be taken');
    await p.type('Email Address', 'noelle@example.com');
    await p.press('OK');
    await p.sees('Nothing is written before you save');
    assert.deepEqual((await p.rows()).find(r => r[0] === '200').slice(1, 4),
      ['Noelle', 'Newman', 'noelle@example.com']);

    await p.press('Changes (3)');
    await p.sees('martin.alder@example.com');
    await p.picture('changes');
    await p.press('Save changes');
    const plan = await p.downloaded('changes.json');
    await p.press('Save the new backup');
    const made = await p.downloaded('pbx-new.zip');
    await p.sees('is in the folder of your downloads');
    const words = ['set', 'pbx.zip', '200', '--first-name', 'Noelle',
      '--last-name', 'Newman', '--email', 'noelle@example.com'];
    native(dir, ...words, '-o', 'native.zip');
    native(dir, ...words, '--plan', 'native.json');
    assert.ok(same(made, path.join(dir, 'native.zip')), 'the same backup');
    assert.ok(same(plan, path.join(dir, 'native.json')), 'the same plan');

    await p.bring(made, 'drop');
    await p.sees('Proven');
    await p.picture('proven');
    // And what is more than planned is seen.
    native(dir, 'set', 'native.zip', '201', '--first-name', 'X', '-o',
      'more.zip');
    await p.choose(path.join(dir, 'more.zip'), 'Choose the new backup');
    await p.sees('Not proven');
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: searching, sorting, undoing, loading changes`, async t => {
    const dir = folder(`tools-${browser}`), file = backup(dir);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.open(file);
    await p.type('Search', 'grossmann');
    await p.sees('1 of 16 users');
    assert.equal((await p.rows())[0][2], 'Großmann');
    // Who is found no more by the new name stays in sight.
    await p.type('Search', 'adeyemi');
    await p.sees('1 of 16 users');
    await p.press('212');
    await p.sees('User Information');
    await p.type('Last Name', 'Newman');
    await p.press('OK');
    await p.sees('16 of 16 users');
    assert.ok((await p.rows()).some(r => r[2] === 'Newman'));
    // Undoing shows what was there, in a form and with a picture.
    await p.press('212');
    await p.sees('User Information');
    await p.press('Undo');
    await p.sees('Changes (0)');
    assert.equal(await p.page.$eval('input[name=LastName]', i => i.value),
      'Adeyemi');
    await p.press('Change the picture');
    await p.press('Redo');
    await p.sees('Changes (1)');
    await p.sees('Avatar of extension 212');
    await p.press('Undo');
    await p.sees('Changes (0)');
    await p.press('Users');
    // What is typed is not lost by a click elsewhere.
    await p.press('201');
    await p.sees('User Information');
    await p.type('First Name', 'Noelle');
    await p.press('Check');
    await p.sees('What you have filled in is not taken yet');
    await p.press('Stay here');
    assert.equal(await p.page.$eval('input[name=FirstName]', i => i.value),
      'Noelle');
    await p.press('Check');
    await p.press('Leave, and lose it');
    await p.sees('findings in all');
    await p.sees('Changes (0)');
    await p.press('Users');
    await p.type('Search', 'no such person');
    await p.sees('0 of 16 users');
    // What is no selection is found within values; an unfinished one is no
    // error.
    for (const [text, count] of [['20', 9], ['@example.com', 13],
      ['+1555010021', 2], ['200-', 0], ['200-202', 3], ['[*', 0], ['-', 0],
      ['o’b', 1]]) {
      await p.type('Search', text);
      await p.sees(`${count} of 16 users`);
      assert.equal(await p.page.$eval('.alert', e => e.hidden), true, text);
    }
    await p.page.select('.users select', 'Sales & Service');
    await p.type('Search', '20');
    await p.sees('2 of 16 users');
    await p.page.select('.users select', '');
    await p.type('Search', '');
    await p.sees('16 of 16 users');
    await p.press('Last Name');
    await p.finds('th.LastName[aria-sort=ascending]');
    const sorted = native(dir, 'list', 'pbx.zip', '--sort', 'last', '--json');
    assert.deepEqual((await p.rows()).map(r => r[0]),
      JSON.parse(sorted).map(u => u.Number));

    native(dir, 'set', 'pbx.zip', '201', '--mobile', '+15550100299', '--plan',
      'plan.json');
    await p.press('Changes (0)');
    await p.choose(path.join(dir, 'plan.json'), 'Load changes');
    await p.press('Changes (1)');
    await p.sees('+15550100299');
    await p.press('Undo');
    await p.sees('Nothing is changed yet');
    await p.press('Redo');
    await p.sees('+15550100299');
    fs.writeFileSync(path.join(dir, 'bad.json'), '{"FormatVersion": 99}');
    await p.choose(path.join(dir, 'bad.json'), 'Load changes');
    await p.finds('[role=alert]:not([hidden])');
    await p.sees('+15550100299');
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: an encrypted backup asks for its password`, async t => {
    const dir = folder(`encrypted-${browser}`);
    const file = encrypted(dir, 'Correct-horse-7');
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.choose(file, 'Choose a backup');
    await p.type('Password', 'wrong');
    await p.press('Open');
    await p.sees('wrong');
    await p.type('Password', 'Correct-horse-7');
    await p.press('Open');
    await p.sees('of 16 users');
    assert.deepEqual(p.errors, []);
  });
}
