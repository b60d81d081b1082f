import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlainDirectory } from '../../../src/chat/plain-directory.ts';
import { exitCodeOf } from '../../../src/chat/terminal/exit-code.ts';
import { createProgressLine } from '../../../src/chat/terminal/progress.ts';
import { runRequest } from '../../../src/chat/terminal/run-request.ts';
import { screenOf } from '../../../src/chat/terminal/screen.ts';
import type { Command } from '../../../src/core/command.ts';
import { verdicts } from '../../../src/core/diagnosis.ts';
import { type Message, text, tones } from '../../../src/core/message.ts';
import { bareServices } from '../../support/console/console-stage.ts';
import { checkCommand, each, hangingCommand } from '../../support/fake-commands.ts';
import { pem } from '../../support/offering.ts';
import { sampleDiagnosis } from '../../support/samples/sample-diagnosis.ts';
import { brokenSample, growingSample, hostileSample } from '../../support/samples/sample-messages.ts';

type Written = { out: string; error: string };

function run(
  command: Command,
  { json = false, save = null as string | null, signal = new AbortController().signal } = {},
) {
  const written: Written = { out: '', error: '' };
  const error = {
    columns: () => 60,
    write: (text: string) => {
      written.error += text;
    },
  };
  const [action] = command.actions;
  if (action === undefined) throw new Error('no action');
  const commands = [command];
  const silent = () => {};
  const code = runRequest(
    { command, action, values: { target: 'api.example.org' } },
    {
      commands,
      services: { ...bareServices(commands), directory: createPlainDirectory() },
      caller: {
        who: { platform: 'terminal', kind: 'user', id: 'me', name: 'me' },
        place: { platform: 'console', channel: 'console' },
        zone: 'UTC',
      },
      log: { debug: silent, info: silent, warn: silent, error: silent },
      screen: {
        colour: false,
        width: 80,
        zone: 'UTC',
        format: json ? 'json' : 'table',
        canvas: null,
        save,
        progress: createProgressLine(error),
        write: (text) => {
          written.out += text;
        },
      },
      signal,
    },
  );
  return { written, code };
}

const erase = '\r\u001b[2K';

describe('a command in a terminal', () => {
  it('shows on one line what it waits for, wipes it, and prints the answer only', async () => {
    const { written, code } = run(checkCommand(() => each(growingSample(1), growingSample(3), brokenSample)));
    expect(await code).toBe(2);
    const lines = [
      'waiting for TCP, TLS, Chain, HTTP  ✓ DNS 4 ms',
      'waiting for Chain, HTTP  ✓ DNS 4 ms  ✓ TCP 12 ms  ✓ TLS 23 ms',
      'judging  ✓ DNS 4 ms  ✓ TCP 12 ms  ✓ TLS 23 ms  ✗ Chain 36 ms',
    ];
    // Never as wide as the screen: the cursor would wrap, and the next line could not wipe this one.
    expect(written.error.split(erase)).toEqual([
      '',
      ...lines.map((line) => (line.length < 60 ? line : `${line.slice(0, 58)}…`)),
      '',
    ]);
    expect(written.out).toMatch(/^✗ api\.example\.org is broken/);
    expect(written.out).not.toContain('Checking');
  });

  it('does not offer to run what was just run', async () => {
    const { written, code } = run(checkCommand(() => each(brokenSample)));
    await code;
    expect(written.out).not.toContain('notafter check');
    expect(written.out).toContain('notafter cert');
  });

  it('keeps the progress line free of what a stranger wrote', async () => {
    const { written, code } = run(checkCommand(() => each(hostileSample)));
    await code;
    expect(written.error.replaceAll(erase, '')).not.toMatch(/\p{C}/u);
  });

  it('prints the record as JSON, or the sentence when there is none', async () => {
    const withRecord: Message = { ...brokenSample, record: sampleDiagnosis };
    const first = run(
      checkCommand(() => each(withRecord)),
      { json: true },
    );
    expect(await first.code).toBe(1);
    expect(JSON.parse(first.written.out)).toMatchObject({
      verdict: 'degraded',
      at: '2026-11-25T12:00:00.000Z',
    });
    const second = run(
      checkCommand(() => each(brokenSample)),
      { json: true },
    );
    await second.code;
    expect(JSON.parse(second.written.out)).toEqual({ summary: brokenSample.summary });
  });

  it('keeps what stays, and lets what ends itself have its last word', async () => {
    const stop = new AbortController();
    const line = (summary: string): Message => ({
      tone: 'good',
      title: [text(summary)],
      blocks: [],
      summary,
    });
    const command = checkCommand(async function* () {
      yield { ...line('it is well'), stays: true };
      yield line('the next look is on its way');
      stop.abort();
      yield { ...line('it was well all the time'), record: { looks: 1 } };
    });
    const [action] = command.actions;
    const following = {
      ...command,
      actions: action === undefined ? [] : [{ ...action, endsItself: true as const }],
    };
    const { written, code } = run(following, { signal: stop.signal });
    expect(await code).toBe(0);
    expect(written.out).toBe('✓ it is well\n✓ it was well all the time\n');
    const json = run(following, { json: true });
    await json.code;
    expect(JSON.parse(json.written.out)).toEqual({ looks: 1 });
  });

  it('ends with 130 and prints nothing when it is interrupted', async () => {
    const { command } = hangingCommand(growingSample(1));
    const stop = new AbortController();
    const { written, code } = run(command, { signal: stop.signal });
    stop.abort();
    expect(await code).toBe(130);
    expect(written.out).toBe('');
  });
});

