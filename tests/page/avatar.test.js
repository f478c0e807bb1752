/** A picture, chosen, cropped by keyboard and mouse, stored by the program. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { backup, BROWSERS, folder, native, Person, same } from './harness.js';

for (const browser of BROWSERS) {
  test(`${browser}: an avatar is cropped and stored`, async t => {
    const dir = folder(`avatar-${browser}`), file = backup(dir);
    const picture = path.join(dir, 'new.jpg');
    const webp = path.join(dir, 'new.webp');
    execFileSync('convert', ['-size', '300x200', 'gradient:red-blue', picture]);
    const p = await Person.start(browser, dir);
    t.after(() => p.end());
    await p.open(file);
    await p.press('200');
    await p.press('Change the picture');
    await p.finds('canvas[aria-label="The picture of ' +
      'extension 200"]');
    await p.choose(picture, 'Choose a picture');
    await p.finds('dialog[open]');
    await p.sees('200 × 200 pixels, 50 from the left, 0 from the top');
    for (const key of ['ArrowRight', 'ArrowRight', '-'])
      await p.page.keyboard.press(key);
    await p.sees('192 × 192 pixels, 56 from the left, 4 from the top');
    const box = await (await p.finds('canvas.crop')).boundingBox();
    await p.page.mouse.move(box.x + 150, box.y + 100);
    await p.page.mouse.down();
    await p.page.mouse.move(box.x + 150 + 12, box.y + 100, { steps: 3 });
    await p.page.mouse.up();
    await p.sees('192 × 192 pixels, 66 from the left, 4 from the top');
    await p.picture('crop');
    await p.press('OK');
    await p.sees('has a new picture');
    await p.press('Changes (1)');
    await p.picture('avatar-changes');
    await p.press('Save the new backup');
    const made = await p.downloaded('pbx-new.zip');
    native(dir, 'avatar', 'set', 'pbx.zip', '200', 'new.jpg', '--crop',
      '66,4,192,192', '-o', 'native.zip');
    assert.ok(same(made, path.join(dir, 'native.zip')), 'the same backup');

    // What the program does not read is given to it as a PNG.
    execFileSync('convert', [picture, webp]);
    await p.press('Users');
    await p.press('201');
    await p.press('Change the picture');
    await p.choose(webp, 'Choose a picture');
    await p.finds('dialog[open]');
    await p.press('OK');
    await p.sees('has a new picture');
    await p.sees('Changes (2)');
    assert.deepEqual(p.errors, []);
  });
}
