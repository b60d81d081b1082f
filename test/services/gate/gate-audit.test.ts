import { describe, expect, it } from 'vitest';
import { audit } from '../../../commands/audit.ts';
import { commands } from '../../../commands/index.ts';
import { dispatch } from '../../../src/chat/asking/dispatch.ts';
import { parseLine } from '../../../src/chat/asking/parse.ts';
import { pastedFile } from '../../../src/core/files/uploaded-file.ts';
import type { Message } from '../../../src/core/message.ts';
import type { Caller } from '../../../src/core/people.ts';
import type { AuditEntry } from '../../../src/core/watch/audit.ts';
import { auditServices } from '../../../src/services/commands/audit-services.ts';
import { createAuditWriter } from '../../../src/services/gate/audit-writer.ts';
import { createMemoryLog } from '../../chat/discord/fake-world.ts';
import { memoryServices, words } from '../../support/commanding.ts';
import { gateHere } from '../../support/services/gate-here.ts';
import { watchStage } from '../../support/watch-stage.ts';

const member: Caller = {
  who: { platform: 'discord', kind: 'user', id: '7', name: 'mo' },
  place: { platform: 'discord', channel: '42' },
  zone: null,
  standing: { rank: 'member', because: null, groups: [] },
};

async function run(line: string, parts: Parameters<typeof gateHere>[0] & { readonly caller?: Caller } = {}) {
  const { caller = member, ...world } = parts;
  const entries: AuditEntry[] = [];
  const services = memoryServices({ gate: gateHere({ entries, ...world }) });
  const directory = { ...services.directory, standingOf: async () => caller.standing ?? (await never()) };
  const request = { ...parseLine(commands, line), caller, signal: new AbortController().signal };
  const said: Message[] = [];
  for await (const message of dispatch(request, { ...services, directory }, createMemoryLog()))
    said.push(message);
  return { entries, said: said.map(({ summary }) => summary) };
}

async function never(): Promise<never> {
  throw new Error('nobody asked');
}

describe('what is written down of a run', () => {
  it('is who, where, what, on what, and how it ended', async () => {
    const { entries } = await run('check api.example.org address:192.0.2.7');
    expect(entries).toEqual([
      {
        at: new Date('2026-11-24T12:00:00Z'),
        who: member.who,
        place: member.place,
        did: 'check',
        to: 'api.example.org',
        words: '/check api.example.org address:192.0.2.7',
        target: 'api.example.org',
        outcome: 'done',
      },
    ]);
  });

  it.each([
    ['watch remove gone.example', ['mistake']],
    ['watch policy all failures:3', ['refused']],
    ['breaker tell', ['refused']],
  ])('%s by a member: %o', async (line, outcomes) => {
    const { entries } = await run(line);
    expect(entries.map(({ outcome }) => outcome)).toEqual(outcomes);
  });

  it.each([
    'check https://user:hunter2planted@example.org/x?token=hunter2planted#hunter2planted',
    'check example.org expect:hunter2planted0123456789abcdef0123456789abcdef',
    'cert example.org password:hunter2planted',
  ])('never has a secret: %s', async (line) => {
    const { entries } = await run(line);
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain('hunter2');
  });

  it('never has what is in a file', async () => {
    const entries: AuditEntry[] = [];
    const services = memoryServices({ gate: gateHere({ entries }) });
    const files = [pastedFile('-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----')];
    const parsed = parseLine(commands, 'cert', files);
    const request = { ...parsed, caller: member, signal: new AbortController().signal };
    const handover = { files, way: 'upload', remark: null } as const;
    for await (const _ of dispatch({ ...request, handover }, services, createMemoryLog()));
    expect(entries.map(({ did }) => did)).toEqual(['cert']);
    expect(JSON.stringify(entries)).not.toContain('planted');
  });

  it('is written before what changes things for all, which is refused where it cannot be', async () => {
    const admin = { ...member, standing: { rank: 'admin', because: null, groups: [] } } as const;
    const { entries } = await run('breaker tell', { caller: admin });
    expect(entries.map(({ outcome }) => outcome)).toEqual(['begun', expect.any(String)]);
    const audit = { later: () => undefined, now: never };
    const { said } = await run('breaker tell', { caller: admin, audit });
    expect(said).toEqual([expect.stringContaining('the audit log cannot be written')]);
    // What changes nothing goes on.
    expect((await run('check example.org', { audit })).said.at(-1)).toBe('example.org is healthy');
  });
});

