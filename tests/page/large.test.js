/**
 * A backup of 5 GiB of recordings, or of PAGE_SIZE_GB: it is saved as slices,
 * so that neither the page nor its worker grows with it, and every byte is the
 * native program's.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { BROWSERS, folder, native, Person, TOP } from './harness.js';

const GIB = Number(process.env.PAGE_SIZE_GB || 5);
/** What a browser's processes may take more than before, in MiB. */
const GROWTH = 600;

/** What all processes of a browser hold, in MiB: what is theirs alone, and
 * their share of the rest; files that they read are not among it.
 * @param {number} pid */
function memory(pid) {
  const parents = new Map(fs.readdirSync('/proc').filter(n => /^\d+$/.test(n))
    .map(n => {
      try {
        return [Number(n), Number(fs.readFileSync(`/proc/${n}/stat`, 'utf8')
          .split(') ').pop().split(' ')[1])];
      } catch {
        return [Number(n), 0];
      }
    }));
  const ours = (/** @type {number} */ n) => n === pid ||
    (parents.get(n) ?? 0) > 1 && ours(parents.get(n));
  let kib = 0;
  for (const n of parents.keys())
    if (ours(n))
      try {
        kib += Number(/^Pss_Anon: +(\d+)/m.exec(fs.readFileSync(
          `/proc/${n}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
      } catch { /* it has ended */ }
  return kib / 1024;
}

for (const browser of BROWSERS) {
  test(`${browser}: ${GIB} GiB of recordings`, async t => {
    const dir = folder(`large-${browser}`), file = path.join(dir, 'pbx.zip');
    t.after(() => fs.rmSync(dir, { recursive: true }));
    execFileSync('python3', [path.join(TOP, 'tests/lib/make_sparse.py'), file,
      '--recordings', String(400 * GIB), '--size', String(GIB * 2 ** 30)]);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    const pid = p.browser.process().pid, before = memory(pid);
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, memory(pid));
    }, 1000);
    t.after(() => clearInterval(watch));
    await p.open(file);
    await p.press('200');
    await p.sees('User Information');
    await p.type('Mobile Number', '+15550100999');
    await p.press('OK');
    await p.sees('Nothing is written before you save');
    await p.press('Changes (1)');
    const start = Date.now();
    await p.press('Save the new backup');
    const made = await p.downloaded('pbx-new.zip');
    t.diagnostic(`saved after ${Date.now() - start} ms`);
    t.diagnostic(`memory of the browser: ${before.toFixed(0)} MiB before, ` +
      `${most.toFixed(0)} MiB at most`);
    assert.ok(most - before < GROWTH, `it took ${most - before} MiB more`);
    native(dir, 'set', 'pbx.zip', '200', '--mobile', '+15550100999', '-o',
      'native.zip');
    execFileSync('cmp', [made, path.join(dir, 'native.zip')]);
    assert.deepEqual(p.errors, []);
  });
}
