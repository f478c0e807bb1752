/**
 * What the tests of the page share: backups, browsers, and the page as a
 * person sees it.  Everything that they make lies in build/page/test.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

export const TOP = fileURLToPath(new URL('../../', import.meta.url));
export const PAGE = `file://${TOP}build/cxbak.html`;
const PROGRAM = path.join(TOP, 'build/cxbak');
const WORK = path.join(TOP, 'build/page/test');
/** A busy machine is slow. */
export const PATIENCE = Number(process.env.PATIENCE ?? 120000);
/** How often the page is asked for what is waited for. */
const ASK_MS = 20;

/** The browsers of Debian, or those that BROWSERS names; CHROMIUM and FIREFOX
 * are the paths of others. */
export const BROWSERS = (process.env.BROWSERS ?? 'chromium firefox').split(' ');
const PATHS = { chromium: process.env.CHROMIUM ?? '/usr/bin/chromium',
  firefox: process.env.FIREFOX ?? '/usr/bin/firefox-esr' };

/** An empty folder.
 * @param {string} name */
export function folder(name) {
  const made = path.join(WORK, name);
  fs.rmSync(made, { recursive: true, force: true });
  fs.mkdirSync(made, { recursive: true });
  return made;
}

/** Run the native program.
 * @param {string} cwd
 * @param {...string} args */
