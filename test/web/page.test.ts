import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cert } from '../../commands/cert.ts';
import type { Command } from '../../src/core/command.ts';
import { chainPem, fileServices, keyTraces, withKeyPem } from '../support/certificate-files.ts';
import { hasBrowser, type OpenPage, openBrowser, openPage, type View } from '../support/console/browser.ts';
import { type ConsoleStage, memoryFeed, openConsole } from '../support/console/console-stage.ts';
import { type Asked, checkCommand, each, hangingCommand } from '../support/fake-commands.ts';
import { pem } from '../support/offering.ts';
import {
  brokenSample,
  growingSample,
  healthySample,
  hostileSample,
  pingSample,
  tableSample,
} from '../support/samples/sample-messages.ts';

describe.skipIf(!hasBrowser())('the console page in Chromium', () => {
  let browser: Browser;
  const open: AsyncDisposable[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
  });
  afterAll(() => browser?.close());

  async function visit(command: Command, view: View = {}): Promise<OpenPage & { stage: ConsoleStage }> {
    const stage = await openConsole([command]);
    open.push(stage);
    const opened = await openPage(browser, stage.url, view);
    open.push(opened);
    return { ...opened, stage };
  }

  async function ask({ page }: OpenPage, line: string): Promise<void> {
    await page.getByLabel('Command', { exact: true }).fill(line);
    await page.keyboard.press('Enter');
  }

  const ping = {
    key: 'ping',
    to: { kind: 'place', place: { platform: 'console', channel: 'console' } },
    message: pingSample,
    fallback: [],
    endpointId: null,
  } as const;

  it('fills the ladder while the command runs, then shows verdict, fix and command', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const visited = await visit(
      checkCommand(async function* () {
        yield growingSample(1);
        await gates[0].promise;
        yield growingSample(3);
        await gates[1].promise;
        yield brokenSample;
      }),
    );
    const { page, complaints } = visited;
    await ask(visited, '/check api.example.org');
    const card = page.locator('.card');
    await card.locator('.rung.waiting').nth(3).waitFor();
    expect(await card.locator('.rung.good').count()).toBe(1);
    expect(await card.getAttribute('aria-busy')).toBe('true');
    gates[0].resolve();
    await card.locator('.rung.good').nth(2).waitFor();
    gates[1].resolve();
    await card.getByRole('heading', { name: 'the intermediate certificate is not sent' }).waitFor();
    expect(await card.getByText('Serve the full chain').isVisible()).toBe(true);
    await page.getByRole('status').getByText(brokenSample.summary).waitFor();
    await card.getByRole('button', { name: 'Copy' }).click();
    await card.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      'openssl s_client -connect 192.0.2.7:443 -servername api.example.org </dev/null',
    );
    expect(complaints).toEqual([]);
  });

  it('runs a button as a command and brings the new answer into view', async () => {
    const asked: Asked[] = [];
    const visited = await visit(
      checkCommand((given) => {
        asked.push(given);
        return each(asked.length === 1 ? brokenSample : healthySample);
      }),
    );
    const { page } = visited;
    await ask(visited, 'check api.example.org');
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('heading', { name: 'shop.example.org is healthy' }).waitFor();
    expect(asked[1]?.values).toEqual({ target: 'https://api.example.org:443/' });
    expect(asked[1]?.caller.zone).toBe('Europe/Berlin');
    expect(await page.locator(':focus').textContent()).toBe('/check https://api.example.org:443/');
  });

  it('walks back through what was typed, also after a reload', async () => {
    const visited = await visit(checkCommand(() => each(healthySample)));
    const { page } = visited;
    for (const line of ['/check a.example', '/check b.example']) {
      await ask(visited, line);
      await page.locator('.card', { hasText: line }).getByText('is healthy').waitFor();
    }
    await page.reload();
    const box = page.getByLabel('Command', { exact: true });
    await box.fill('half');
    const seen: string[] = [];
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown']) {
      await box.press(key);
      seen.push(await box.inputValue());
    }
    expect(seen).toEqual([
      '/check b.example',
      '/check a.example',
      '/check a.example',
      '/check b.example',
      'half',
    ]);
  });

  it('puts an example into the box, to be changed before it runs', async () => {
    const { page } = await visit(checkCommand(() => each(healthySample)));
    await page.getByRole('button', { name: '/check api.example.org' }).click();
    await page.keyboard.type('example.net');
    expect(await page.getByLabel('Command', { exact: true }).inputValue()).toBe('/check example.net');
  });

  it('stops a command on Escape and says so', async () => {
    const { command, stopped } = hangingCommand(growingSample(1));
    const visited = await visit(command);
    await ask(visited, '/check example.org');
    await visited.page.locator('.rung.waiting').first().waitFor();
    await visited.page.keyboard.press('Escape');
    await visited.page.getByText('Stopped.').first().waitFor();
    await stopped;
  });

  it('shows an alarm when it arrives, with the owner named', async () => {
    const { page, stage, complaints } = await visit(checkCommand(() => each(healthySample)));
    await page.getByText('Nothing yet.').waitFor();
    await stage.platform.send(ping, new AbortController().signal);
    const alarm = page.getByRole('complementary', { name: 'Alarms' }).locator('.alarm');
    await alarm.waitFor();
    expect(await alarm.locator('.mention').textContent()).toBe('@alice');
    expect(await alarm.getByText('in 6 days (Tue 1 Dec, 14:00 CET)').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('says that Notafter is gone', async () => {
    const visited = await visit(checkCommand(() => each(healthySample)));
    await visited.stage.platform.stop();
    await visited.page.getByText('Notafter does not answer; trying again').waitFor();
    await ask(visited, '/check example.org');
    await visited.page.getByText('Notafter does not answer. Is it still running?').first().waitFor();
  });

  it('runs nothing of what a stranger wrote', async () => {
    const visited = await visit(checkCommand(() => each(hostileSample)));
    const { page, complaints } = visited;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => dialogs.push(dialog.message()));
    await ask(visited, '/check <script>alert(0)</script>');
    await page.locator('.card .note').waitFor();
    expect(await page.locator('.card script, .card img, .card a').count()).toBe(0);
    expect(await page.locator('.card').textContent()).toContain('<script>alert(1)</script>');
    expect(await page.locator('.card').textContent()).toContain('\\u{202e}gnp.exe');
    await page.locator('.card .buttons button').click();
    await page.locator('.card').nth(1).waitFor();
    expect([...complaints, ...dialogs]).toEqual([]);
  });

  it('hands over the files an answer offers', async () => {
    const visited = await visit(checkCommand(() => each({ ...brokenSample, files: [pem] })));
    const { page, complaints } = visited;
    await ask(visited, '/check api.example.org');
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: pem.name }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(pem.name);
    expect(await readFile(await download.path(), 'utf8')).toBe(pem.text);
    expect(complaints).toEqual([]);
  });

  describe('with a file', () => {
    const readCert = async () => {
      const stage = await openConsole([cert], memoryFeed(), fileServices);
      open.push(stage);
      const opened = await openPage(browser, stage.url);
      open.push(opened);
      return { ...opened, stage };
    };
    const everything = 'document.documentElement.outerHTML + JSON.stringify(localStorage)';
    const picker = (page: Page) => page.getByLabel('Read a file');
    const file = (name: string, text: string | Buffer) => ({
      name,
      mimeType: 'application/x-pem-file',
      buffer: Buffer.from(text),
    });

    it('reads what was chosen and gives back the chain', async () => {
      const { page, complaints } = await readCert();
      await picker(page).setInputFiles(file('fullchain.pem', chainPem));
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByRole('heading', { name: 'fullchain.pem is in order' }).waitFor();
      expect(await page.locator('.said').textContent()).toBe('/cert (fullchain.pem)');
      const coming = page.waitForEvent('download');
      await page.locator('.files a').click();
      expect(await readFile(await (await coming).path(), 'utf8')).toBe(chainPem);
      expect(await picker(page).inputValue()).toBe('');
      expect(complaints).toEqual([]);
    });

    it('reads what was dropped on the page', async () => {
      const { page } = await readCert();
      const transfer = await page.evaluateHandle(`(() => {
        const made = new DataTransfer();
        made.items.add(new File([${JSON.stringify(chainPem)}], 'dropped.pem'));
        return made;
      })()`);
      await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'dropped.pem is in order' }).waitFor();
    });

    it('takes a pasted key as a file, warns, and keeps it nowhere in the browser', async () => {
      const { page, stage } = await readCert();
      await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(withKeyPem)})`);
      await page.getByLabel('Command', { exact: true }).focus();
      await page.keyboard.press('Control+V');
      expect(await page.getByLabel('Command', { exact: true }).inputValue()).toBe('');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'must now be considered burnt' }).waitFor();
      const kept = String(await page.evaluate(everything));
      for (const trace of keyTraces) expect(kept + JSON.stringify(stage.errors)).not.toContain(trace);
      expect(await stage.feed.list(0, 10)).toEqual([]);
    });

    it('asks for a password beside the file, and remembers none', async () => {
      const { page } = await readCert();
      const password = page.getByLabel('Password');
      expect(await password.isVisible()).toBe(false);
      await picker(page).setInputFiles(file('a.pem', chainPem));
      await password.fill('hunter2');
      await page.getByLabel('Command', { exact: true }).fill('/cert password:hunter3');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'a.pem is in order' }).waitFor();
      const kept = String(await page.evaluate(everything));
      expect(kept).not.toMatch(/hunter[23]/);
      expect(await password.isVisible()).toBe(false);
    });

    it('that is too large is not even sent', async () => {
      const { page } = await readCert();
      await picker(page).setInputFiles(file('big.bin', Buffer.alloc(10_000_000)));
      await page.getByRole('button', { name: 'Run' }).click();
      await page.locator('.failure').getByText('big.bin has 9.5 MiB; 1 MiB is the most.').waitFor();
    });
  });

  it.each<View>([{}, { dark: true }, { width: 360, height: 740 }])(
    'has no accessibility fault and no sideways scroll: %j',
    async (view) => {
      const answers = [{ ...brokenSample, files: [pem] }, tableSample, hostileSample, growingSample(2)];
      const visited = await visit(
        checkCommand(() => each(answers.shift() ?? healthySample)),
        { ...view, reducedMotion: true },
      );
      const { page, stage } = visited;
      await stage.platform.send(ping, new AbortController().signal);
      await page.locator('.alarm').waitFor();
      for (let count = 1; count <= 4; count += 1) {
        await ask(visited, `/check number-${count}.example`);
        await page
          .locator('.card:not(.running)')
          .nth(count - 1)
          .waitFor();
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
      const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
      expect(widths).toEqual([view.width ?? 1280, view.width ?? 1280]);
    },
  );
});
