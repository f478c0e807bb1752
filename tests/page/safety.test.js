/**
 * Nothing gets out and nobody in: every way out is tried against a server on
 * this machine, from the page and from its worker, and a backup full of
 * markup is only text.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { backup, BROWSERS, folder, native, PAGE, Person, respelled, TOP } from
  './harness.js';
import { listening, tryAll, tryInWorker, WAYS, WORKER_WAYS } from
  './ways_out.js';

/** The page with something else in it, as a file.
 * @param {string} dir
 * @param {string} name
 * @param {(html: string) => string} edit */
function altered(dir, name, edit) {
  const file = path.join(dir, `${name}.html`);
  const html = fs.readFileSync(fileURLToPath(PAGE), 'utf8');
  const made = edit(html);
  assert.notEqual(made, html, name);
  fs.writeFileSync(file, made);
  return `file://${file}`;
}

/** The page without its policy.
 * @param {string} html */
function unguarded(html) {
  return html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
}

/** The page with its policy, but with nothing closed at the start.
 * @param {string} html */
function unhooked(html) {
  const [, before] = /<script>([^]*)<\/script>/.exec(html) ?? [];
  const after = before.replace(/\ncloseWaysOut\(\);\nstay\(\);\n/, '\n');
  const digest = (/** @type {string} */ text) =>
    createHash('sha256').update(text).digest('base64');
  assert.ok(after !== before && html.includes(digest(before)));
  return html.replace(digest(before), digest(after)).replace(before,
    () => after);
}

/** A worker that tries to get out before it works.
 * @param {string} url */
function restless(url) {
  return (/** @type {string} */ html) => html.replace(
    /(id="worker-source">)/, `$1(${tryInWorker})('${url}');\n`);
}

/** What was told to the server: Chromium's preconnect, which no policy knows,
 * opens connections in which nothing is said.
 * @param {{heard: string[]}} server */
function told(server) {
  return server.heard.filter(h => h !== 'connection');
}

/** What else no policy knows: packets of WebRTC, and going elsewhere. */
const NO_POLICY = /\/(?:webrtc|window|refresh|favicon\.ico)$/;

/** Where the page goes in a browser that lets no page forbid it: without the
 * Navigation API there is only that the page's code does not do so. */
const GOING = /\/(?:assign|replace|href|anchor|refresh|favicon\.ico)$/;

/** What leaves the page, in turn. */
const LEAVING = ['assign', 'replace', 'href', 'anchor', 'script'];

