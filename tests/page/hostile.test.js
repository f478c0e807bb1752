/**
 * The broken and hostile archives of the test kit: the WebAssembly program,
 * by the host that the page has, says of each what the native one says; and
 * in the browsers the page says it, runs nothing, and goes on.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { BytesFile } from '../../src/page/host_files.js';
import { MapFolder } from '../../src/page/host_folder.js';
import { runProgram } from '../../src/page/host.js';
import { BROWSERS, folder, native, Person, same, TOP } from './harness.js';

/** The longest that a task may take, in milliseconds. */
const TASK_MS = Number(process.env.TASK_MS ?? 3000);

/** The kit, in a folder, and the names of the archives that are not huge.
 * @param {string} name */
function kit(name) {
  const dir = folder(name);
  execFileSync('python3', [path.join(TOP, 'tests/lib/hostile.py'), dir],
    { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
  return { dir, names: fs.readdirSync(dir).filter(n => n.endsWith('.zip') &&
    fs.statSync(path.join(dir, n)).size < 2 ** 28) };
}

/** What the native program says: of an archive that it refuses.
 * @param {string} dir
 * @param {string} name
 * @returns {string | undefined} */
function refusal(dir, name) {
  const { stdout } = spawnSync(path.join(TOP, 'build/cxbak'),
    ['list', name, '--json'], { cwd: dir, encoding: 'utf8',
      env: { ...process.env, CXBAK_PAGE: '1' } });
  return JSON.parse(stdout).Error?.Message;
}

/** Choose a file, and wait for what the page says of it.
 * @param {Person} p
 * @param {string} file */
async function answer(p, file) {
  const name = path.basename(file);
  await p.page.evaluate(() => { document.querySelector('.alert').textContent =
    document.querySelector('.status').textContent = ''; });
  await p.choose(file, 'Choose a backup');
  const said = await p.until(n => {
    const alert = document.querySelector('.alert');
    const status = document.querySelector('.status').textContent;
    return !alert.hidden && alert.textContent || status.startsWith(`${n}: `) &&
      status || document.querySelector('input[type=password]') && 'Password';
  }, name);
  // A button may stand behind it.
  return (await said.jsonValue()).trim();
}

/** What the page's program says: its status, and standard error.
 * @param {WebAssembly.Module} program
 * @param {string} dir
 * @param {string} name */
function inPage(program, dir, name) {
  const said = [];
  const status = runProgram(program, { args: ['list', name],
    folder: new MapFolder({ [name]: new BytesFile(
      fs.readFileSync(path.join(dir, name))) }),
    out: () => {}, err: b => said.push(Buffer.from(b)) });
  return { status, said: Buffer.concat(said).toString() };
}

test('hostile archives are refused as the native program refuses them', t => {
  const { dir, names } = kit('hostile');
  const program = new WebAssembly.Module(
    fs.readFileSync(path.join(TOP, 'build/cxbak.wasm')));
  let refused = 0;
  for (const name of names) {
    const own = spawnSync(path.join(TOP, 'build/cxbak'), ['list', name],
      { cwd: dir, encoding: 'utf8', argv0: 'cxbak' });
    const { status, said } = inPage(program, dir, name);
    assert.equal(status, own.status, `${name}: ${said}`);
    assert.equal(said, own.stderr, name);
    refused += status === 3 ? 1 : 0;
  }
  t.diagnostic(`${refused} of ${names.length} archives are refused`);
  assert.ok(refused > 100, 'most of them are refused');
});

for (const browser of BROWSERS) {
  test(`${browser}: each hostile archive, one after the other`, async t => {
    const { dir, names } = kit(`hostile-${browser}`);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.watchTasks();
    let refused = 0;
    for (const name of names) {
      const wanted = refusal(dir, name);
      const said = await answer(p, path.join(dir, name));
      if (said === 'Password')
        assert.match(wanted, /needs a password/, name);
      else if (wanted !== undefined) {
        assert.equal(said, wanted, name);
        refused++;
      } else {
        assert.ok(said.startsWith(`${name}: `), `${name}: ${said}`);
        await p.sees('users');
      }
      await p.page.evaluate(() => [...document.querySelectorAll('nav button')]
        .find(b => b.textContent === 'Open a backup')?.click());
    }
    t.diagnostic(`${refused} of ${names.length} archives are refused`);
    assert.ok(refused > 100, 'most of them are refused');
    const longest = await p.longestTask();
    t.diagnostic(`longest task: ${longest.toFixed(0)} ms`);
    assert.ok(longest < TASK_MS, `a task took ${longest} ms`);
    assert.equal(await p.page.evaluate(() => globalThis.ran), undefined);
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: 100,000 members, names of 64 KB and of markup`, async t => {
    const dir = folder(`crowd-${browser}`);
    const crowd = (/** @type {string} */ name, /** @type {string} */ data) =>
      execFileSync('python3', [path.join(TOP, 'tests/lib/make_crowd.py'),
        path.join(dir, name), '--members', '100000', '--data', data]);
    crowd('pbx.zip', 'x');
    crowd('other.zip', 'y');
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.watchTasks();
    let start = Date.now();
    await p.open(path.join(dir, 'pbx.zip'));
    t.diagnostic(`first table after ${Date.now() - start} ms`);
    await p.press('Check');
    await p.sees('findings in all');
    await p.press('Compare');
    start = Date.now();
    await p.choose(path.join(dir, 'other.zip'), 'Choose the other');
    await p.sees('onerror');
    t.diagnostic(`compared after ${Date.now() - start} ms`);
    await p.sees('more');
    await p.press('Users');
    await p.press('200');
    await p.sees('User Information');
    await p.type('Mobile Number', '+15550100999');
    await p.press('OK');
    await p.sees('Nothing is written before you save');
    await p.press('Changes (1)');
    start = Date.now();
    await p.press('Save the new backup');
    const made = await p.downloaded('pbx-new.zip');
    t.diagnostic(`saved after ${Date.now() - start} ms`);
    native(dir, 'set', 'pbx.zip', '200', '--mobile', '+15550100999', '-o',
      'native.zip');
    assert.ok(same(made, path.join(dir, 'native.zip')), 'the same backup');
    await p.choose(path.join(dir, 'other.zip'), 'Choose the new backup');
    await p.sees('Not proven');
    const longest = await p.longestTask();
    t.diagnostic(`longest task: ${longest.toFixed(0)} ms`);
    assert.ok(longest < TASK_MS, `a task took ${longest} ms`);
    assert.equal(await p.page.evaluate(() => globalThis.ran), undefined);
    assert.equal(await p.page.$$eval('img', all => all.length), 0);
    assert.deepEqual(p.errors, []);
  });
}
