import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Command } from '../../../src/core/command.ts';
import type { CommandServices } from '../../../src/core/services.ts';
import type { ConsoleSettings } from '../../../src/web/console.ts';
import { type OpenPage, openBrowser, openPage, type View } from './browser.ts';
import { type ConsoleStage, memoryFeed, openConsole } from './console-stage.ts';

export type Visited = OpenPage & { readonly stage: ConsoleStage };

export type Visit = {
  readonly view?: View;
  readonly services?: Partial<CommandServices>;
  readonly settings?: Partial<ConsoleSettings>;
};

/** One Chromium for the tests of a suite, and a console of its own for each; call it where the suite is described. */
export function consoleVisits() {
  let browser: Browser;
  const open: AsyncDisposable[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
  });
  afterAll(() => browser?.close());

  return async (commands: readonly Command[], { view, services, settings }: Visit = {}): Promise<Visited> => {
    const stage = await openConsole(commands, memoryFeed(), services, settings);
    open.push(stage);
    const opened = await openPage(browser, stage.url, view);
    open.push(opened);
    return { ...opened, stage };
  };
}
