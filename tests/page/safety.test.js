/**
 * Nothing gets out and nobody in: every way out is tried against a server on
 * this machine, from the page and from its worker, and a backup full of
 * markup is only text.
 */
import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { backup, BROWSERS, folder, native, PAGE, Person, TOP } from
  './harness.js';

/** A server that writes down who asks. */
async function listening() {
  /** @type {string[]} */
  const heard = [];
  const server = http.createServer((request, answer) => {
    heard.push(`${request.method} ${request.url}`);
    answer.setHeader('Access-Control-Allow-Origin', '*');
    answer.end('x');
  });
  server.on('upgrade', request => heard.push(`upgrade ${request.url}`));
  await new Promise(yes => server.listen(0, '127.0.0.1', () => yes(null)));
  const stun = dgram.createSocket('udp4');
  stun.on('message', () => heard.push('udp'));
  await new Promise(yes => stun.bind(0, '127.0.0.1', () => yes(null)));
  return { heard, url: `http://127.0.0.1:${server.address().port}`,
    stun: stun.address().port, close: () => {
      server.closeAllConnections?.();
      server.close();
      stun.close();
    } };
}

/** Each way out, tried; run in the page. */
function tryAll(url, stun) {
  const said = {};
  const attempt = (name, f) => {
    try {
      const r = f();
      said[name] = 'tried';
      r?.catch?.(() => {});
    } catch (x) {
      said[name] = String(x);
    }
  };
  const element = (tag, set) => () => {
    const e = document.createElement(tag);
    set(e);
    document.body.append(e);
  };
  attempt('fetch', () => fetch(`${url}/fetch`));
  attempt('xhr', () => {
    const x = new XMLHttpRequest();
    x.open('GET', `${url}/xhr`);
    x.send();
  });
  attempt('beacon', () => navigator.sendBeacon(`${url}/beacon`, 'x'));
  attempt('socket', () => new WebSocket(url.replace('http', 'ws') + '/ws'));
  attempt('events', () => new EventSource(`${url}/events`));
  attempt('image', () => { new Image().src = `${url}/image`; });
  attempt('frame', element('iframe', e => { e.src = `${url}/frame`; }));
  attempt('object', element('object', e => { e.data = `${url}/object`; }));
  attempt('video', element('video', e => { e.src = `${url}/video`; }));
  attempt('link', element('link', e => { e.rel = 'stylesheet';
    e.href = `${url}/style`; }));
  attempt('prefetch', element('link', e => { e.rel = 'prefetch';
    e.href = `${url}/prefetch`; }));
  attempt('script', element('script', e => { e.src = `${url}/script`; }));
  attempt('style', element('style', e => {
    e.textContent = `body{background:url(${url}/css)}`; }));
  if (document.querySelector('main')) attempt('form', () => {
    const f = document.createElement('form');
    f.action = `${url}/form`;
    f.method = 'post';
    document.body.append(f);
    f.submit();
  });
  attempt('window', () => open(`${url}/window`));
  attempt('webrtc', () => {
    const c = new RTCPeerConnection({ iceServers: [
      { urls: `stun:127.0.0.1:${stun}` }] });
    c.createDataChannel('x');
    return c.createOffer().then(o => c.setLocalDescription(o));
  });
  attempt('worker', () => new Worker(URL.createObjectURL(new Blob(
    [`fetch('${url}/worker').catch(() => {});`]))));
  attempt('inline', element('script', e => {
    e.textContent = `globalThis.ran = 1; fetch('${url}/inline')`; }));
  attempt('markup', () => {
    const d = document.createElement('div');
    d.innerHTML = `<img src="${url}/markup" onerror="globalThis.ran = 2">`;
    document.body.append(d);
  });
  return said;
}

/** Ways that must be heard where there is no policy. */
const WAYS = ['/fetch', '/xhr', '/beacon', '/image', '/style', '/script',
  '/frame', '/inline'];

/** @param {{heard: string[]}} server
 * @param {string} way */
function heardOf(server, way) {
  return server.heard.some(h => h.endsWith(way));
}

for (const browser of BROWSERS) {
  test(`${browser}: no way out`, async t => {
    const dir = folder(`safety-${browser}`), file = backup(dir);
    const server = await listening();
    t.after(() => server.close());
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.open(file);
    await p.page.evaluate(tryAll, server.url, server.stun);
    await new Promise(yes => setTimeout(yes, 3000));
    assert.equal(await p.page.evaluate(() => globalThis.ran), undefined);
    assert.equal(p.page.url(), PAGE);
    assert.deepEqual(server.heard, [], 'nobody was called');

    // The server does hear a page that has no policy, on the same ways.
    const control = path.join(dir, 'control.html');
    fs.writeFileSync(control, '<!doctype html><body>');
    await p.page.goto(`file://${control}`);
    await p.page.evaluate(tryAll, server.url, server.stun).catch(() => {});
    for (let i = 0; i < 100 && !WAYS.every(w => heardOf(server, w)); i++)
      await new Promise(yes => setTimeout(yes, 100));
    assert.deepEqual(WAYS.filter(w => !heardOf(server, w)), []);
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
      await p.page.waitForSelector('[role=alert]:not([hidden])');
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
