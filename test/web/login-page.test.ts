import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, openPage, type View } from '../support/console/browser.ts';
import { type ConsoleStage, memoryFeed, openConsole } from '../support/console/console-stage.ts';
import { checkCommand, each } from '../support/fake-commands.ts';
import { healthySample } from '../support/samples/sample-messages.ts';

const token = 'correct-horse-battery';

describe.skipIf(!hasBrowser())('the login in Chromium', () => {
  let browser: Browser;
  let stage: ConsoleStage;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(() => stage?.[Symbol.asyncDispose]());
  afterAll(() => browser?.close());

  async function open(): Promise<void> {
    const commands = [checkCommand(() => each(healthySample))];
    stage = await openConsole(commands, memoryFeed(), {}, { token });
  }

  it('works without script, leads on, and ends with the logout', async () => {
    await open();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(stage.url);
    await page.getByLabel('Token of this console').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('That is not the token of this console.').waitFor();
    await page.getByLabel('Token of this console').fill(token);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log out of this browser' }).click();
    await page.waitForURL(/\/login$/);
    await page.goto(stage.url);
    await page.waitForURL(/\/login\?next=%2F$/);
    await context.close();
  });

  it('lets the page run commands and follow alarms, and says when it is over', async () => {
    await open();
    await using opened = await openPage(browser, stage.url);
    const { page, complaints } = opened;
    await page.getByLabel('Token of this console').fill(token);
    await page.keyboard.press('Enter');
    const box = page.getByRole('combobox', { name: 'Command' });
    await box.waitFor();
    await page.waitForLoadState();
    const ask = async (line: string) => {
      await box.fill(line);
      await box.press('Enter');
    };
    await ask('/check a.example');
    await page.getByRole('heading', { name: 'is healthy' }).waitFor();
    expect(await page.evaluate('document.cookie + JSON.stringify(localStorage)')).not.toContain(token);
    expect(complaints).toEqual([]);
    await page.context().clearCookies();
    await ask('/check b.example');
    await page.getByText('You are logged out.').first().waitFor();
    expect(await page.getByRole('link', { name: 'Log in' }).first().getAttribute('href')).toBe(
      '/login?next=%2F',
    );
  });

  it('takes a reader along who comes from a page elsewhere', async () => {
    await open();
    await using opened = await openPage(browser, `${stage.url}login`);
    const { page } = opened;
    await page.getByLabel('Token of this console').fill(token);
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Command' }).waitFor();
    await page.goto('data:text/html,<title>elsewhere</title>');
    await page.setContent(`<a href="${stage.url}">to the console</a>`);
    await page.getByRole('link').click();
    await page.getByRole('combobox', { name: 'Command' }).waitFor();
  });

  it.each<[string, View]>([
    ['light', {}],
    ['dark', { dark: true }],
    ['on a phone', { width: 360, height: 640 }],
    ['at 200 %', { width: 640, height: 450 }],
  ])('can be used by everybody: %s', async (_name, view) => {
    await open();
    await using opened = await openPage(browser, stage.url, view);
    const { page } = opened;
    await page.getByLabel('Token of this console').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    expect(widths).toEqual([view.width ?? 1280, view.width ?? 1280]);
  });
});
