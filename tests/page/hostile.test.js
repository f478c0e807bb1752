/**
 * The broken and hostile archives of the test kit: the WebAssembly program,
 * by the host that the page has, says of each what the native one says.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { BytesFile } from '../../src/page/host_files.js';
import { MapFolder } from '../../src/page/host_folder.js';
import { runProgram } from '../../src/page/host.js';
import { folder, TOP } from './harness.js';

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
  const dir = folder('hostile');
  execFileSync('python3', [path.join(TOP, 'tests/lib/hostile.py'), dir],
    { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
  const program = new WebAssembly.Module(
    fs.readFileSync(path.join(TOP, 'build/cxbak.wasm')));
  const names = fs.readdirSync(dir).filter(n => n.endsWith('.zip') &&
    fs.statSync(path.join(dir, n)).size < 2 ** 28);
  let refused = 0;
  for (const name of names) {
    const native = spawnSync(path.join(TOP, 'build/cxbak'), ['list', name],
      { cwd: dir, encoding: 'utf8' });
    const { status, said } = inPage(program, dir, name);
    assert.equal(status, native.status, `${name}: ${said}`);
    assert.equal(said, native.stderr, name);
    refused += status === 3 ? 1 : 0;
  }
  t.diagnostic(`${refused} of ${names.length} archives are refused`);
  assert.ok(refused > 100, 'most of them are refused');
});
