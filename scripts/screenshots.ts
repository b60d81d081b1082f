// Writes docs/images: the pages of the console as they are, for the README. Needs Chromium; the clock of the stage stands
// still, so that a picture changes only where a page did.
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { check } from '../commands/check.ts';
import { commands } from '../commands/index.ts';
import type { Command } from '../src/core/command.ts';
import { diagnosisMessage } from '../src/views/diagnosis.ts';
import { openBrowser, openPage, type View } from '../test/support/console/browser.ts';
import { morningFleet, openPages, type PagesStage } from '../test/support/console/pages-stage.ts';
import { broken, ladder } from '../test/support/key-messages/diagnoses.ts';
import { pingSample } from '../test/support/samples/sample-messages.ts';

const mostBytes = 150 * 1024;
const narrow = { width: 390, height: 780 };
const wide = { width: 1180, height: 760 };

type Shot = { readonly name: string; readonly view: View; show(page: Page): Promise<void> };

const shots: readonly Shot[] = [
  { name: 'answer-light', view: wide, show: showAnswer },
  { name: 'answer-dark', view: { ...wide, dark: true }, show: showAnswer },
  { name: 'suggestions-phone', view: narrow, show: showSuggestions },
  { name: 'watch-list', view: wide, show: showWatchList },
];

const answer = diagnosisMessage(broken, ladder, { isWatched: false });

const sample: Command = {
  ...check,
  actions: check.actions.map((action) => ({
    ...action,
    async *run() {
      yield answer;
    },
  })),
};

await using browser = await openBrowser();
await using stage = await openPages(
  commands.filter(({ name }) => name !== 'watch').map((one) => (one === check ? sample : one)),
  {
    suggest: async (_kind, typed) =>
      ['api.example.com', 'shop.example.org', 'sso.example.com']
        .filter((host) => host.includes(typed))
        .map((host) => ({ value: `https://${host}/`, label: host })),
  },
);
await morningFleet(stage);
await tellAlarm(stage);
for (const shot of shots) await take(shot);

async function take({ name, view, show }: Shot): Promise<void> {
  await using opened = await openPage(browser, stage.url, { ...view, reducedMotion: true });
  await show(opened.page);
  const picture = await opened.page.screenshot({ animations: 'disabled', caret: 'hide' });
  if (picture.length > mostBytes)
    throw new Error(`${name} has ${picture.length} bytes; ${mostBytes} is the most`);
  writeFileSync(`docs/images/${name}.png`, picture);
  console.log(`docs/images/${name}.png ${picture.length} bytes`);
}

async function showAnswer(page: Page): Promise<void> {
  await page.locator('.alarm').waitFor();
  const box = page.getByRole('combobox', { name: 'Command' });
  await box.fill('/check api.example.com');
  await box.press('Enter');
  await page.locator('.card .verdict').waitFor();
  await page.evaluate("document.querySelector('.asked-at').textContent = '12:59'");
}

async function showSuggestions(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Command' }).pressSequentially('/check ');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.press('ArrowDown');
}

async function showWatchList(page: Page): Promise<void> {
  await page.goto(`${stage.url}watch`);
  await page.locator('main').waitFor();
}

async function tellAlarm({ platform }: PagesStage): Promise<void> {
  const to = { kind: 'place', place: { platform: 'console', channel: 'console' } } as const;
  const notification = { key: 'ping', to, message: pingSample, fallback: [], endpointId: null };
  await platform.send(notification, AbortSignal.timeout(5000));
}
