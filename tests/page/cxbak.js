#!/usr/bin/env node
/**
 * cxbak.js WORD...: the program as WebAssembly under node, with the host that
 * the page has, and the real file system.
 */
import fs from 'node:fs';
import { runProgram } from '../../src/page/host.js';
import { NodeFolder } from './node_folder.js';

const wasm = new URL('../../build/cxbak.wasm', import.meta.url);

function writer(fd) {
  return bytes => {
    for (let done = 0; done < bytes.length;)
      done += fs.writeSync(fd, bytes, done);
  };
}

function input(to) {
  try {
    return fs.readSync(0, to, 0, to.length, null);
  } catch (x) {
    if (x.code === 'EOF')
      return 0;
    throw x;
  }
}

process.exitCode = runProgram(new WebAssembly.Module(fs.readFileSync(wasm)), {
  args: process.argv.slice(2),
  folder: new NodeFolder(),
  out: writer(1),
  err: writer(2),
  input,
  env: { ...process.env, PWD: process.cwd() },
});
