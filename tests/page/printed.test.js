/**
 * A report that is printed for a customer's signature: Chromium makes the PDF,
 * pdftotext (poppler-utils) reads what is on its pages.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { backup, folder, native } from './harness.js';

/** The text of a page as printed, page by page.
 * @param {string} dir
 * @param {string} html */
function printed(dir, html) {
  const pdf = path.join(dir, 'report.pdf');
  execFileSync('chromium', ['--headless', '--no-sandbox', '--disable-gpu',
    `--user-data-dir=${path.join(dir, 'profile')}`, '--no-pdf-header-footer',
    `--print-to-pdf=${pdf}`, `file://${path.join(dir, html)}`],
  { stdio: 'ignore' });
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'],
    { encoding: 'utf8' });
  return text.split('\f').map(p => p.replace(/[\u202a-\u202e\u2066-\u2069]/g,
    ''));
}

test('a printed report has names, values, tasks, proof and signature', () => {
  const dir = folder('printed');
  const file = path.basename(backup(dir));
  native(dir, 'avatar', 'get', file, '201', '-o', 'face.png');
  fs.writeFileSync(path.join(dir, 'steps.txt'),
    'handover 200 --first-name Noelle --last-name Newman --email ' +
    'noelle@example.com --avatar face.png\n' +
    "set --where 'email=*@example.com' --except 210,211 " +
    "--email '{email.local}@new.example'\n");
  native(dir, 'batch', file, 'steps.txt', '-o', 'new.zip', '--html',
    'report.html', '-q');
  const pages = printed(dir, 'report.html');
  const text = pages.join('\n').replace(/\s+/g, ' ');

  for (const words of ['Example Widgets Ltd', '200 Martin Alder',
    'Martin Noelle', 'Alder Newman', 'noelle@new.example', 'teller@new.example',
    '206 Łukasz Żółkiewski',
    'Still to be done in the console, after the restore',
    'Give the extension a new password and voicemail PIN',
    'Send the welcome e-mail again', 'all else is identical to',
    'Made by cxbak', 'Nothing differs but what is listed above',
    'Date Name Signature'])
    assert.ok(text.includes(words), words);

  // No page ends with a heading, or a user's name, without what is below it.
  // Below the tasks stand names alone.
  assert.ok(pages.length > 2, 'one page has nothing to break');
  const tasks = pages.findIndex(p => p.includes('Still to be done'));
  for (const [i, page] of pages.entries()) {
    const last = page.trimEnd().split('\n').at(-1) ?? '';
    assert.doesNotMatch(last, /^ *(Changes|Findings.*|Still .*|Proof)$/);
    if (i < tasks)
      assert.doesNotMatch(last, /^ *\d{3} +\p{L}+( \p{L}+)*$/u);
  }
});
