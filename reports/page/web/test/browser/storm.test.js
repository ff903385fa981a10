import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, open, phone} from './browser.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// stormy opens the page at its first scenario with a storm, and waits until that is drawn.
async function stormy(viewport, more) {
  const page = await open(browser, viewport, more);
  await page.evaluate(() => {
    for (const s of document.querySelectorAll('.scenario')) s.open();
  });
  await page.locator('.storms').first().scrollIntoViewIfNeeded();
  await page.locator('.storm-detail').first().waitFor();
  return page;
}

// inks counts the colours of each storm's timeline: one that is blank has one.
const inks = (page) => page.$$eval('.storm-detail', (all) => all.map((canvas) => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {willReadFrequently: true});
  copy.drawImage(canvas, 0, 0);
  const {data} = copy.getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}));

const clock = (page) => page.locator('.storm-state time').first().textContent();
const picture = (page) => page.locator('.storm-detail').first().evaluate((c) => c.toDataURL());

test('every storm is drawn, on a phone too', async () => {
  for (const viewport of [undefined, phone]) {
    const page = await stormy(viewport);
    for (const place of await page.locator('.storms').all()) {
      await place.scrollIntoViewIfNeeded();
      await place.locator('.storm-detail').waitFor();
      for (const button of await place.locator('.choice button').all()) {
        await button.click();
        assert.equal(await button.getAttribute('aria-pressed'), 'true');
        assert.equal(await place.locator('.storm-detail').count(), 1);
        const drawn = await inks(page);
        assert.ok(drawn.every((n) => n > 5), `colours: ${drawn}`);
      }
    }
    assert.deepEqual(page.complaints, []);
    await page.close();
  }
});

test('a storm plays, and pauses', async () => {
  const page = await stormy(undefined, {reducedMotion: 'no-preference'});
  const play = page.locator('.storm-buttons button').first();
  const rest = await clock(page);
  await play.click();
  await page.waitForFunction((t) => document.querySelector('.storm-state time').textContent !== t, rest);
  const instants = new Set();
  for (let i = 0; i < 3; i++) {
    instants.add(await clock(page));
    await page.waitForTimeout(150);
  }
  assert.equal(instants.size, 3, `the instants shown: ${[...instants]}`);
  assert.deepEqual([...instants], [...instants].sort());
  await play.click();
  const paused = await clock(page);
  await page.waitForTimeout(100);
  assert.equal(await clock(page), paused);
});

test('with little motion wanted, playing goes from moment to moment', async () => {
  const page = await stormy();
  const play = page.locator('.storm-buttons button').first();
  await play.click();
  const first = await clock(page);
  await page.waitForTimeout(100);
  assert.equal(await clock(page), first);
  await play.click();
  assert.ok(await clock(page) > first);
});

test('the keys move, zoom and reset a storm, and the space bar plays it', async () => {
  const page = await stormy();
  await page.locator('.storm-detail').first().focus();
  const focus = await picture(page);
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', '+', '-', 'End']) {
    const before = await picture(page);
    await page.keyboard.press(key);
    assert.notEqual(await picture(page), before, `${key} changes nothing`);
  }
  await page.keyboard.press('Home');
  assert.equal(await picture(page), focus);
  const rest = await clock(page);
  await page.keyboard.press('Space');
  assert.notEqual(await clock(page), rest);
});

test('on paper each open scenario shows its storm', async () => {
  const page = await open(browser);
  // Storms are unpacked while the page is idle.
  await page.waitForSelector('[data-unpacked]', {state: 'attached'});
  await page.evaluate(() => {
    for (const s of document.querySelectorAll('.scenario')) s.open();
    dispatchEvent(new Event('beforeprint'));
  });
  const places = await page.locator('.storms').count();
  assert.ok(places > 0);
  const drawn = await inks(page);
  assert.equal(drawn.length, places);
  assert.ok(drawn.every((n) => n > 5), `colours: ${drawn}`);
});
