import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import {
  hasBrowser,
  type OpenPage,
  openBrowser,
  openPage,
  type View,
} from '../../support/console/browser.ts';
import { morningFleet, openPages, type PagesStage } from '../../support/console/pages-stage.ts';
import { checkCommand, each } from '../../support/fake-commands.ts';
import { growingSample, healthySample } from '../../support/samples/sample-messages.ts';

describe.skipIf(!hasBrowser())('the pages in Chromium', () => {
  let browser: Browser;
  const open: AsyncDisposable[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
  });
  afterAll(() => browser?.close());

  async function openStage(): Promise<PagesStage> {
    const check = checkCommand(() => each(growingSample(2), healthySample));
    const stage = await openPages([check], { pages: checks.map(({ page }) => page) });
    open.push(stage);
    await morningFleet(stage);
    return stage;
  }

  async function visit(path: string, view: View = {}): Promise<OpenPage & { readonly stage: PagesStage }> {
    const stage = await openStage();
    const opened = await openPage(browser, `${stage.url}${path}`, view);
    open.push(opened);
    return { ...opened, stage };
  }

  async function idOf({ store }: PagesStage, host: string): Promise<string> {
    const [found] = await store.endpoints.matching(host, 1);
    return found?.id ?? '';
  }

  it('shows the rows of the timeline where colours are forced: nothing that can be clicked lies over them', async () => {
    const { page } = await visit('watch');
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const look = (chosen: string, property: string) =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector(${JSON.stringify(chosen)})).${property}`,
      );
    expect(await look('.timeline-mark .timeline-field', 'fill')).toBe('rgba(0, 0, 0, 0)');
    expect(await look('.timeline-svg text', 'fill')).toBe('rgb(0, 0, 0)');
    expect(await look('.filter button', 'borderTopWidth')).toBe('1px');
  });

  it('filters while one types, keeps it in the address, and comes back', async () => {
    const { page, complaints } = await visit('watch');
    await page.getByText('Sat 28 Nov, 13:00 CET').first().waitFor();
    await page.getByLabel('Text').fill('mail');
    await page.locator('[data-found="2 shown"]').waitFor();
    expect(new URL(page.url()).search).toBe('?q=mail');
    await page.getByRole('link', { name: 'Renewal overdue 1' }).click();
    await page.locator('[data-found="1 shown"]').waitFor();
    expect(new URL(page.url()).search).toBe('?q=mail&state=overdue');
    await page.goBack();
    await page.locator('[data-found="2 shown"]').waitFor();
    await page.reload();
    expect(await page.getByLabel('Text').inputValue()).toBe('mail');
    expect(await page.locator('.watched tbody tr').count()).toBe(2);
    await page.getByRole('link', { name: 'State' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('th[aria-sort="ascending"]', { hasText: 'State' }).waitFor();
    expect(await page.locator(':focus').textContent()).toContain('State');
    expect(complaints).toEqual([]);
  });

  it('zooms and walks the timeline by keyboard, and leads to the endpoint', async () => {
    const { page, complaints } = await visit('watch');
    await page.getByText('Sat 28 Nov, 13:00 CET').first().waitFor();
    const zoomIn = page.getByRole('link', { name: 'Zoom in' });
    await zoomIn.focus();
    for (const name of ['Zoom out', 'expired']) {
      await page.keyboard.press('Tab');
      const label = await page.locator(':focus').getAttribute('aria-label');
      expect(label).toContain(name);
    }
    await page.keyboard.press('ArrowDown');
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe(
      'api.example.com +1 ends Sat 28 Nov (critical)',
    );
    expect(await page.locator('[data-tip]').textContent()).toContain('ends Sat 28 Nov (critical)');
    await page.keyboard.press('+');
    await page.getByRole('heading', { name: 'The next 45 days' }).waitFor();
    expect(await page.locator(':focus').getAttribute('aria-label')).toContain('api.example.com +1');
    expect(new URL(page.url()).search).toBe('?days=45');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: '10 Dec to 23 Jan' }).waitFor();
    await page.keyboard.press('0');
    await page.getByRole('heading', { name: 'The next 90 days' }).waitFor();
    await page.locator('svg.wide .timeline-mark').first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'grafana.internal.example' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('removes with a button, and brings it back', async () => {
    const { page, stage } = await visit('watch');
    const row = page.locator('.watched tr', { hasText: 'shop.example.org' });
    await row.getByText('More').click();
    await row.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { name: 'shop.example.org is no longer watched.' }).waitFor();
    await page.locator('[data-found="11 shown"]').waitFor();
    expect(await stage.store.endpoints.count()).toBe(11);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('[data-found="12 shown"]').waitFor();
    const [back] = await stage.store.endpoints.matching('shop.example.org', 1);
    expect(back?.labels).toEqual({ team: 'shop' });
    expect(back?.owners.map(({ name }) => name)).toEqual(['paula']);
  });

  it('asks for what a mute wants to know, and shows it at once', async () => {
    const { page } = await visit('watch?q=shop');
    await page.getByText('More').click();
    await page.getByRole('button', { name: 'Mute' }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('2h');
    await page.keyboard.press('Enter');
    await page.locator('.watched').getByText('Muted until').waitFor();
  });

  it('checks an endpoint on its page, which shows the new state', async () => {
    const stage = await openStage();
    const id = await idOf(stage, 'far.example.net');
    const seen = await stage.store.endpoints.sighting(id);
    if (seen === null) throw new Error('it was looked at');
    const broken = { ...seen, verdict: 'broken', reason: 'nothing listens' } as const;
    await stage.store.endpoints.recordLook(broken, [], seen.at);
    const opened = await openPage(browser, `${stage.url}endpoint/${id}`);
    open.push(opened);
    const { page, complaints } = opened;
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByRole('heading', { name: 'far.example.net is healthy' }).waitFor();
    await page.locator('.stand', { hasText: 'Healthy' }).waitFor();
    expect(await page.getByText('nothing listens').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('can be read, filtered and zoomed without scripts', async () => {
    const stage = await openStage();
    const context = await browser.newContext({ javaScriptEnabled: false });
    open.push({ [Symbol.asyncDispose]: () => context.close() });
    const page = await context.newPage();
    await page.goto(`${stage.url}watch`);
    await page.getByLabel('Owner').fill('nobody');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.locator('[data-found="1 shown"]').waitFor();
    await page.getByRole('link', { name: 'Zoom in' }).click();
    await page.getByRole('heading', { name: 'The next 45 days' }).waitFor();
  });

  it.each<View>([{}, { dark: true }, { width: 360, height: 740 }])(
    'have no accessibility fault and no sideways scroll: %j',
    async (view) => {
      const { page, stage } = await visit('watch', { ...view, reducedMotion: true });
      const paths = [
        'watch',
        `endpoint/${await idOf(stage, 'grafana')}`,
        `endpoint/${await idOf(stage, 'new.example')}`,
        'finding/chain/missing-intermediate',
        'endpoint/none',
      ];
      for (const path of paths) {
        await page.goto(`${stage.url}${path}`);
        await page.locator('h1').waitFor();
        const { violations } = await new AxeBuilder({ page }).analyze();
        const faults = violations.map(({ id, nodes }) => [path, id, nodes.map((node) => node.html)]);
        expect(faults).toEqual([]);
        const [wide, room] = (await page.evaluate(
          '[document.documentElement.scrollWidth, innerWidth]',
        )) as number[];
        expect([path, wide]).toEqual([path, room]);
      }
    },
  );
});