for (const browser of BROWSERS) {
  test(`${browser}: no way out`, async t => {
    const dir = folder(`safety-${browser}`), file = backup(dir);
    const server = await listening();
    t.after(() => server.close());
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    for (const last of LEAVING) {
      await p.go(PAGE);
      await p.open(file);
      const stays = await p.page.evaluate(() => 'navigation' in globalThis);
      const said = await p.page.evaluate(tryAll, server.url, server.stun, last);
      t.diagnostic(`${Object.keys(said).length} ways are tried`);
      await new Promise(yes => setTimeout(yes, 6000));
      assert.equal(await p.page.evaluate(() => globalThis.ran), undefined);
      if (stays)
        assert.equal(p.page.url().replace('#x', ''), PAGE, last);
      assert.deepEqual(told(server).filter(h => stays || !GOING.test(h)), [],
        `${last}: nobody was called`);
    }
  });

  test(`${browser}: no way out of the worker`, async t => {
    const dir = folder(`safety-worker-${browser}`), file = backup(dir);
    const server = await listening();
    t.after(() => server.close());
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.go(altered(dir, 'restless', restless(server.url)));
    await p.open(file);
    await new Promise(yes => setTimeout(yes, 3000));
    assert.deepEqual(told(server), [], 'nobody was called');
    // Whether this one starts is nobody's matter: its worker may wait for a
    // server that says nothing.
    await p.page.goto(altered(dir, 'unguarded', html =>
      restless(server.url)(unguarded(html))));
    assert.deepEqual(await server.hears(WORKER_WAYS), [],
      'without the policy these are heard');
  });

  test(`${browser}: it is the policy that holds`, async t => {
    const dir = folder(`safety-bites-${browser}`);
    const server = await listening();
    t.after(() => server.close());
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    // With the policy, but without what is closed at the start: nothing but
    // what no policy knows.
    await p.go(altered(dir, 'unhooked', unhooked));
    await p.page.evaluate(tryAll, server.url, server.stun, 'script');
    await new Promise(yes => setTimeout(yes, 6000));
    assert.deepEqual(told(server).filter(h => !NO_POLICY.test(h)), []);

    // Without both, each is heard.
    await p.go(altered(dir, 'both', html => unguarded(unhooked(html))));
    await p.page.evaluate(tryAll, server.url, server.stun, 'assign')
      .catch(() => {});
    assert.deepEqual(await server.hears([...WAYS, '/assign']), []);
  });

  test(`${browser}: names with markup are text`, async t => {
    const dir = folder(`markup-${browser}`);
    backup(dir);
    const evil = '<img src=x onerror="globalThis.ran=1"><b>{{first}}';
    native(dir, 'set', 'pbx.zip', '200', '--first-name',
      evil.replaceAll('{', '{{').replaceAll('}', '}}'), '--last-name',
      'x'.repeat(65000), '-o', 'evil.zip', '-q');
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.open(path.join(dir, 'evil.zip'));
    assert.equal((await p.rows()).find(r => r[0] === '200')[1], evil);
    await p.press('200');
    await p.sees('Authentication');
    assert.equal(await p.page.$eval('input[name=FirstName]', i => i.value),
      evil);
    assert.equal(await p.page.evaluate(() => globalThis.ran), undefined);
    assert.equal(await p.page.$$eval('img', all => all.length), 0);
    // Long as it is, it stays in the window.
    for (const [screen, words] of [['Check', 'findings in all'],
      ['Groups', 'Sales & Service ('], ['Users', '16 of 16 users']]) {
      await p.press(screen);
      await p.sees(words);
      assert.deepEqual(await p.tooWide(), [], screen);
    }
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: of a password only what is wrong with it is told`,
    async t => {
      const dir = folder(`password-${browser}`);
      const secret = 'hunter2';
      const weak = respelled(backup(dir), path.join(dir, 'weak.zip'),
        '(<AuthPassword>)[^<]*', `\\g<1>${secret}`);
      const p = await Person.start(browser, dir);
      t.after(() => p.end());
      await p.open(weak);
      await p.press('201');
      await p.sees('the password must be at least 10 characters long, ' +
        'contain an uppercase letter');
      assert.ok(!(await p.page.content()).includes(secret));
      await p.press('Check');
      await p.sees('the password must be at least 10 characters long');
      assert.ok(!(await p.page.content()).includes(secret));
      assert.deepEqual(p.errors, []);
    });

  test(`${browser}: what is no backup is refused in the program's words`,
    async t => {
      const dir = folder(`refused-${browser}`);
      const bad = path.join(dir, 'bad.zip');
      fs.writeFileSync(bad, 'not a ZIP file');
      const p = await Person.start(browser, dir);
      t.after(() => p.end());
      await p.choose(bad, 'Choose a backup');
      await p.finds('[role=alert]:not([hidden])');
      const said = await p.page.$eval('[role=alert]', e => e.textContent);
      assert.match(said, /^bad\.zip: /);
      assert.ok(!said.includes('undefined'));
    });
}

test('the code has no call that could leave', () => {
  const page = path.join(TOP, 'src/page');
  const ways = /\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|RTCPeerConnection|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|window\.open|location\s*[.=]|\.src\s*=|srcdoc)\b/;
  for (const name of fs.readdirSync(page).filter(n => n.endsWith('.js'))) {
    const lines = fs.readFileSync(path.join(page, name), 'utf8').split('\n');
    lines.forEach((line, i) => {
      // main.js names what it closes.
      const named = name === 'main.js' && /^ {2,}['.\w, [\]]*'/.test(line);
      assert.ok(named || /^\s*(?:\*|\/\/)/.test(line) || !ways.test(line) ||
        /const WAYS_OUT|defineProperty/.test(line),
      `${name}:${i + 1}: ${line}`);
    });
  }
});
