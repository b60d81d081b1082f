import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { costOf } from '../../../src/access/cost.ts';
import { dispatch } from '../../../src/chat/asking/dispatch.ts';
import { parseLine } from '../../../src/chat/asking/parse.ts';
import type { Message } from '../../../src/core/message.ts';
import type { Caller } from '../../../src/core/people.ts';
import type { CommandServices, Diagnose } from '../../../src/core/services.ts';
import type { WantedFrom } from '../../../src/core/store/limits.ts';
import { parseTarget } from '../../../src/core/target.ts';
import type { AuditEntry } from '../../../src/core/watch/audit.ts';
import { followRules, readAccessFile } from '../../../src/services/gate/access-file.ts';
import { createLimits } from '../../../src/services/gate/limits.ts';
import { createMemoryLog } from '../../chat/discord/fake-world.ts';
import { diagnosisOf, memoryServices } from '../../support/commanding.ts';
import { gateHere } from '../../support/services/gate-here.ts';

function person(id: string, platform: 'slack' | 'terminal' = 'slack'): Caller {
  return {
    who: { platform, kind: 'user', id, name: id },
    place: { platform, channel: 'C1' },
    zone: null,
    standing: { rank: 'member', because: null, groups: [] },
  };
}

async function say(line: string, caller: Caller, services: CommandServices): Promise<string> {
  const directory = {
    ...services.directory,
    standingOf: async () => caller.standing ?? { rank: 'unknown' as const, because: null, groups: null },
  };
  const request = { ...parseLine(commands, line), caller, signal: new AbortController().signal };
  const said: Message[] = [];
  for await (const one of dispatch(request, { ...services, directory }, createMemoryLog())) said.push(one);
  return said.at(-1)?.summary ?? '';
}

