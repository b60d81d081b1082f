import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** False, with a printed line, where there is no Chromium to drive; never where tests are run for the record. */
export function hasBrowser(): boolean {
  if (existsSync(executablePath) || process.env.CI === 'true') return true;
  process.stderr.write(
    `browser tests are skipped: ${executablePath} is missing (apt-get install chromium)\n`,
  );
  return false;
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export type View = {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
};

export type OpenPage = AsyncDisposable & {
  readonly page: Page;
  /** What the browser complained of: refused by policy, script errors, failed loads. */
  readonly complaints: readonly string[];
};

/** A page of its own profile in the zone of Berlin. */
export async function openPage(browser: Browser, url: string, view: View = {}): Promise<OpenPage> {
  const { width = 1280, height = 900, dark = false, reducedMotion = false } = view;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text());
  });
  await page.goto(url);
  return {
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close();
    },
  };
}
