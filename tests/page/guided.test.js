/**
 * What people without a command line are told: of files that are no tables,
 * of backups that cannot be saved, of passwords, of what differs.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { backup, BROWSERS, encrypted, folder, native, Person, respelled,
  same } from './harness.js';

/** Words that only a command line has. */
const SHELL = /(?:^|[^-\w])--[a-z]|\bcxbak [a-z]|`|\.page\/|undefined|iterable/;

/** What the screen says, but for the lines of "As a command".
 * @param {Person} p */
async function screen(p) {
  return p.page.$$eval('main, .alert:not([hidden]), ' +
    '.caution:not([hidden]), .status', all => all.map(
    e => e.innerText).join('\n'));
}

/** @param {Person} p */
async function noShell(p) {
  assert.doesNotMatch(await screen(p), SHELL);
}

/** The page with the sample open.
 * @param {import('node:test').TestContext} t
 * @param {string} browser
 * @param {string} name  of the folder
 * @param {(dir: string) => string} [make]  the backup */
async function start(t, browser, name, make = backup) {
  const dir = folder(`${name}-${browser}`), file = make(dir);
  const p = await Person.start(browser, dir);
  t.after(() => p.end());
  await p.open(file);
  return p;
}

/** The archive with other names of its files.
 * @param {string} dir
 * @param {string} words  of Python: the new name of x
 * @param {string} to */
function renamed(dir, words, to) {
  const made = path.join(dir, to);
  execFileSync('python3', ['-c', 'import sys, zipfile\n' +
    'old = zipfile.ZipFile(sys.argv[1])\n' +
    'with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as new:\n' +
    '    for i in old.infolist():\n        x = i.filename\n' +
    `        new.writestr(${words}, old.read(i))\n`, backup(dir), made]);
  return made;
}

for (const browser of BROWSERS) {
  test(`${browser}: what is no table is told as such`, async t => {
    const p = await start(t, browser, 'tables'), { dir } = p;
    const put = (/** @type {string} */ name, /** @type {any} */ data) =>
      fs.writeFileSync(path.join(dir, name), data);
    put('empty.csv', '');
    put('wide.csv', Buffer.from('Ext,First Name\n200,X\n', 'utf16le'));
    put('dos.csv', Buffer.from('Ext,First Name\n200,Zo\x89 \x9A\n', 'latin1'));
    put('old.xls', Buffer.from('d0cf11e0a1b11ae1' + '00'.repeat(600), 'hex'));
    execFileSync('tar', ['cf', 'some.tar', 'empty.csv'], { cwd: dir });
    execFileSync('convert', ['-size', '9x9', 'xc:red', 'a.png'], { cwd: dir });
    execFileSync('convert', ['-size', '9x9', 'xc:red', 'a.jpg'], { cwd: dir });
    execFileSync('python3', ['-c', 'import zipfile\n' +
      'z = zipfile.ZipFile("a.ods", "w")\n' +
      'z.writestr("mimetype", ' +
      '"application/vnd.oasis.opendocument.spreadsheet")\n' +
      'z.writestr("content.xml", "<x/>")\n'], { cwd: dir });
    await p.press('Import');
    for (const name of ['empty.csv', 'wide.csv', 'old.xls', 'some.tar',
      'a.png', 'a.jpg', 'a.ods', 'pbx.zip']) {
      let said = '';
      try {
        native(dir, 'import', 'pbx.zip', name === 'pbx.zip' ? './pbx.zip' :
          name, '--columns', '--json');
      } catch (x) {
        said = JSON.parse(x.stdout).Error.Message;
      }
      assert.notEqual(said, '', name);
      // Up to where the command line has its own ways out.
      const stem = said.replace(/^\.\//, '').split(/[;(,]|--/)[0].trim();
      await p.choose(path.join(dir, name), 'Choose a table');
      await p.sees(stem);
      await p.idle();
      await noShell(p);
    }
    await p.choose(path.join(dir, 'dos.csv'), 'Choose a table');
    await p.finds('.columns-table');
    await p.idle();
    await noShell(p);
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: what cannot be saved is told at opening`, async t => {
    const dir = folder(`refused-${browser}`), file = backup(dir);
    native(dir, 'redact', 'pbx.zip', '-o', 'shown.zip', '-q');
    fs.copyFileSync(file, path.join(dir, 'whole.zip'));
    execFileSync('zip', ['-q', '-z', 'whole.zip'], { cwd: dir,
      input: 'Salvaged by cxbak from a damaged archive.\n' });
    respelled(file, path.join(dir, 'later.zip'), '20\\.0\\.8\\.1109',
      '99.0.8.1109');
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    for (const [name, said, anyway] of /** @type {[string, string, boolean][]} */
      ([['shown.zip', 'must never be restored', false],
        [renamed(dir, '"sub/" + x', 'sub.zip'), 'lies in a folder', false],
        [renamed(dir, 'x.replace("Db.xml", "db.xml")', 'case.zip'),
          'capital letters', false],
        ['whole.zip', 'this is what was salvaged', true],
        ['later.zip', 'version "99.0.8.1109" is not one of', true]])) {
      if (await p.page.$('nav button'))
        await p.press('Open a backup');
      await p.choose(path.resolve(dir, name), 'Choose a backup');
      await p.sees(said);
      await p.finds('.users tbody tr');
      await noShell(p);
      assert.equal(await p.page.$$eval('.caution button', all => all.some(
        b => b.textContent === 'Write it all the same')), anyway, name);
      // It stays in sight while one works.
      await p.press('Groups');
      await p.sees(said);
    }
    await p.press('Write it all the same');
    await p.sees('It is written all the same');
    await p.press('Users');
    await p.press('200');
    await p.type('First Name', 'Noelle');
    await p.press('OK');
    await p.press('Changes (1)');
    await p.press('Save the new backup');
    await p.downloaded('later-new.zip');
    // Another backup has nothing of that.
    await p.press('Open a backup');
    await p.open(file);
    await p.until(() => document.querySelector('.caution').hidden);
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: comparing with an encrypted backup`, async t => {
    const p = await start(t, browser, 'compare'), { dir } = p;
    const secret = encrypted(dir, 'Correct-horse-7');
    native(dir, 'set', 'pbx.zip', '200', '--first-name', 'Noelle', '-o',
      'more.zip', '-q');
    await p.press('Compare');
    await p.choose(path.join(dir, 'more.zip'), 'Choose the other');
    await p.sees('Noelle');
    await p.choose(secret, 'Choose the other');
    await p.sees('secret.zip is encrypted');
    assert.doesNotMatch(await screen(p), /Noelle|terminal/);
    await noShell(p);
    await p.type('Password', 'wrong');
    await p.page.keyboard.press('Enter');
    await p.sees('wrong');
    await p.type('Password', 'Correct-horse-7');
    await p.page.keyboard.press('Enter');
    await p.sees('No user differs');
    await p.sees('Report for a signature');
    fs.writeFileSync(path.join(dir, 'none.zip'), 'not a backup');
    await p.choose(path.join(dir, 'none.zip'), 'Choose the other');
    await p.finds('[role=alert]:not([hidden])');
    await p.until(() => !document.body.innerText.includes('Report for'));
    await noShell(p);
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: two encrypted backups have two passwords`, async t => {
    const p = await start(t, browser, 'two-passwords'), { dir } = p;
    const mine = encrypted(folder(`mine-${browser}`), 'Correct-horse-7');
    const theirs = encrypted(folder(`theirs-${browser}`), 'Battery-staple-8');
    const names = [path.join(dir, 'mine.zip'), path.join(dir, 'theirs.zip')];
    fs.copyFileSync(mine, names[0]);
    fs.copyFileSync(theirs, names[1]);
    await p.press('Open a backup');
    await p.choose(names[0], 'Choose a backup');
    await p.type('Password', 'Correct-horse-7');
    await p.page.keyboard.press('Enter');
    await p.sees('of 16 users');
    for (const [screenName, choice, seen] of [
      ['Compare', 'Choose the other', 'No user differs'],
      // Packed by another program anew, its folders have other times.
      ['Prove', 'Choose the new backup', 'Not proven']]) {
      await p.press(screenName);
      await p.choose(names[1], choice);
      await p.sees('theirs.zip is encrypted');
      await p.type('Password', 'wrong');
      await p.page.keyboard.press('Enter');
      await p.sees('wrong');
      await p.type('Password', 'Battery-staple-8');
      await p.page.keyboard.press('Enter');
      await p.sees(seen);
      await noShell(p);
    }
    await p.press('Report for a signature');
    await p.downloaded('report.html');

    // One that is not opened leaves the password of this one.
    await p.press('Open a backup');
    await p.choose(names[1], 'Choose a backup');
    await p.type('Password', 'wrong');
    await p.page.keyboard.press('Enter');
    await p.sees('wrong');
    await p.press('Compare');
    await p.choose(names[0], 'Choose the other');
    await p.sees('No user differs');
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: what else differs is told when it is not proven`,
    async t => {
      const p = await start(t, browser, 'prove'), { dir } = p;
      const packed = renamed(dir, 'x', 'packed.zip');
      execFileSync('python3', ['-c', 'import sys, zipfile\n' +
        'with zipfile.ZipFile(sys.argv[1], "a") as z:\n' +
        '    z.writestr("extra/note.txt", "more")\n', packed]);
      native(dir, 'set', 'pbx.zip', '200', '--first-name', 'Noelle', '-o',
        'more.zip', '-q');
      await p.press('Prove');
      await p.choose(path.join(dir, 'more.zip'), 'Choose the new backup');
      await p.sees('Proven');
      await p.choose(packed, 'Choose the new backup');
      await p.sees('Not proven');
      await p.sees('Files only in packed.zip');
      await p.sees('extra/note.txt');
      await noShell(p);
      fs.writeFileSync(path.join(dir, 'none.zip'), 'not a backup');
      await p.choose(path.join(dir, 'none.zip'), 'Choose the new backup');
      await p.finds('[role=alert]:not([hidden])');
      await p.idle();
      assert.doesNotMatch(await screen(p), /roven\b/);
      assert.deepEqual(p.errors, []);
    });
}

for (const browser of BROWSERS) {
  test(`${browser}: what is made of a backup beside a new one`, async t => {
    const p = await start(t, browser, 'export'), { dir } = p;
    await p.press('Export');
    for (const [text, name, ...args] of [
      ['CSV for a spreadsheet', 'users.csv', '--for', 'excel'],
      ['CSV as the console', 'console.csv', '--for', '3cx']]) {
      await p.press(text);
      const made = await p.downloaded(name);
      native(dir, 'export', 'pbx.zip', ...args, '-o', 'native.csv', '--force');
      assert.ok(same(made, path.join(dir, 'native.csv')), name);
      await p.idle();
    }
    await p.press('Excel workbook');
    const book = await p.downloaded('users.xlsx');
    assert.match(native(dir, 'import', 'pbx.zip', book, '--json'),
      /"Unchanged": 16/);
    await p.press('Contact sheet');
    const sheet = await p.downloaded('contacts.png');
    native(dir, 'avatar', 'sheet', 'pbx.zip', '-o', 'native.png');
    assert.ok(same(sheet, path.join(dir, 'native.png')), 'the contact sheet');
    await p.press('Make the copy');
    const shown = await p.downloaded('pbx-redacted.zip');
    assert.match(native(dir, 'info', shown, '--json'), /"Mark": "redacted"/);
    await p.press('Check');
    await p.sees('findings in all');
    await p.page.select('main select', 'v20');
    await p.sees('cxbak check pbx.zip --target v20', 'textContent');
    await p.idle();
    await noShell(p);
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: what is whole of a broken backup`, async t => {
    const dir = folder(`salvage-${browser}`), file = backup(dir);
    const cut = path.join(dir, 'cut.zip');
    fs.writeFileSync(cut, fs.readFileSync(file).subarray(0, -300));
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.choose(cut, 'Choose a backup');
    await p.press('Take out what is whole');
    await p.sees('What is whole');
    await noShell(p);
    await p.press('Download cut-salvaged.zip');
    const made = await p.downloaded('cut-salvaged.zip');
    // That something may be lost is a status of its own.
    assert.throws(() => native(dir, 'salvage', 'cut.zip', '-o', 'native.zip'));
    assert.ok(same(made, path.join(dir, 'native.zip')), 'the same archive');
    await p.press('Look at it here');
    await p.sees('of 16 users');
    await p.sees('this is what was salvaged');
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: several people, and who is left out`, async t => {
    const p = await start(t, browser, 'leave-out');
    await p.press('Several people');
    await p.type('Email Address', '{number}@example.com');
    await p.press('Show what would change');
    await p.sees('Nobody is chosen yet');
    await p.type('Extensions, ranges, names: 200-299,305', '200,230');
    const groups = await p.until(() => [...document.querySelectorAll(
      'main select option')].map(o => o.value).slice(2));
    const group = (await groups.jsonValue()).find(g => /Sales/.test(g));
    await p.page.select('main select', group);
    await p.press('Show what would change');
    await p.sees(`because not in the group ${group}: `);
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: one rule for a picture and for photos`, async t => {
    const p = await start(t, browser, 'kinds'), { dir } = p;
    execFileSync('convert', ['-size', '40x40', 'xc:red', '202.gif'],
      { cwd: dir });
    await p.press('Photos');
    await p.choose(path.join(dir, '202.gif'), 'Choose photos');
    await p.sees('is taken as PNG');
    await p.sees('This would change');
    await noShell(p);
    await p.press('Users');
    await p.press('Leave, and lose it');
    await p.press('202');
    await p.press('Change the picture');
    await p.choose(path.join(dir, '202.gif'), 'Choose a picture');
    await p.finds('dialog[open]');
    await p.press('OK');
    await p.sees('The new backup will have this picture.');
    assert.ok(await p.page.evaluate(() => {
      const c = document.querySelector('canvas[aria-label^="The new picture"]');
      const [r, g, b] = c.getContext('2d').getImageData(50, 50, 1, 1).data;
      return r > 200 && g < 50 && b < 50;
    }), 'the new picture is shown');
    assert.deepEqual(p.errors, []);
  });
}

test('chromium: the list of users fits windows of all widths', { skip:
  !BROWSERS.includes('chromium') }, async t => {
  const p = await start(t, 'chromium', 'widths');
  for (const width of [320, 390, 800, 1200, 1920]) {
    await p.page.setViewport({ width, height: 800 });
    await p.press('Groups');
    await p.press('Users');
    await p.finds('.users tbody tr');
    await p.picture(`users-${width}`);
    const { inner, outer } = await p.page.$eval('.users .scroll', e =>
      ({ inner: e.scrollWidth, outer: e.clientWidth }));
    assert.ok(inner <= outer, `${width}: ${inner} of ${outer}`);
    assert.deepEqual(await p.tooWide(), [], String(width));
  }
});
