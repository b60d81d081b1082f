import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../src/core/watch/notification.ts';
import { askingCommand, askingMessage } from '../support/asking.ts';
import { hasBrowser, openBrowser, openPage, type View } from '../support/console/browser.ts';
import { openConsole } from '../support/console/console-stage.ts';
import { tinyPng } from '../support/outgoing.ts';
import { pingSample } from '../support/samples/sample-messages.ts';

describe.skipIf(!hasBrowser())('alarms on the console page', () => {
  let browser: Browser;
  const open: AsyncDisposable[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
  });
  afterAll(() => browser?.close());

  async function visit(view: View = {}) {
    const stage = await openConsole([askingCommand('caller')]);
    open.push(stage);
    const { buttons = [] } = askingMessage();
    let sent = 0;
    const part = (act: Conversation['act'], summary: string, head: string | null = null) => {
      sent += 1;
      return stage.platform.send(
        {
          ...{ key: `k${sent}`, fallback: [], endpointId: null, head },
          to: { kind: 'place', place: { platform: 'console', channel: 'console' } },
          message: {
            ...pingSample,
            ...{ title: [{ kind: 'text', text: summary }], summary },
            ...(act === 'reply' || act === 'announce' ? { blocks: [], buttons: [] } : { buttons }),
            pictures:
              act === 'open' ? [{ name: 'timeline', bytes: tinyPng, alternative: 'what is due' }] : [],
          },
          conversation: { id: 'i1', act },
        },
        AbortSignal.timeout(5000),
      );
    };
    await part('open', 'pay.example.com is overdue');
    await part('reply', 'the details', '1');
    const opened = await openPage(browser, stage.url, view);
    open.push(opened);
    await opened.page.getByText('the details').waitFor();
    return { ...opened, part };
  }

  it('hold what happened under them, live, and are rewritten in place without losing the reader', async () => {
    const { page, part, complaints } = await visit();
    const alarm = page.locator('.alarm');
    const button = alarm.getByRole('button', { name: 'On it until ...' });
    await button.focus();
    await part('announce', 'it is critical now', '1');
    await alarm.locator('.thread li', { hasText: 'it is critical now' }).waitFor();
    await part('edit', 'all is well', '1');
    await alarm.locator('> .words h3', { hasText: 'all is well' }).waitFor();
    expect(await alarm.count()).toBe(1);
    expect(await page.locator('[data-alarm-count]').textContent()).toBe('1');
    expect(await alarm.locator('.thread > summary').textContent()).toBe('2 events since');
    expect(await page.locator(':focus').textContent()).toBe('On it until ...');
    await alarm.locator('.thread > summary').focus();
    await page.keyboard.press('Enter');
    expect(await alarm.getByText('the details').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('ask in a dialog for what a button wants to know, by keyboard alone', async () => {
    const { page, complaints } = await visit();
    const button = page.locator('.alarm').getByRole('button', { name: 'On it until ...' });
    await button.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'On it until' });
    await dialog.waitFor();
    expect(await page.locator(':focus').getAttribute('name')).toBe('until');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator(':focus').textContent()).toBe('On it until ...');
    await button.press('Enter');
    // A slash is a letter here, not the way to the box for commands.
    await page.keyboard.type('2h/');
    await dialog.getByLabel('how').selectOption('surely');
    await dialog.getByLabel('until').press('Enter');
    await page.getByText('console took i1 until 2h/, reason none, how surely').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it.each<[string, View]>([
    ['light', {}],
    ['dark', { dark: true }],
    ['on a phone', { width: 360, height: 780 }],
  ])('can be used by everybody, with the dialog open: %s', async (_name, view) => {
    const { page, complaints } = await visit({ ...view, reducedMotion: true });
    await page.locator('.alarm img').scrollIntoViewIfNeeded();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.locator('.alarm').getByRole('button', { name: 'On it until ...' }).click();
    await page.getByRole('dialog').waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    expect(widths).toEqual([view.width ?? 1280, view.width ?? 1280]);
    expect(complaints).toEqual([]);
  });
});
