import { afterEach, describe, expect, it } from 'vitest';
import type { AnswerLine } from '../../src/web/run-stream.ts';
import { type ConsoleStage, openConsole } from '../support/console/console-stage.ts';
import { type Asked, checkCommand, each, hangingCommand } from '../support/fake-commands.ts';
import { brokenSample, growingSample } from '../support/samples/sample-messages.ts';

let stage: ConsoleStage | null = null;
afterEach(async () => {
  await stage?.[Symbol.asyncDispose]();
  stage = null;
});

async function linesOf(response: Response): Promise<readonly AnswerLine[]> {
  const text = await response.text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AnswerLine);
}

/** Reads until a line has come, and leaves the rest of the stream alone. */
async function firstLine(response: Response): Promise<AnswerLine> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes('\n')) return JSON.parse(text.split('\n')[0] ?? '') as AnswerLine;
  }
  throw new Error(`no line came: ${text}`);
}

describe('a command', () => {
  it('streams as it grows and ends with its answer', async () => {
    const gate = Promise.withResolvers<void>();
    const command = checkCommand(async function* () {
      yield growingSample(1);
      await gate.promise;
      yield brokenSample;
    });
    stage = await openConsole([command]);
    const response = await stage.run({ line: '/check api.example.org' });
    expect(response.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = JSON.parse((await reader?.read())?.value ?? '') as AnswerLine;
    expect(first).toMatchObject({ tone: 'neutral', final: false, summary: 'Checking api.example.org ...' });
    gate.resolve();
    let rest = '';
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
      rest += part.value;
    const last = JSON.parse(rest.trimEnd().split('\n').at(-1) ?? '') as AnswerLine;
    expect(last).toMatchObject({ tone: 'bad', final: true, summary: brokenSample.summary });
    expect(last.html).toContain('the intermediate certificate is not sent');
  });

  it('knows who asks, where, and in which zone', async () => {
    let asked: Asked | null = null;
    const command = checkCommand((given) => {
      asked = given;
      return each(brokenSample);
    });
    stage = await openConsole([command]);
    const berlin = await linesOf(await stage.run({ line: '/check example.org', zone: 'Europe/Berlin' }));
    expect(asked).toMatchObject({
      values: { target: 'example.org' },
      caller: { place: { platform: 'console', channel: 'console' }, zone: 'Europe/Berlin' },
    });
    expect(berlin.at(-1)?.html).toContain('12:59 CET');
    const nowhere = await linesOf(await stage.run({ line: '/check example.org', zone: 'Mars/Olympus' }));
    expect(nowhere.at(-1)?.html).toContain('11:59 UTC');
  });

  it('is stopped when the page goes away', async () => {
    const { command, stopped } = hangingCommand(growingSample(1));
    stage = await openConsole([command]);
    const leaving = new AbortController();
    const response = await stage.run({ line: '/check example.org' }, {}, leaving.signal);
    await firstLine(response).catch(() => null);
    leaving.abort();
    await stopped;
  });

  it('that listens to nobody says all the same that a newer run took its place', async () => {
    const command = checkCommand(async function* () {
      yield growingSample(1);
      await new Promise<void>(() => undefined);
    });
    stage = await openConsole([command]);
    const asked = { line: '/check api.example.org', page: 'one' };
    const older = await stage.run(asked);
    await stage.run(asked);
    expect((await linesOf(older)).at(-1)).toMatchObject({
      final: true,
      summary: expect.stringContaining('A newer run'),
    });
  });

  it('is stopped when the console stops, and the page is let go', async () => {
    const { command, stopped } = hangingCommand(growingSample(1));
    stage = await openConsole([command]);
    const response = await stage.run({ line: '/check example.org' });
    const body = response.text().catch(() => 'cut off');
    const feed = await fetch(`${stage.url}api/feed`);
    await stage.platform.stop();
    await stopped;
    await body;
    await feed.body?.cancel();
    await expect(fetch(stage.url)).rejects.toThrow();
  });
});

describe('a button', () => {
  it('runs its command with its options and nothing it does not know', async () => {
    const asked: Asked[] = [];
    const command = checkCommand((given) => {
      asked.push(given);
      return each(brokenSample);
    });
    stage = await openConsole([command]);
    const values = { target: 'https://example.org:443/', address: '192.0.2.7', other: 'x' };
    const lines = await linesOf(await stage.run({ command: 'check', action: '', values }));
    expect(lines.at(-1)?.final).toBe(true);
    expect(asked[0]?.values).toEqual({ target: 'https://example.org:443/', address: '192.0.2.7' });
  });

  it('of a command that is gone says so', async () => {
    stage = await openConsole([checkCommand(() => each(brokenSample))]);
    for (const body of [
      { command: 'gone' },
      { command: 'check', action: 'gone' },
      { command: '__proto__' },
    ]) {
      const [last] = (await linesOf(await stage.run(body))).slice(-1);
      expect(last).toMatchObject({ tone: 'unknown', final: true });
      expect(last?.summary).toMatch(/no longer there/);
    }
  });
});

describe('a mistake', () => {
  it('is told as it is, and a fault of ours by its number', async () => {
    const command = checkCommand(() => {
      throw new Error('the dog ate it');
    });
    stage = await openConsole([command]);
    const [unknown] = (await linesOf(await stage.run({ line: '/chekc x' }))).slice(-1);
    expect(unknown?.summary).toMatch(/There is no command "chekc"/);
    const [missing] = (await linesOf(await stage.run({ line: '/check' }))).slice(-1);
    expect(missing?.summary).toMatch(/\/check needs target/);
    const [fault] = (await linesOf(await stage.run({ line: '/check x' }))).slice(-1);
    expect(fault?.summary).toMatch(/^Something broke inside Notafter \(error [0-9a-f]{8}\)/);
    expect(stage.errors).toHaveLength(1);
  });

  it('in the port is told with what to do', async () => {
    stage = await openConsole([]);
    const { createConsole } = await import('../../src/web/console.ts');
    const { bareServices, memoryFeed, stageNow } = await import('../support/console/console-stage.ts');
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const second = createConsole(
      { host: '127.0.0.1', port: Number(new URL(stage.url).port) },
      {
        commands: [],
        services: bareServices([]),
        actions: { remember: async () => {}, recall: async () => null },
        log: silent,
        now: () => stageNow,
        feed: memoryFeed(),
      },
    );
    await expect(second.start()).rejects.toThrow(
      /Something else listens on 127\.0\.0\.1:\d+\. Set CONSOLE_PORT/,
    );
    await second.stop();
  });
});
