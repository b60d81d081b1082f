import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import { type Message, note, paragraph, text } from '../../src/core/message.ts';
import { hasBrowser, type View } from '../support/console/browser.ts';
import { consoleVisits, type Visited } from '../support/console/console-visits.ts';
import { type Asked, checkCommand, each } from '../support/fake-commands.ts';
import { pem } from '../support/offering.ts';
import { patience } from '../support/patience.ts';
import {
  brokenSample,
  growingSample,
  healthySample,
  pingSample,
} from '../support/samples/sample-messages.ts';

const withDetails: Message = {
  ...brokenSample,
  details: { blocks: [paragraph(text('what was seen')), note(text('of that'))], files: [pem] },
};

async function ask({ page }: Visited, line: string): Promise<void> {
  await page.getByLabel('Command', { exact: true }).fill(line);
  await page.keyboard.press('Enter');
}

/** Its n-th run ends once the n-th gate opens; `stopped` counts those that were ended before. */
function gatedCheck() {
  const runs: { readonly asked: Asked; readonly gate: PromiseWithResolvers<Message> }[] = [];
  const command = checkCommand(async function* (asked) {
    const gate = Promise.withResolvers<Message>();
    runs.push({ asked, gate });
    asked.signal.addEventListener('abort', () => gate.resolve(growingSample(5)), { once: true });
    yield growingSample(1);
    yield await gate.promise;
  });
  const answer = (run: number, message: Message) => runs[run]?.gate.resolve(message);
  const isStopped = (run: number) => runs[run]?.asked.signal.aborted;
  return { command, runs, answer, isStopped };
}

/** Asked from outside: the page's own policy forbids evaluating text in it, which waiting inside comes down to. */
async function titled(page: Visited['page'], title: RegExp): Promise<void> {
  await expect.poll(() => page.title(), patience).toMatch(title);
}

describe.skipIf(!hasBrowser())('an answer that lives', () => {
  const visit = consoleVisits();

  it('is renewed in its place by Run again, and says so in the title of the page', async () => {
    const { command, answer } = gatedCheck();
    const visited = await visit([command]);
    const { page, complaints } = visited;
    await ask(visited, '/check api.example.org');
    await titled(page, /^Running \.\.\. · Notafter$/);
    answer(0, brokenSample);
    await titled(page, /^✗ api\.example\.org is broken/);
    await page.getByRole('button', { name: 'Run again' }).click();
    const card = page.locator('.card');
    await card.locator('.rung.waiting').first().waitFor();
    expect(await card.count()).toBe(1);
    answer(1, healthySample);
    await card.getByRole('heading', { name: 'is healthy' }).waitFor();
    expect(await page.locator(':focus').getAttribute('class')).toBe('said');
    await titled(page, /^✓ shop\.example\.org is healthy/);
    expect(complaints).toEqual([]);
  });

  it('gives way to a newer run of the same, and to no other', async () => {
    const { command, runs, answer, isStopped } = gatedCheck();
    const visited = await visit([command]);
    const { page } = visited;
    for (const [at, host] of ['a.example', 'b.example', 'a.example'].entries()) {
      await ask(visited, `/check ${host}`);
      await page.locator('.card').nth(at).waitFor();
    }
    await page.locator('.card').last().getByText('A newer run of the same took the place').waitFor();
    expect([isStopped(0), isStopped(1), isStopped(2), runs.length]).toEqual([true, false, false, 3]);
    answer(1, brokenSample);
    answer(2, healthySample);
    await page.locator('.card').first().getByText('is healthy').waitFor();
    await page.locator('.card').nth(1).getByText('is broken').waitFor();
  });

  it('is stopped by Escape or its button one by one, and can be run again from there', async () => {
    const { command, answer, isStopped } = gatedCheck();
    const visited = await visit([command]);
    const { page } = visited;
    await ask(visited, '/check a.example');
    await page.locator('.rung.waiting').first().waitFor();
    await ask(visited, '/check b.example');
    await page.locator('.card').nth(1).waitFor();
    const newest = page.locator('.card').first();
    await newest.locator('.rung.waiting').first().waitFor();
    await page.keyboard.press('Escape');
    await newest.getByText('Stopped.').waitFor();
    expect(isStopped(0)).toBe(false);
    await page.locator('.card').nth(1).getByRole('button', { name: 'Stop' }).click();
    await page.locator('.card').nth(1).getByText('Stopped.').waitFor();
    await newest.getByRole('button', { name: 'Run again' }).click();
    await newest.locator('.rung.waiting').first().waitFor();
    answer(2, healthySample);
    await newest.getByRole('heading', { name: 'is healthy' }).waitFor();
    expect(await newest.getByText('Stopped.').count()).toBe(0);
  });

  it('says that the connection was lost, and offers to run again', async () => {
    const visited = await visit([checkCommand(() => each(healthySample))]);
    const { page } = visited;
    const state = { html: '<p>half</p>', tone: 'neutral', summary: 'half', final: false };
    await page.route('**/api/run', (route) => route.fulfill({ body: `${JSON.stringify(state)}\n{"html":` }), {
      times: 1,
    });
    await ask(visited, '/check a.example');
    await page.getByText('The connection was lost before the answer was complete.').first().waitFor();
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('heading', { name: 'is healthy' }).waitFor();
    expect(await page.locator('.failure').count()).toBe(0);
  });

  it('folds the closer look, open where something is wrong, and leaves it as the reader did', async () => {
    const answers = [withDetails, { ...withDetails, tone: 'good' as const }, withDetails];
    const visited = await visit([checkCommand(() => each(answers.shift() ?? withDetails))]);
    const { page } = visited;
    await ask(visited, '/check a.example');
    const seen = page.locator('.card').first().getByText('what was seen');
    await seen.waitFor();
    expect(await page.getByRole('link', { name: pem.name }).count()).toBe(1);
    await page.getByText('Details', { exact: true }).click();
    await ask(visited, '/check b.example');
    await page.locator('.card').nth(1).waitFor();
    expect(await seen.isVisible()).toBe(false);
    await page.locator('.card').nth(1).getByRole('button', { name: 'Run again' }).click();
    await page.locator('.card:not(.running)').nth(1).waitFor();
    expect(await page.locator('.card').nth(1).getByText('what was seen').isVisible()).toBe(false);
  });

  it('keeps the newest forty of a long day', async () => {
    const visited = await visit([checkCommand(() => each(brokenSample))]);
    const { page } = visited;
    for (let count = 0; count < 45; count += 1) {
      await ask(visited, `/check n${count}.example`);
      await page
        .locator('.card', { hasText: `n${count}.example` })
        .getByText('is broken')
        .waitFor();
    }
    expect(await page.locator('.card').count()).toBe(40);
    expect(await page.locator('.said').first().textContent()).toBe('/check n44.example');
  });

  it('folds what happened under alarms that were over before anybody looked', async () => {
    const { page, stage } = await visit([checkCommand(() => each(healthySample))]);
    for (const [id, tone] of [
      [1, 'bad'],
      [3, 'good'],
    ] as const) {
      await stage.feed.append({ ...pingSample, tone }, now);
      await stage.feed.append({ ...pingSample, summary: 'below' }, now, id);
    }
    await page.reload();
    const threads = page.locator('.thread');
    await threads.nth(1).waitFor();
    const open = await page.evaluate("[...document.querySelectorAll('.thread')].map((one) => one.open)");
    expect(open).toEqual([false, true]);
  });
});