describe('the writer', () => {
  const entry = (number: number): AuditEntry => ({
    ...{ at: new Date(number), who: member.who, did: 'check', to: '', words: `${number}` },
  });

  it('writes many at once, tries again what failed, and loses nothing that it can still write', async () => {
    const batches: number[] = [];
    let broken = true;
    const append = never;
    const appendAll = async (some: readonly AuditEntry[]) => {
      if (broken) throw new Error('disk full');
      batches.push(some.length);
    };
    const log = createMemoryLog();
    const writer = createAuditWriter({ audit: async () => ({ append, appendAll }), log, gapMs: 0 });
    for (let number = 0; number < 40; number += 1) writer.later(entry(number));
    await expect.poll(() => log.lines.length).toBe(1);
    broken = false;
    writer.later(entry(40));
    await writer.close();
    expect(batches).toEqual([41]);
  });

  it('asks a store that is away once more at its end, and leaves in the log what that does not take', async () => {
    const asked: (() => void)[] = [];
    const append = never;
    const appendAll = () => new Promise<void>((_, reject) => asked.push(() => reject(new Error('silent'))));
    const log = createMemoryLog();
    const writer = createAuditWriter({ audit: async () => ({ append, appendAll }), log, gapMs: 0 });
    writer.later(entry(1));
    await expect.poll(() => asked.length).toBe(1);
    writer.later(entry(2));
    const closed = writer.close();
    asked[0]?.();
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.();
    await closed;
    expect(asked).toHaveLength(2);
    const last = log.lines.at(-1);
    expect(last).toMatchObject({ fields: { entries: 2 } });
    expect(JSON.stringify(last)).toContain('"words":"2"');
  });
});

describe('/audit', () => {
  it('shows the newest, turns the page, and finds by command', async () => {
    await using stage = await watchStage();
    const { store, now } = stage;
    const of = (did: string, at: number): AuditEntry => ({
      ...{
        at: new Date(at),
        who: member.who,
        place: member.place,
        did,
        to: 'a.example',
        target: 'a.example',
      },
      ...{ words: `/${did} a.example`, outcome: 'done' },
    });
    await store.audit.appendAll(Array.from({ length: 25 }, (_, at) => of('check', at)));
    await store.audit.append(of('watch add', 99));
    const services = memoryServices({ audit: auditServices(async () => store, now) });
    const [action] = audit.actions;
    const signal = new AbortController().signal;
    const ask = async (values: Readonly<Record<string, string>>, caller: Caller = member) => {
      const messages: Message[] = [];
      for await (const one of action?.run(values, caller, services, signal) ?? []) messages.push(one);
      return messages;
    };
    const [page] = await ask({});
    expect(words(page)).toContain('mo | discord:42 | /watch add a.example | done');
    expect(page?.summary).toBe('Audit log: 20 entries');
    const [older] = page?.buttons ?? [];
    expect((await ask(older?.values ?? {}))[0]?.summary).toBe('Audit log: 6 entries');
    expect((await ask({ command: '/watch' }))[0]?.summary).toBe('Audit log: one entry');
    await store.audit.appendAll(Array.from({ length: 1100 }, () => of('check', now().getTime())));
    const who = { platform: 'terminal', kind: 'user', id: 'me', name: 'me' } as const;
    const batches = await ask({ since: '1d' }, { ...member, who });
    expect(batches.map(({ stays = false }) => stays)).toEqual([true, true, false]);
    const rows = batches.flatMap(({ record }) => record as readonly unknown[]);
    expect(rows.length).toBeGreaterThanOrEqual(1100);
  });
});
