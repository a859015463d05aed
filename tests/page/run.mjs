// The page of `nestc report --html` in Chromium: nothing that axe finds, nothing cut off from 360 to 2,000 pixels and on
// paper, links that all lead somewhere, search and choices, no script from anywhere else, and a large page in time.
//
//   npm ci && node run.mjs --nestc ../../target/release/nestc [--chromium PROGRAM] [--keep FOLDER]
//
// --keep has the pages, pictures of them and what is printed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { config, large, rich, write } from './folders.mjs';

const { values: options } = parseArgs({
  options: {
    nestc: { type: 'string', default: 'nestc' },
    chromium: { type: 'string', default: 'chromium' },
    keep: { type: 'string' },
  },
});
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [360, 768, 1024, 2000];
const MEGABYTES = 5;
const SECONDS = 2;

const nestc = options.nestc.includes('/') ? resolve(options.nestc) : options.nestc;
const scratch = mkdtempSync(join(tmpdir(), 'page-'));
if (options.keep) mkdirSync(options.keep, { recursive: true });
const faults = [];
const expect = (holds, what) => {
  if (!holds) faults.push(what);
};

const report = (folder, lang) => {
  const path = join(folder, `page.${lang}.html`);
  execFileSync(nestc, ['report', '--html', path, '--lang', lang], { cwd: folder });
  return path;
};

const program = options.chromium.includes('/')
  ? options.chromium
  : execFileSync('which', [options.chromium], { encoding: 'utf8' }).trim();
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });

// Opens a page; whatever the console or the policy says of it is a fault.
const open = async (path, name, settings = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  const page = await context.newPage();
  page.on('console', (message) => expect(message.type() !== 'error', `${name}: console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`${name}: ${error}`));
  page.on('dialog', (dialog) => { faults.push(`${name}: a dialog`); dialog.dismiss(); });
  page.on('request', (request) => expect(request.url().startsWith('file:'), `${name}: asks for ${request.url()}`));
  await page.goto(pathToFileURL(path).href);
  return page;
};

const axe = async (page, name) => {
  // A text of the page's own tools, which the policy does not concern.
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const it of found.violations) {
    faults.push(`${name}: axe: ${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
  }
};

const picture = async (page, name) => {
  if (options.keep) await page.screenshot({ path: join(options.keep, `${name}.png`), fullPage: true });
};

// Nothing wider than the window but what scrolls in a box of its own.
const fits = async (page, name) => {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.overflowX !== 'visible' || style.position === 'absolute') return true;
      }
      return false;
    };
    const found = [...document.querySelectorAll('body *')].filter((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && box.right > width + 1 && !scrolls(node);
    });
    return { whole: document.documentElement.scrollWidth - width, found: found.slice(0, 3).map((it) => it.outerHTML.slice(0, 120)) };
  });
  expect(wide.whole <= 0 && wide.found.length === 0, `${name}: wider than the window: ${JSON.stringify(wide)}`);
};

const links = async (page, name) => {
  const wrong = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    const known = new Set(ids);
    const dead = [...document.querySelectorAll('a[href^="#"]')].filter((it) => !known.has(it.getAttribute('href').slice(1)));
    return { twice, dead: dead.map((it) => it.outerHTML) };
  });
  expect(wrong.twice.length === 0 && wrong.dead.length === 0, `${name}: ${JSON.stringify(wrong)}`);
};

const looks = async (path, name) => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await open(path, `${name} ${colorScheme}`, { colorScheme });
    await page.locator('details').evaluateAll((all) => all.forEach((it) => { it.open = true; }));
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await fits(page, `${name} ${colorScheme} ${width}`);
      await axe(page, `${name} ${colorScheme} ${width}`);
      await picture(page, `${name}-${colorScheme}-${width}`);
    }
    await links(page, name);
    await page.context().close();
  }
};

const prints = async (path, name) => {
  const page = await open(path, `${name} print`);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 703, height: 1000 });
  await fits(page, `${name} print`);
  expect(await page.locator('details').evaluateAll((all) => all.every((it) => it.querySelector('.chain').checkVisibility({ contentVisibilityAuto: true }))), `${name}: chains are not printed`);
  if (options.keep) await page.pdf({ path: join(options.keep, `${name}.pdf`), format: 'A4' });
  await page.context().close();
};

const isShown = (page, text) => page.locator('.row', { hasText: text }).first().isVisible();

