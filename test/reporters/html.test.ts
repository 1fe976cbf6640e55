import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { ScanEvent } from '../../src/model/event.js';
import type { Fingerprint } from '../../src/model/finding.js';
import { emptyScan, file, fullScan, hostileScan, makeFinding, makeSighting, start, summary } from './events.js';
import { report } from './golden.js';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** Tests of what a reader sees need a browser; without one they say so and pass over it. */
const inBrowser = executablePath === undefined ? test.skip : test;
if (executablePath === undefined)
  test.skip('no Chromium is installed, so the HTML report is not opened', (t) => t.pass());

let browser: Browser | undefined;
test.before(async () => {
  if (executablePath === undefined) return;
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  browser = await chromium.launch({ executablePath, args });
});
test.after.always(async () => await browser?.close());

interface Opened {
  readonly page: Page;
  /** Whatever a page should not do: errors, dialogs, requests beyond its own file. */
  readonly troubles: string[];
}

async function open(t: ExecutionContext, events: Iterable<ScanEvent>): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeleaks-html-'));
  const path = join(folder, 'report.html');
  writeFileSync(path, await report('html', events));
  const page = (await browser?.newPage()) as Page;
  t.teardown(async () => {
    await page.close();
    rmSync(folder, { recursive: true });
  });
  const troubles: string[] = [];
  const own = pathToFileURL(path).href;
  page.on('console', (message) => troubles.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== own) troubles.push(`request: ${request.url()}`);
  });
  await page.goto(own);
  await page.waitForSelector('#tokens');
  return { page, troubles };
}

function* manyTokens(number: number): Iterable<ScanEvent> {
  yield start;
  for (let index = 0; index < number; index += 1) {
    const fingerprint = `sha256:${index.toString(16).padStart(64, '0')}` as Fingerprint;
    const identity = { ...makeFinding().identity, namespace: `ns-${index % 20}` };
    yield { type: 'finding', finding: makeFinding({ fingerprint, identity, title: `Token number ${index}` }) };
    yield { type: 'sighting', fingerprint, sighting: makeSighting(file(`logs/${index}.log`), index) };
  }
  yield { type: 'summary', summary: { ...summary, complete: true } };
}

test('the policy allows the script and the style of this very file by hash, and nothing else', async (t) => {
  const html = await report('html', hostileScan);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  t.regex(policy, /^default-src 'none'; /);
  t.notRegex(policy, /unsafe|\*|https?:|data:/);
  for (const [element, directive] of [
    ['script', 'script-src'],
    ['style', 'style-src'],
  ]) {
    const [, inside = ''] = new RegExp(`<${element}>([^]*?)</${element}>`).exec(html) ?? [];
    const hash = createHash('sha256').update(inside).digest('base64');
    t.true(policy.includes(`${directive} 'sha256-${hash}'`));
  }
});

test('no text of a stranger becomes markup', async (t) => {
  const html = await report('html', hostileScan);
  const elements = (text: string): Set<string> =>
    new Set([...text.matchAll(/<\/?([a-z]+\d?)/g)].map(([, name = '']) => name));
  const calm = elements(await report('html', fullScan));
  t.deepEqual(
    [...elements(html)].filter((name) => !calm.has(name)),
    [],
  );
  t.notRegex(html, /<img|onerror=(?!alert\(1\)&gt;|alert\(1\)\\u003e)/);
});

inBrowser('it opens from disk without a request, an error or a message', async (t) => {
  for (const events of [fullScan, hostileScan, emptyScan, [], manyTokens(60)]) {
    const { page, troubles } = await open(t, events);
    for (const summaryElement of await page.locator('details.card > summary').all()) await summaryElement.click();
    t.deepEqual(troubles, []);
  }
});

inBrowser('a stranger cannot run anything, nor make a link', async (t) => {
  const { page, troubles } = await open(t, hostileScan);
  for (const summaryElement of await page.locator('details.card > summary').all()) await summaryElement.click();
  t.is(await page.locator('img, iframe, object, embed, main a').count(), 0);
  t.is(await page.locator('script').count(), 2);
  t.deepEqual(troubles, []);
});

inBrowser('the live token comes first, then what never expires, and suppressed ones last', async (t) => {
  const { page } = await open(t, fullScan);
  const titles = await page.locator('summary h3').allTextContents();
  t.regex(titles[0] ?? '', /default\/web/);
  t.regex(titles[1] ?? '', /ci\/deployer, never expires/);
  t.regex(titles.at(-1) ?? '', /docs\/example/);
});

inBrowser('a card opens by keyboard and tells facts, story, places and commands', async (t) => {
  const { page } = await open(t, fullScan);
  await page.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  const inside = await page.locator('details.card').first().innerText();
  for (const part of [
    'rotates hourly (warnafter)',
    'came with 9c1185a5c5e9',
    'now removed from the files',
    'deploy/web.yaml:42:1',
  ]) {
    t.true(inside.includes(part), part);
  }
  await page.locator('summary').nth(1).click();
  t.regex(await page.locator('details.card').nth(1).innerText(), /kubectl --context CONTEXT -n ci delete secret/);
});

