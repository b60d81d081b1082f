import { describe, expect, it } from 'vitest';
import { dispatch } from '../../../src/chat/asking/dispatch.ts';
import type { Action } from '../../../src/core/command.ts';
import { UserError } from '../../../src/core/errors.ts';
import { pastedFile } from '../../../src/core/files/uploaded-file.ts';
import type { Message } from '../../../src/core/message.ts';
import type { CommandServices } from '../../../src/core/services.ts';
import { openGate } from '../../support/services/open-gate.ts';
import { commandOf, createMemoryLog, said } from '../discord/fake-world.ts';

const who = { platform: 'console', kind: 'user', id: 'al', name: 'al' } as const;
const caller = { who, place: { platform: 'console', channel: 'console' }, zone: null } as const;
const services = { gate: openGate } as unknown as CommandServices;

async function run(act: Action['run'], signal = new AbortController().signal) {
  const command = commandOf('check', act);
  const [action] = command.actions;
  if (action === undefined) throw new Error('no action');
  const log = createMemoryLog();
  const messages: Message[] = [];
  const request = { command, action, values: { target: 'a' }, caller, signal };
  for await (const message of dispatch(request, services, log)) messages.push(message);
  return { messages, lines: log.lines };
}

describe('dispatching', () => {
  it('passes on what the command says, and what it was given', async () => {
    const { signal } = new AbortController();
    const { messages, lines } = await run(async function* (values, from, given, until) {
      yield said(`${values.target} ${from.who.name} ${given === services} ${until === signal}`);
      yield said('done');
    }, signal);
    expect(messages.map(({ summary }) => summary)).toEqual(['a al true true', 'done']);
    expect(lines).toEqual([]);
  });

  it("says the caller's mistake as it is and logs no fault", async () => {
    const { messages, lines } = await run(async function* () {
      yield said('almost');
      throw new UserError('Try example.org.');
    });
    expect(messages.at(-1)).toMatchObject({ tone: 'unknown', summary: 'Try example.org.' });
    expect(lines).toEqual([]);
  });

  it.each([new Error('boom'), 'boom', undefined])(
    'logs a fault (%s) under the id it shows',
    async (thrown) => {
      const { messages, lines } = await run(async function* () {
        yield said('almost');
        throw thrown;
      });
      const id = /error (\w{8})/.exec(messages.at(-1)?.summary ?? '')?.[1];
      expect(id).toBeDefined();
      expect(lines).toEqual([
        {
          level: 'error',
          message: 'command failed',
          fields: { err: thrown, id, command: 'check', action: '' },
        },
      ]);
    },
  );

  it('catches what a command throws before its first word', async () => {
    const { messages } = await run(() => {
      throw new Error('not even a generator');
    });
    expect(messages).toHaveLength(1);
  });

  it('calls a command that was stopped no fault of ours', async () => {
    const stopping = new AbortController();
    const { messages, lines } = await run(async function* (_values, _caller, _services, signal) {
      yield said('looking');
      stopping.abort();
      signal.throwIfAborted();
    }, stopping.signal);
    expect(messages.at(-1)?.summary).toMatch(/stopped before/);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('keeps what a library says of a file out of log and answer: it may quote the file', async () => {
    const reads = { name: 'file', kind: 'file', summary: 'a file' } as const;
    const quoting = commandOf(
      'cert',
      async function* () {
        yield said('Reading');
        JSON.parse('{"d":"a private number');
      },
      { options: [reads] },
    );
    const [action] = quoting.actions;
    if (action === undefined) throw new Error('no action');
    const log = createMemoryLog();
    const messages: Message[] = [];
    const handover = { files: [pastedFile('x')], way: 'upload', remark: null } as const;
    const { signal } = new AbortController();
    const request = { command: quoting, action, values: {}, caller, signal, handover };
    for await (const message of dispatch(request, services, log)) messages.push(message);
    expect(messages.at(-1)?.summary).toMatch(/^Something broke/);
    const [{ fields } = { fields: {} }] = log.lines;
    const { err } = fields as { err?: Error };
    expect(err?.stack).toMatch(/^Error: what was handed over could not be read\n\s+at /);
    expect(`${JSON.stringify(messages)} ${err?.stack}`).not.toMatch(/private number/);
  });

  it('gives no file to a command that reads none', async () => {
    const command = commandOf('check', async function* () {
      yield said('done');
    });
    const [action] = command.actions;
    if (action === undefined) throw new Error('no action');
    const handover = { files: [pastedFile('x')], way: 'upload', remark: null } as const;
    const request = { command, action, values: {}, caller, signal: new AbortController().signal, handover };
    const summaries: string[] = [];
    for await (const { summary } of dispatch(request, services, createMemoryLog())) summaries.push(summary);
    expect(summaries).toEqual(['/check reads no certificates. /cert does.']);
  });
});
