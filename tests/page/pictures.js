/**
 * Makes the pictures of the page that README shows: pictures.js FOLDER.  The
 * people in them are those of the sample.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { backup, folder, native, Person } from './harness.js';

/** What a reader of README on a narrow column still reads. */
const SIZE = { width: 1240, height: 700 };
/** None is larger, in bytes. */
const LARGEST = 80000;

const to = path.resolve(process.argv[2]);

/** Take what is on the screen, with few colours.
 * @param {Person} p
 * @param {string} name */
async function take(p, name) {
  const raw = path.join(p.dir, name), made = path.join(to, name);
  await p.page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
  await p.page.screenshot({ path: raw });
  execFileSync('convert', [raw, '-strip', '+dither', '-colors', '64',
    '-define', 'png:compression-level=9', `PNG8:${made}`]);
  const { size } = fs.statSync(made);
  if (size > LARGEST)
    throw new Error(`${made}: ${size} bytes are too many`);
  console.log(`${made}: ${size} bytes`);
}

const dir = folder('pictures'), file = path.join(dir, 'office.zip');
// Not every machine has letters for all people of the sample.
backup(dir);
native(dir, 'set', 'pbx.zip', '205', '--first-name', 'Misaki', '--last-name',
  'Sato', '-o', file, '-q');
const p = await Person.start('chromium', dir);
try {
  await p.page.setViewport(SIZE);
  await p.open(file);
  await p.press('200');
  await p.sees('Authentication');
  await p.type('First Name', 'Noelle');
  await p.type('Last Name', 'Newman');
  await p.type('Email Address', 'noelle');
  await p.sees('has no @');
  await take(p, 'page-person.png');
  await p.type('Email Address', 'noelle@example.com');
  await p.press('OK');
  await p.sees('Nothing is written before you save');
  await take(p, 'page-users.png');
  await p.press('Changes (3)');
  await p.sees('What is left to do in the console');
  await take(p, 'page-preview.png');
} finally {
  await p.end();
}