inBrowser('search, severity, life and bars each leave what they name, and Show all brings back the rest', async (t) => {
  const { page } = await open(t, fullScan);
  const shown = async (): Promise<string> => await page.locator('#told').innerText();
  t.is(await shown(), '5 tokens');
  await page.keyboard.press('/');
  await page.keyboard.type('VAULT agent');
  t.is(await shown(), '1 of 5 tokens');
  await page.click('#all');
  t.is(await shown(), '5 tokens');
  t.is(await page.inputValue('#search'), '');
  await page.check('input[value=medium]');
  t.is(await shown(), '1 of 5 tokens');
  await page.click('#all');
  await page.selectOption('#life', 'live');
  t.is(await shown(), '1 of 5 tokens');
  await page.click('#all');
  await page.getByRole('button', { name: 'ci 3' }).click();
  t.is(await shown(), '3 of 5 tokens');
  t.is(await page.getByRole('button', { name: 'ci 3' }).getAttribute('aria-pressed'), 'true');
});

inBrowser(
  'of ten thousand tokens only some cards are made, all can be searched, and scrolling makes more',
  async (t) => {
    const { page, troubles } = await open(t, manyTokens(10_000));
    t.true((await page.locator('details.card').count()) <= 200);
    await page.fill('#search', 'number 9999');
    t.is(await page.locator('#told').innerText(), '1 of 10,000 tokens');
    await page.fill('#search', '');
    const before = await page.locator('details.card').count();
    await page.locator('button.more').scrollIntoViewIfNeeded();
    await page.locator('details.card').nth(before).waitFor({ state: 'attached' });
    t.true((await page.locator('details.card').count()) > before);
    t.deepEqual(troubles, []);
  },
);

inBrowser('light and dark can be chosen, and text is readable in both', async (t) => {
  const { page } = await open(t, fullScan);
  for (const press of [false, true]) {
    if (press) await page.click('#theme');
    const ratios = await page.evaluate<[string, number][]>(contrasts);
    for (const [what, ratio] of ratios) t.true(ratio >= 4.5, `${what}: ${ratio}`);
    t.true(ratios.length > 20);
  }
});

/** A script for the page, where there is a DOM: the contrast (WCAG 2.2) of every element that has text of its own. */
const contrasts = String.raw`(() => {
  const light = (color) => {
    const [red, green, blue] = color.match(/[\d.]+/g).map(Number).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const back = (element) => {
    if (element === null) return 'rgb(255, 255, 255)';
    const color = getComputedStyle(element).backgroundColor;
    return color === 'rgba(0, 0, 0, 0)' ? back(element.parentElement) : color;
  };
  const hasText = (element) => element.closest('svg, script, noscript') === null
    && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  return [...document.querySelectorAll('body *')].filter(hasText).map((element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(back(element))];
    return [element.localName + ' ' + element.className, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
})()`;

inBrowser('a screen reader finds headings, names and a status', async (t) => {
  const { page } = await open(t, fullScan);
  t.is(await page.getByRole('heading', { level: 1 }).innerText(), 'kubeleaks report');
  for (const name of ['Summary', 'Clusters', 'Namespaces', 'Timeline', 'Tokens']) {
    t.is(await page.getByRole('heading', { level: 2, name }).count(), 1, name);
  }
  t.is(await page.getByRole('searchbox', { name: 'Search' }).count(), 1);
  t.is(await page.getByRole('combobox', { name: 'Life' }).count(), 1);
  t.is(await page.getByRole('group', { name: 'Severity' }).getByRole('checkbox').count(), 5);
  t.is(await page.getByRole('status').innerText(), '5 tokens');
  t.is(await page.getByRole('img', { name: /could be used/ }).count(), 1);
  t.is(await page.getByRole('alert').count(), 1);
  t.is(await page.locator('html').getAttribute('lang'), 'en');
});

inBrowser('a row of the timeline bears the account, which its title begins too alike to tell', async (t) => {
  const { page } = await open(t, fullScan);
  const rows = await page.locator('svg[role=img] g > text').allTextContents();
  t.true(rows.includes('default/web'), rows.join());
  t.true(rows.includes('vault/agent'), rows.join());
});

inBrowser('printed, every card is open and no control is left', async (t) => {
  const { page } = await open(t, manyTokens(120));
  await page.emulateMedia({ media: 'print' });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  t.is(await page.locator('details.card[open]').count(), 120);
  t.false(await page.locator('form').isVisible());
  t.true((await page.pdf({ format: 'A4' })).length > 10_000);
});