export function native(cwd, ...args) {
  return execFileSync(PROGRAM, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8' });
}

/** A backup made by the makers of the other tests.
 * @param {string} dir
 * @param {string} [shape] */
export function backup(dir, shape = 'plain') {
  const made = path.join(dir, 'pbx.zip');
  execFileSync('python3', [path.join(TOP, 'tests/lib/make_fixture.py'), shape,
    'v20', made], { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
  return made;
}

/** The same backup, encrypted.
 * @param {string} dir
 * @param {string} password */
export function encrypted(dir, password) {
  const tree = path.join(dir, 'tree'), made = path.join(dir, 'secret.zip');
  execFileSync('unzip', ['-q', backup(dir), '-d', tree]);
  execFileSync('7z', ['a', '-tzip', `-p${password}`, '-mem=AES256', made, '.'],
    { cwd: tree });
  return made;
}

/** A backup in which something stands otherwise.
 * @param {string} from
 * @param {string} to
 * @param {string} pattern  of Python
 * @param {string} words  in its place */
export function respelled(from, to, pattern, words) {
  execFileSync('python3', ['-c', 'import re, sys, zipfile\n' +
    'old = zipfile.ZipFile(sys.argv[1])\n' +
    'how = [x.encode() for x in sys.argv[3:]]\n' +
    'with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as new:\n' +
    '    for i in old.infolist():\n' +
    '        new.writestr(i, re.sub(*how, old.read(i)))\n', from, to, pattern,
  words]);
  return to;
}

/** Do two files hold the same?
 * @param {string} a
 * @param {string} b */
export function same(a, b) {
  return fs.readFileSync(a).equals(fs.readFileSync(b));
}

/** @param {string} name
 * @param {string} downloads */
async function launch(name, downloads) {
  if (name === 'firefox')
    return puppeteer.launch({ browser: 'firefox', executablePath: PATHS.firefox,
      headless: true, protocolTimeout: 2 * PATIENCE, extraPrefsFirefox: {
        // WebRTC reaches this machine, too.
        'media.peerconnection.ice.loopback': true,
        'browser.download.folderList': 2, 'browser.download.dir': downloads,
        'browser.download.useDownloadDir': true,
        'browser.download.always_ask_before_handling_new_types': false,
        'browser.helperApps.neverAsk.saveToDisk':
          'application/zip,application/octet-stream,application/json' } });
  return puppeteer.launch({ executablePath: PATHS.chromium, headless: true,
    protocolTimeout: 2 * PATIENCE, args: ['--disable-gpu',
      // Who forbids calls of this machine's servers must be our policy.
      '--disable-features=LocalNetworkAccessChecks',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
}

/** Nobody chooses a place for a file here: run before the page's scripts. */
function noPicker() {
  delete globalThis.showSaveFilePicker;
}

/** The page in a browser, and a person before it. */
export class Person {
  /** @param {string} name  of the browser
   * @param {string} dir  where downloads go
   * @param {() => void} [before]  run in the page before its own scripts */
  static async start(name, dir, before = noPicker) {
    const p = new Person();
    p.dir = dir;
    p.browserName = name;
    p.browser = await launch(name, dir);
    try {
      await p.begin(before);
    } catch (x) {
      await p.end();
      throw x;
    }
    return p;
  }

  /** @param {() => void} before */
  async begin(before) {
    this.page = await this.browser.newPage();
    this.page.setDefaultTimeout(PATIENCE);
    await this.page.setViewport({ width: 1280, height: 900 });
    this.errors = [];
    this.page.on('pageerror', e => this.errors.push(String(e)));
    if (this.browserName === 'chromium') {
      const session = await this.browser.target().createCDPSession();
      await session.send('Browser.setDownloadBehavior',
        { behavior: 'allow', downloadPath: this.dir });
    }
    await this.page.evaluateOnNewDocument(before);
    await this.go(PAGE);
  }

  /** Go to the page, or to another that was made of it.
   * @param {string} url */
  async go(url) {
    await this.page.bringToFront();
    await this.page.goto(url);
    await this.until(() => document.body?.dataset.ready);
  }

  async end() {
    await this.browser.close();
  }

  /** Wait until a function says something when it is run in the page, and
   * have that.  It is asked from here, again and again: puppeteer's own
   * waiting makes a function of a text in the page, which the policy forbids
   * in some browsers.
   * @param {(...args: any[]) => any} f
   * @param {...any} args */
  async until(f, ...args) {
    for (const end = Date.now() + PATIENCE; Date.now() < end;) {
      const found = await this.page.evaluateHandle(f, ...args);
      if (await found.evaluate(x => Boolean(x)))
        return found;
      await found.dispose();
      await new Promise(yes => setTimeout(yes, ASK_MS));
    }
    throw new Error(`waited in vain for ${f} ${args.join(' ')}: ${
      await this.shown()}`);
  }

  /** What the page shows, for the message of a failure. */
  async shown() {
    const words = await this.page.evaluate(() => document.body?.innerText);
    return [this.page.url(), words?.slice(0, 300), ...this.errors].join('; ');
  }

  /** Wait until there is such an element, and have it.
   * @param {string} selector */
  async finds(selector) {
    return this.until(s => document.querySelector(s), selector);
  }

  /** @param {string} file
   * @param {string} [label]  of the button */
  async choose(file, label = 'Choose') {
    const input = await this.until(text =>
      [...document.querySelectorAll('label')].find(l => l.textContent.includes(
        text) && l.control?.type === 'file')?.control, label);
    await input.uploadFile(file);
  }

  /** Open a backup, and wait for its users.
   * @param {string} file */
  async open(file) {
    await this.choose(file, 'Choose a backup');
    await this.finds('.users tbody tr');
  }

  /** Click what a function finds in the page: again, if it moved or was drawn
   * anew between the look and the click.
   * @param {(text: string) => any} find
   * @param {string} text */
  async click(find, text) {
    for (let tries = 0; tries < 5; tries++) {
      const found = await this.until(find, text);
      await found.evaluate(e => {
        globalThis.clicked = false;
        e.addEventListener('click', () => { globalThis.clicked = true; },
          { capture: true, once: true });
      });
      try {
        await found.click();
      } catch (x) {
        if (await found.evaluate(e => e.isConnected))
          throw x;
      }
      if (await this.page.evaluate(() => globalThis.clicked))
        return;
    }
    throw new Error(`${text} cannot be clicked:\n${await this.text()}`);
  }

  /** Press a button, or another thing that is one, by its words.
   * @param {string} text */
  async press(text) {
    await this.click(t =>
      [...document.querySelectorAll('button, summary, [role=button]')].find(
        b => !b.disabled && b.textContent.trim().startsWith(t)), text);
  }

  /** @param {string} label
   * @param {string} value */
  async type(label, value) {
    const found = await this.until(t =>
      [...document.querySelectorAll('label')].find(
        l => l.textContent === t)?.control, label);
    await found.evaluate(e => { e.focus(); e.select?.(); });
    await this.page.keyboard.press('Backspace');
    if (value !== '')
      await this.page.keyboard.type(value);
  }

  /** Tick, or untick, the box whose words begin so.
   * @param {string} text */
  async tick(text) {
    await this.click(t => [...document.querySelectorAll('label')].find(
      l => l.textContent.startsWith(t))?.control, text);
  }

  /** Wait until the screen says so; with `textContent`, also in a part that is
   * folded.
   * @param {string} text
   * @param {'innerText' | 'textContent'} [how] */
  async sees(text, how = 'innerText') {
    try {
      await this.until(
        (t, h) => document.body[h].includes(t), text, how);
    } catch {
      throw new Error(`no "${text}" on the screen:\n${await this.text()}`);
    }
  }

  /** Wait until nothing is at work. */
  async idle() {
    await new Promise(yes => setTimeout(yes, 100));
    await this.until(() => !/ …$/.test(
      document.querySelector('.status').textContent));
  }

  /** What stands on the screen. */
  async text() {
    return this.page.evaluate(() => document.body.innerText);
  }

  /** What reaches beyond the window, but for what scrolls in its own place. */
  async tooWide() {
    return this.page.evaluate(() => {
      const html = document.documentElement;
      if (html.scrollWidth <= html.clientWidth)
        return [];
      return [...document.querySelectorAll('body *')].filter(e =>
        !e.parentElement.closest('.scroll, pre, dialog:not([open])') &&
        e.getBoundingClientRect().right > html.clientWidth + 1).map(e =>
        `${e.tagName}.${e.className} ${e.textContent.slice(0, 40)}`);
    });
  }

  /** Let a file come by the clipboard or the mouse.
   * @param {string} file
   * @param {'paste' | 'drop'} how
   * @param {string} [type] */
  async bring(file, how, type = '') {
    await this.page.evaluate((bytes, name, way, kind) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(bytes),
        c => c.charCodeAt(0))], name, { type: kind }));
      // What a script puts into a ClipboardEvent is not handed on everywhere.
      const event = new Event(way, { bubbles: true, cancelable: true });
      Object.defineProperty(event, way === 'drop' ? 'dataTransfer' :
        'clipboardData', { value: data });
      (way === 'drop' ? document.querySelector('.zone') : document.body)
        .dispatchEvent(event);
    }, fs.readFileSync(file).toString('base64'), path.basename(file), how,
    type);
  }

  /** From now on, how long does the page not answer at most?  The browser's
   * own word where it has one (Chromium: tasks of 50 ms and more), else how
   * late a clock of 20 ms is. */
  async watchTasks() {
    await this.page.evaluate(() => {
      let last = performance.now();
      globalThis.longestTask = 0;
      const seen = ms => {
        globalThis.longestTask = Math.max(globalThis.longestTask, ms);
      };
      if (PerformanceObserver.supportedEntryTypes.includes('longtask'))
        new PerformanceObserver(list => list.getEntries().forEach(
          e => seen(e.duration))).observe({ type: 'longtask' });
      else
        setInterval(() => {
          seen(performance.now() - last - 20);
          last = performance.now();
        }, 20);
    });
  }

  /** The longest since `watchTasks`, in milliseconds. */
  async longestTask() {
    return this.page.evaluate(() => globalThis.longestTask);
  }

  /** The texts of the table's rows. */
  async rows() {
    return this.page.$$eval('tbody tr:not(.spacer)', all => all.map(
      tr => [...tr.cells].map(c => c.textContent)));
  }

  /** Wait for a download that is complete.
   * @param {string} name */
  async downloaded(name) {
    const file = path.join(this.dir, name);
    // Firefox still sets its time when all of it is there.
    let before = NaN;
    for (let i = 0; i < PATIENCE / 100; i++) {
      const others = fs.readdirSync(this.dir).filter(n =>
        n.endsWith('.crdownload') || n.endsWith('.part'));
      const { size = 0, ctimeMs } = fs.statSync(file,
        { throwIfNoEntry: false }) ?? {};
      if (size > 0 && others.length === 0 && ctimeMs === before)
        return file;
      before = ctimeMs;
      await new Promise(yes => setTimeout(yes, 100));
    }
    throw new Error(`${name} was not downloaded:\n${await this.text()}`);
  }

  /** @param {string} name */
  async picture(name) {
    const dir = path.join(WORK, 'screens');
    fs.mkdirSync(dir, { recursive: true });
    await this.page.screenshot({ fullPage: true,
      path: path.join(dir, `${this.browserName}-${name}.png`) });
  }
}