const now = new Date('2026-11-25T12:00:00Z');

const owner = { name: 'owner', kind: 'owners', summary: 'who is called' } as const;
const target = {
  name: 'target',
  kind: 'target',
  summary: 'a host',
  required: true,
  positional: true,
} as const;

function editCommand(asked: Asked[]): Command {
  return {
    name: 'watch',
    summary: 'Watch',
    visibility: 'channel',
    examples: ['/watch edit api.example.org'],
    actions: [
      {
        name: 'edit',
        summary: 'Change owners',
        needs: 'anyone',
        options: [target, owner],
        form: {
          asks: ['owner'],
          isWanted: (values) => values.owner === undefined,
          fill: async () => ({ owner: '@alice' }),
        },
        run(values, caller, services, signal) {
          asked.push({ values, caller, services, signal });
          return each(healthySample);
        },
      },
    ],
  };
}

describe.skipIf(!hasBrowser())('a command that is completed by a form', () => {
  const visit = consoleVisits();

  it('asks in a dialog with the boxes filled, and runs with what stands there', async () => {
    const asked: Asked[] = [];
    const visited = await visit([editCommand(asked)]);
    const { page, complaints } = visited;
    await ask(visited, '/watch edit api.example.org');
    const dialog = page.getByRole('dialog', { name: '/watch edit' });
    await dialog.waitFor();
    expect(await dialog.getByLabel('owner').inputValue()).toBe('@alice');
    await dialog.getByLabel('owner').fill('@bob');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'is healthy' }).waitFor();
    expect(asked.map(({ values }) => values)).toEqual([{ target: 'api.example.org', owner: '@bob' }]);
    expect(await page.locator('.said').textContent()).toBe('/watch edit api.example.org owner:@bob');
    expect(complaints).toEqual([]);
  });

  it('takes a box that was emptied for none', async () => {
    const asked: Asked[] = [];
    const visited = await visit([editCommand(asked)]);
    const { page } = visited;
    await ask(visited, '/watch edit api.example.org');
    await page.getByRole('dialog').getByLabel('owner').fill('');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'is healthy' }).waitFor();
    expect(asked.map(({ values }) => values)).toEqual([{ target: 'api.example.org', owner: 'none' }]);
  });

  it('does nothing when the form is left, and says so', async () => {
    const asked: Asked[] = [];
    const visited = await visit([editCommand(asked)]);
    await ask(visited, '/watch edit api.example.org');
    await visited.page.getByRole('dialog').waitFor();
    await visited.page.keyboard.press('Escape');
    await visited.page.getByText('The form was not sent, so nothing was done.').first().waitFor();
    expect(asked).toEqual([]);
  });

  it('is run as it is for a script, which has no forms', async () => {
    const asked: Asked[] = [];
    const { stage } = await visit([editCommand(asked)]);
    await (await stage.run({ line: '/watch edit api.example.org' })).text();
    expect(asked.length).toBe(1);
  });

  it.each<[string, View]>([
    ['light', {}],
    ['dark', { dark: true }],
    ['on a phone', { width: 360, height: 640 }],
  ])('can be used by everybody, as can an answer with its closer look open: %s', async (_name, view) => {
    const visited = await visit([editCommand([]), checkCommand(() => each(withDetails))], {
      view: { ...view, reducedMotion: true },
    });
    const { page } = visited;
    await ask(visited, '/check a.example');
    await page.getByText('what was seen').waitFor();
    await ask(visited, '/watch edit api.example.org');
    await page.getByRole('dialog').waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.failure').waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    expect(widths).toEqual([view.width ?? 1280, view.width ?? 1280]);
  });
});