it('leaves with the code of the verdict, else of the tone', () => {
  const bare: Message = { ...brokenSample, tone: 'good' };
  const byVerdict = verdicts.map((verdict) =>
    exitCodeOf({ ...bare, record: { ...sampleDiagnosis, verdict } }),
  );
  expect(byVerdict).toEqual([0, 1, 2, 3]);
  const byTone = Object.fromEntries(tones.map((tone) => [tone, exitCodeOf({ ...bare, tone })]));
  expect(byTone).toEqual({ good: 0, neutral: 0, warning: 1, bad: 2, unknown: 3 });
});

describe('files of an answer', () => {
  const offer = () => checkCommand(() => each({ ...brokenSample, files: [pem] }));

  it('are named with how to get them', async () => {
    const { written, code } = run(offer());
    expect(await code).toBe(2);
    expect(written.out).toMatch(/^ {2}missing-intermediate\.pem: run with --save DIR to write it$/m);
  });

  it('are written where --save says, and never over another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-run-'));
    const first = run(offer(), { save: folder });
    expect(await first.code).toBe(2);
    expect(first.written.out).toContain(`${join(folder, pem.name)}: written`);
    const again = run(offer(), { save: folder });
    await again.code;
    expect(again.written.out).toContain('was there already, the same');
    await writeFile(join(folder, pem.name), 'mine');
    const refused = run(offer(), { save: folder });
    await expect(refused.code).rejects.toThrow(/left as it is/);
    expect(refused.written.out).toContain('is broken');
    await rm(folder, { recursive: true });
  });

  it('stand in the JSON', async () => {
    const { written, code } = run(
      checkCommand(() => each({ ...brokenSample, record: sampleDiagnosis, files: [pem] })),
      { json: true },
    );
    await code;
    expect(JSON.parse(written.out)).toMatchObject({ verdict: sampleDiagnosis.verdict, files: [pem] });
  });

  it('are missed when there are none to save', async () => {
    const { written, code } = run(
      checkCommand(() => each(brokenSample)),
      { save: '/nowhere' },
    );
    await code;
    expect(written.out).toContain('Nothing to save: this answer offers no file.');
  });
});

describe('the screen', () => {
  const write = () => {};
  const tty = { isTTY: true, columns: 200, write };
  const pipe = { write };

  it.each([
    [tty, {}, true],
    [pipe, {}, false],
    [tty, { NO_COLOR: '1' }, false],
    [tty, { NO_COLOR: '' }, true],
    [tty, { TERM: 'dumb' }, false],
    [pipe, { FORCE_COLOR: '1' }, true],
    [pipe, { FORCE_COLOR: '' }, true],
    [tty, { FORCE_COLOR: '0' }, false],
    [tty, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [pipe, { CLICOLOR_FORCE: '1' }, true],
    [pipe, { CLICOLOR_FORCE: '0' }, false],
    [pipe, { CLICOLOR_FORCE: '1', NO_COLOR: '1' }, false],
    [tty, { CLICOLOR: '0' }, false],
  ])('case %#', (output, env, colour) => {
    expect(screenOf(output, pipe, env).colour).toBe(colour);
  });

  it('is as wide as the terminal up to where lines are hard to read', () => {
    expect(screenOf({ ...tty, columns: 72 }, pipe, {}).width).toBe(72);
    expect(screenOf(tty, pipe, {}).width).toBe(110);
    expect(screenOf({ ...tty, columns: 0 }, pipe, {}).width).toBe(80);
    expect(screenOf({ ...tty, columns: 12 }, pipe, {}).width).toBe(40);
    expect(screenOf(pipe, pipe, {}).width).toBe(100);
    expect(screenOf(pipe, pipe, { COLUMNS: '60' }).width).toBe(60);
    expect(screenOf(tty, pipe, { COLUMNS: '64' }).width).toBe(64);
    expect(screenOf(tty, pipe, { COLUMNS: 'wide' }).width).toBe(110);
  });
});