describe('limits', () => {
  function world(perUser: number, perTarget: number, parts: Partial<CommandServices> = {}) {
    const clock = { at: 0 };
    const entries: AuditEntry[] = [];
    const limits = createLimits({ perUser, perTarget }, () => new Date(clock.at));
    return { clock, entries, services: memoryServices({ ...parts, gate: gateHere({ limits, entries }) }) };
  }

  it('hold for each person, heavy ones counting more, and not for who has the machine', async () => {
    const { clock, entries, services } = world(6, 0);
    expect(await say('tls a.example', person('U1'), services)).not.toContain('possible again');
    expect(await say('check a.example', person('U1'), services)).toContain('healthy');
    expect(await say('check b.example', person('U1'), services)).toContain('possible again in 10 s');
    expect(await say('check b.example', person('U2'), services)).toContain('healthy');
    for (let at = 0; at < 9; at += 1) {
      expect(await say('check b.example', person('me', 'terminal'), services)).toContain('healthy');
    }
    clock.at = 10_000;
    expect(await say('check b.example', person('U1'), services)).toContain('healthy');
    expect(entries.map(({ outcome }) => outcome)).toContain('limited');
  });

  it('count together with other processes, and alone while the store is away', async () => {
    const taken: string[] = [];
    let isAway = false;
    const store = async () => {
      if (isAway) throw new Error('the database is away');
      return {
        async take([wanted]: readonly WantedFrom[]) {
          const key = wanted?.key ?? '';
          if (taken.filter((one) => one === key).length >= 2) return [{ key, waitMs: 7000 }];
          taken.push(key);
          return [];
        },
      };
    };
    const log = createMemoryLog();
    const one = () => {
      const limits = createLimits({ perUser: 4, perTarget: 0 }, () => new Date(0), { store, log });
      return memoryServices({ gate: gateHere({ limits }) });
    };
    const [here, there] = [one(), one()];
    expect(await say('check a.example', person('U1'), here)).toContain('healthy');
    expect(await say('check b.example', person('U1'), there)).toContain('healthy');
    expect(await say('check a.example', person('U1'), here)).toContain('possible again in 7 s');
    expect(taken).toEqual(['user:slack:U1', 'user:slack:U1']);
    isAway = true;
    expect(await say('check a.example', person('U1'), here)).toContain('healthy');
    expect(await say('check a.example', person('U1'), here)).toContain('healthy');
    expect(await say('check a.example', person('U1'), here)).toContain('possible again');
    expect(log.lines.some(({ message }) => message.includes('with other processes'))).toBe(true);
  });

  it('count the look of each place that is asked', () => {
    const cost = (from: string) => costOf({ command: { name: 'check' }, values: { from } });
    expect(['', 'eu-1', 'eu-1,us-1', 'eu-1, us-1 eu-1', 'all'].map(cost)).toEqual([1, 1, 2, 2, 5]);
  });

  it('hold for each host over all people, however it is written', async () => {
    const { services } = world(0, 2);
    expect(await say('check https://A.example/x', person('U1'), services)).toContain('healthy');
    expect(await say('watch check a.example:8443', person('U2'), services)).toContain('not watched');
    expect(await say('check a.example', person('U3'), services)).toContain('is looked at too often');
    expect(await say('check b.example address:192.0.2.1', person('U3'), services)).toContain('healthy');
  });

  it('hold for an address under all its names, before it is dialled', async () => {
    let dialled = 0;
    const { services } = world(0, 1, {
      async diagnose(target, { onResult, signal }) {
        const facts = { source: 'dns', addresses: ['192.0.2.7'], lookup: null };
        const result = { probe: 'dns', layer: 'dns', status: 'ok', elapsedMs: 1, facts } as const;
        onResult?.(result, [result]);
        signal.throwIfAborted();
        dialled += 1;
        return diagnosisOf(target.host);
      },
    });
    for (const name of ['a', 'b'])
      expect(await say(`check ${name}.example`, person(name), services)).toContain('healthy');
    expect(await say('check c.example', person('c'), services)).toContain(
      '192.0.2.7 (c.example) is looked at too often',
    );
    expect(dialled).toBe(2);
  });

  it('let follows take half of what an address may have, and leave the rest to people', async () => {
    const diagnose: Diagnose = async (target, { onResult, signal }) => {
      const facts = { source: 'dns', addresses: ['192.0.2.7'], lookup: null };
      const result = { probe: 'dns', layer: 'dns', status: 'ok', elapsedMs: 1, facts } as const;
      onResult?.(result, [result]);
      signal.throwIfAborted();
      return diagnosisOf(target.host);
    };
    const limits = createLimits({ perUser: 0, perTarget: 2 }, () => new Date(0));
    const options = { depth: 'all', signal: new AbortController().signal } as const;
    const followed = (name: string) => limits.boundFollow(diagnose)(parseTarget(name), options);
    for (const name of ['a.example', 'b.example']) await followed(name);
    await expect(followed('c.example')).rejects.toThrow('192.0.2.7 (c.example) is looked at too often');
    const services = memoryServices({ diagnose, gate: gateHere({ limits }) });
    for (const name of ['d', 'e'])
      expect(await say(`check ${name}.example`, person(name), services)).toContain('healthy');
    expect(await say('check f.example', person('f'), services)).toContain('is looked at too often');
  });
});

describe('the file of rules', () => {
  it('counts once it changes, and one that is broken leaves the last good one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-access-'));
    const file = join(folder, 'access.yaml');
    await writeFile(file, 'blocked: [slack:U1111]\n');
    const clock = { at: 0 };
    const log = createMemoryLog();
    const now = () => new Date(clock.at);
    const rules = followRules(file, await readAccessFile(file), () => commands, log, now);
    const services = memoryServices({ gate: gateHere({ rules }) });
    const ask = () => say('check a.example', person('U1111'), services);
    expect(await ask()).toContain('was refused');
    await writeFile(file, 'commands:\n  check: admin\n');
    clock.at = 1000;
    expect(await ask()).toContain('/check is for admins');
    await writeFile(file, 'commands: [');
    clock.at = 2000;
    expect(await ask()).toContain('/check is for admins');
    expect(log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      expect.stringContaining('ACCESS_FILE is broken'),
    ]);
    await expect(readAccessFile(file)).rejects.toThrow('access.yaml, line');
    await rm(folder, { recursive: true });
    clock.at = 3000;
    expect(await ask()).toContain('/check is for admins');
  });
});