// What one does on the page, with the keyboard.
const uses = async (path) => {
  const page = await open(path, 'use');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement.id) === 'main', 'the first Tab skips to the content');
  const count = page.locator('output');
  const all = await count.textContent();
  await page.locator('[name=words]').focus();
  await page.keyboard.type('Database postgres');
  await page.waitForFunction((all) => document.querySelector('output').textContent !== all, all);
  expect(/^\d+ of \d+ rows$/.test(await count.textContent()), `the count says ${await count.textContent()}`);
  expect(await isShown(page, 'PostgreSQL'), 'what matches is shown');
  expect(!(await isShown(page, 'unused_package')), 'what does not match is not shown');
  await page.locator('[name=words]').fill('no such thing');
  await page.waitForFunction(() => document.querySelector('output').textContent.startsWith('0 '));
  expect(await page.locator('.nothing:visible').count() > 3, 'an empty part says so');
  await page.locator('[name=words]').fill('');
  await page.waitForFunction((all) => document.querySelector('output').textContent === all, all);
  await page.locator('[name=which]').selectOption('p');
  expect(!(await isShown(page, 'PostgreSQL')), 'what is well is not shown');
  await page.locator('[name=which]').selectOption('');
  await page.locator('[name=region]').selectOption('cn-beijing');
  expect(await page.locator('.matrix thead th:visible').count() === 2, 'one region is shown');
  expect((await page.locator('.chain').allTextContents()).join().includes('dist/cn-beijing/templates/web.yaml'), 'outputs are those of the region');
  await page.locator('[name=region]').selectOption('');
  // Along the chain: image, its place in the chain, its text.
  await page.locator('details').evaluateAll((all) => all.forEach((it) => { it.open = false; }));
  await page.locator('.matrix td a').first().click();
  expect(await page.locator('li:target').isVisible(), 'an image leads to its chain');
  await page.locator('li:target a').click();
  expect(/^m-/.test(await page.locator('mark:target').textContent()), 'a chain leads to the text');
  await page.locator('.place a', { hasText: 'minified.json' }).last().click();
  expect(await page.locator('mark:target').isVisible(), 'a slot of one long line leads to its text');
  for (const theme of ['dark', 'light']) {
    await page.locator('[name=theme]').selectOption(theme);
    const [text, back] = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor].map((it) => Number(it.match(/\d+/)[0])));
    expect((text > back) === (theme === 'dark'), `${theme} is ${theme}`);
    await axe(page, `chosen ${theme}`);
  }
  await page.reload();
  expect(await page.locator('[name=theme]').inputValue() === 'light', 'the colours are kept');
  const html = readFileSync(path, 'utf8');
  expect(!html.includes('hunter2'), 'a secret is shown');
  expect(!html.includes('\u202e'), 'a hidden character is not made visible');
  expect(!html.includes('onerror=alert(1)>'), 'a text breaks out');
  await page.context().close();
};

const withoutScript = async (path) => {
  const page = await open(path, 'without script', { javaScriptEnabled: false });
  expect(!(await page.locator('form').isVisible()), 'what needs the script is not shown');
  expect(await page.locator('tr.row').first().isVisible(), 'rows are shown');
  await page.locator('.matrix td a').first().click();
  expect(page.url().includes('#v0r0'), 'links work');
  await page.context().close();
};

const takesLong = async (path) => {
  const megabytes = statSync(path).size / 1e6;
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const page = await open(path, 'large');
    times.push(await page.evaluate(() => new Promise((done) => {
      requestAnimationFrame(() => setTimeout(() => done(performance.now() / 1000)));
    })));
    if (round === 0) {
      await page.locator('[name=words]').fill('service-77');
      const start = Date.now();
      await page.waitForFunction(() => / of /.test(document.querySelector('output').textContent));
      console.log(`search: ${Date.now() - start} ms`);
      await fits(page, 'large');
    }
    await page.context().close();
  }
  const seconds = times.sort((one, other) => one - other)[1];
  console.log(`large: ${megabytes.toFixed(2)} MB, shown after ${times.map((it) => it.toFixed(2)).join(', ')} s`);
  expect(megabytes < MEGABYTES, `the large page has ${megabytes} MB`);
  expect(seconds < SECONDS, `the large page takes ${seconds} s`);
};

try {
  const folder = write(join(scratch, 'rich'), rich);
  const own = write(join(scratch, 'config'), config);
  for (const lang of ['en', 'zh']) {
    const path = report(folder, lang);
    await looks(path, `rich-${lang}`);
    await prints(path, `rich-${lang}`);
    await looks(report(own, lang), `config-${lang}`);
    if (options.keep) writeFileSync(join(options.keep, `rich.${lang}.html`), readFileSync(path));
  }
  await uses(report(folder, 'en'));
  await withoutScript(report(folder, 'en'));
  const big = report(write(join(scratch, 'large'), large()), 'en');
  await takesLong(big);
  await prints(big, 'large');
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true });
}
for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} faults` : 'the page is well');
process.exitCode = faults.length ? 1 : 0;
