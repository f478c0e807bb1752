/**
 * A backup of 5 GiB of recordings: it is saved as slices, so that neither the
 * page nor its worker grows with it, and every byte is the native program's.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { BROWSERS, folder, native, Person, TOP } from './harness.js';

const SIZE = Number(process.env.LARGE ?? 5 * 2 ** 30);

for (const browser of BROWSERS) {
  test(`${browser}: ${SIZE} bytes of recordings`, async t => {
    const dir = folder(`large-${browser}`), file = path.join(dir, 'pbx.zip');
    t.after(() => fs.rmSync(dir, { recursive: true }));
    execFileSync('python3', [path.join(TOP, 'tests/lib/make_sparse.py'), file,
      '--recordings', '2000', '--size', String(SIZE)]);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
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
    native(dir, 'set', 'pbx.zip', '200', '--mobile', '+15550100999', '-o',
      'native.zip');
    execFileSync('cmp', [made, path.join(dir, 'native.zip')]);
    assert.deepEqual(p.errors, []);
  });
}
