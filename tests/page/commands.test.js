/**
 * Every screen, and each dialog that makes something, has its command line,
 * and the command does in a shell what it says.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { BROWSERS, folder, native, Person, TOP } from './harness.js';
import { tour, tourFiles } from './tour.js';

/** The commands that the screen shows; a dialog's own where there is one.
 * @param {Person} p */
function commands(p) {
  return p.page.evaluate(() => {
    const place = document.querySelector('dialog[open] .command') ?
      document.querySelector('dialog[open]') : document.querySelector('main');
    return [...place.querySelectorAll('.command')].flatMap(c =>
      c.querySelector('summary').textContent === 'As a command' &&
      c.querySelector('button').textContent === 'Copy' ?
        c.querySelector('code').textContent.split('\n') : []);
  });
}

/** Statuses other than 0, with the reason. */
const STATUS = {
  'cxbak info bad.zip': 3, // it is no ZIP file
  'cxbak info secret.zip': 6, // nobody is there to type the password
  "cxbak list pbx.zip 'no such person'": 4, // there is none
  'cxbak import pbx.zip staff.csv --results results.csv -o new.zip': 4,
  'cxbak set pbx.zip 200 --email noelle -o new.zip': 4,
  'cxbak diff pbx.zip more.zip': 1, // they differ
  'cxbak diff pbx.zip other.zip': 1,
};

/** What the commands name.
 * @param {string} dir
 * @param {string} command */
function kit(dir, command) {
  const made = folder(`commands-kit-${path.basename(dir)}`);
  const copy = (/** @type {string} */ from, to = from) =>
    fs.copyFileSync(path.join(dir, from), path.join(made, to));
  for (const name of ['pbx.zip', 'bad.zip', 'secret.zip', 'staff.csv',
    '201.png', 'more.zip', 'other.zip', 'other.json'])
    copy(name);
  copy('pbx.zip', 'backup.zip');
  copy('201.png', 'picture.png');
  fs.mkdirSync(path.join(made, 'photos'));
  copy('201.png', 'photos/201.png');
  fs.writeFileSync(path.join(made, 'table.csv'),
    'Ext,First Name\n200,Noelle\n');
  // The page's Save changes.
  native(made, 'set', 'pbx.zip', '200', '--email', 'noelle@example.com',
    '--plan', 'changes.json');
  if (/ verify new\.zip /.test(command))
    native(made, 'apply', 'pbx.zip', 'changes.json', '-o', 'new.zip', '-q');
  return made;
}

/** What a shell says to a command.
 * @param {string} dir
 * @param {string} command */
function inShell(dir, command) {
  const cwd = kit(dir, command);
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd,
    stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', env: {
      ...process.env,
      PATH: `${path.join(TOP, 'build')}:${process.env.PATH}` } });
  if (status === 0 && / -o (\S+)$/.test(command))
    execFileSync('unzip', ['-tq', /\S+$/.exec(command)[0]], { cwd });
  return `${status} ${status === (STATUS[command] ?? 0) ? '' : stderr}`.trim();
}

for (const browser of BROWSERS)
  test(`${browser}: every screen has its command, which works`, async t => {
    const dir = folder(`commands-${browser}`);
    tourFiles(dir);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    /** @type {Map<string, string[]>} */
    const seen = new Map();
    await tour(p, dir, async name => {
      const lines = await commands(p);
      assert.ok(lines.length > 0, `${name} has no command`);
      for (const line of lines) {
        assert.match(line, /^cxbak \S/, name);
        seen.set(line, [...seen.get(line) ?? [], name]);
      }
    });
    const wrong = [...seen].map(([line, names]) => [inShell(dir, line),
      line, names.join(', ')]).filter(([said, line]) =>
      said !== String(STATUS[line] ?? 0));
    assert.deepEqual(wrong, []);
    t.diagnostic(`${seen.size} commands`);
    // Each of these was shown by a form that was filled.
    for (const line of ["cxbak set pbx.zip 201,206 --email " +
      "'{last|ascii|lower}@new.example' -o new.zip",
    'cxbak avatar import pbx.zip photos -o new.zip',
    'cxbak handover pbx.zip 200 --first-name Noelle --last-name Newman ' +
      '--email noelle@example.com -o new.zip',
    'cxbak avatar set pbx.zip 201 201.png --crop 50,0,200,200 -o new.zip',
    'cxbak apply pbx.zip changes.json -o pbx-new.zip',
    'cxbak apply pbx.zip other.json --only-clean -o new.zip',
    'cxbak check pbx.zip', 'cxbak fix pbx.zip -o new.zip',
    'cxbak verify more.zip --against pbx.zip', 'cxbak show pbx.zip 200',
    'cxbak swap pbx.zip 100 200 -o new.zip'])
      assert.ok(seen.has(line), `${line} was not shown`);
    assert.deepEqual(p.errors, []);
  });
