/** The ways by which a picture gets to the page, and how it is cropped. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { backup, BROWSERS, folder, native, Person, same } from './harness.js';

/** What becomes of it, as ImageMagick tells it. */
const RED_AND_BLUE =
  /^200x200 (red|s?rgba?\(25\d,\d,\d(,1)?\)) (blue|s?rgba?\(\d,\d,25\d(,1)?\))$/;

/** A picture of 300 x 200 pixels, in some kind.
 * @param {string} dir
 * @param {string} name */
function picture(dir, name) {
  const made = path.join(dir, name);
  execFileSync('convert', ['-size', '300x200', 'xc:red', '-fill', 'blue',
    '-draw', 'rectangle 150,0 299,199', made]);
  return made;
}

/** A finger on the canvas: Chromium's own touch; of Firefox no driver gives
 * one, so there it is the events that a touch comes to.
 * @param {Person} p
 * @param {number} id
 * @param {number} x
 * @param {number} y */
async function finger(p, id, x, y) {
  if (p.browserName === 'chromium')
    return p.page.touchscreen.touchStart(x, y);
  const send = (type, at, to) => p.page.evaluate((kind, n, left, top) => {
    const canvas = document.querySelector('canvas.crop');
    canvas.setPointerCapture = () => {};
    canvas.dispatchEvent(new PointerEvent(kind, { pointerId: n,
      pointerType: 'touch', clientX: left, clientY: top, bubbles: true }));
  }, type, id, at, to);
  await send('pointerdown', x, y);
  return { move: (at, to) => send('pointermove', at, to),
    end: () => send('pointerup', x, y) };
}

/** Take the picture that is being cropped, and look at what is stored.
 * @param {Person} p
 * @param {number} count  of changes afterwards */
async function accept(p, count) {
  await p.press('OK');
  await p.sees('has a new picture');
  await p.sees(`Changes (${count})`);
}

for (const browser of BROWSERS) {
  test(`${browser}: pictures pasted and dropped, of kinds that only the ` +
    'browser reads', async t => {
    const dir = folder(`ways-${browser}`), file = backup(dir);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.open(file);
    /** @param {string} number */
    const to = async number => {
      await p.press('Users');
      await p.press(number);
      await p.press('Change the picture');
      await p.sees(`Avatar of extension ${number}`);
    };
    let count = 0;
    for (const [number, name, how] of [['200', 'a.png', 'paste'],
      ['201', 'b.gif', 'drop'], ['202', 'c.webp', 'paste']]) {
      await to(number);
      await p.bring(picture(dir, name), how, 'image/png');
      await p.sees('200 × 200 pixels, 50 from the left');
      await accept(p, ++count);
    }
    // What no browser here reads is named.
    await to('203');
    const heic = path.join(dir, 'phone.heic');
    fs.writeFileSync(heic, Buffer.concat([Buffer.from([0, 0, 0, 24]),
      Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(64)]));
    await p.choose(heic, 'Choose a picture');
    await p.sees('phone.heic is a HEIC picture');
    const bad = path.join(dir, 'bad.png');
    fs.writeFileSync(bad, 'no picture');
    await p.choose(bad, 'Choose a picture');
    await p.sees('bad.png is no picture that this browser can read');

    await p.press('Changes (3)');
    await p.press('Save the new backup');
    const made = await p.downloaded('pbx-new.zip');
    // The GIF and the WebP came to the program as a PNG of their pixels.
    for (const [number, name] of [['201', 'b.gif'], ['202', 'c.webp']]) {
      native(dir, 'avatar', 'get', 'pbx-new.zip', number, '-o', 'got.png');
      const shown = execFileSync('convert', [path.join(dir, 'got.png'),
        '-format', '%wx%h %[pixel:p{20,100}] %[pixel:p{180,100}]', 'info:'],
      { encoding: 'utf8' });
      // WebP and GIF may take a shade off.
      assert.match(shown, RED_AND_BLUE, name);
      fs.unlinkSync(path.join(dir, 'got.png'));
    }
    native(dir, 'avatar', 'set', 'pbx.zip', '200', 'a.png', '--crop',
      '50,0,200,200', '-o', 'native.zip', '-q');
    native(dir, 'avatar', 'get', 'native.zip', '200', '-o', 'native.png');
    native(dir, 'avatar', 'get', 'pbx-new.zip', '200', '-o', 'page.png');
    assert.ok(same(path.join(dir, 'native.png'), path.join(dir, 'page.png')),
      'the picture of 200');
    assert.ok(fs.statSync(made).size > 0);
    assert.deepEqual(p.errors, []);
  });

  test(`${browser}: a picture is cropped by one finger and by two`,
    async t => {
      const dir = folder(`touch-${browser}`), file = backup(dir);
      const p = await Person.start(browser, dir);
      t.after(() => p.end());
      await p.open(file);
      await p.press('200');
      await p.press('Change the picture');
      await p.choose(picture(dir, 'new.png'), 'Choose a picture');
      await p.sees('200 × 200 pixels, 50 from the left');
      const box = await (await p.finds('canvas.crop')).boundingBox();
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      // The canvas is 360 pixels wide: 12 of them are 10 of the picture.
      const one = await finger(p, 1, x, y);
      await one.move(x + 6, y);
      await one.move(x + 12, y);
      await one.end();
      await p.sees('200 × 200 pixels, 60 from the left');
      // Two fingers that come together make it smaller.
      const left = await finger(p, 1, x - 100, y);
      const right = await finger(p, 2, x + 100, y);
      await right.move(x + 50, y);
      await left.move(x - 50, y);
      await left.end();
      await right.end();
      await p.sees('100 × 100 pixels, 110 from the left, 50 from the top');
      await p.picture('touch');
      await accept(p, 1);
      assert.deepEqual(p.errors, []);
    });
}
