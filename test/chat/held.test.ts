import { afterEach, describe, expect, test } from 'vitest';
import { heldPlatform, type Lease } from '../../src/chat/held.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Platform } from '../../src/core/platform.ts';
import { recordingLog } from '../support/watch-stage.ts';

const times = { leaseMs: 400, renewMs: 20 };

/** A lease that several hold by turns; `cut` takes the database away from one. */
function openLease() {
  let holder = '';
  let until = 0;
  const cut = new Set<string>();
  const of = (name: string): Lease => ({
    async hold(ms) {
      if (cut.has(name)) throw new Error('the database is away');
      const now = performance.now();
      if (holder !== name && now < until) return false;
      holder = name;
      until = now + ms;
      return true;
    },
    async release() {
      if (holder === name) until = 0;
    },
  });
  return { of, cut };
}

describe('a platform that one process at a time connects to', () => {
  const connected: string[] = [];
  let most = 0;
  const running: Platform[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    connected.length = 0;
    most = 0;
  });

  function platform(name: string): Platform {
    return {
      name: 'discord',
      async start() {
        connected.push(name);
        most = Math.max(most, connected.length);
        return `on (${name})`;
      },
      async stop() {
        const at = connected.indexOf(name);
        if (at >= 0) connected.splice(at, 1);
      },
      send: async () => ({ kind: 'sent', reference: name }),
    };
  }

  function held(name: string, lease: Lease, create = () => platform(name)): Platform {
    const one = heldPlatform({ name: 'discord', create, lease, log: recordingLog(), ...times });
    running.push(one);
    return one;
  }

  test('the first has it, the second stands by, and follows when the first stops', async () => {
    const lease = openLease();
    const first = held('first', lease.of('first'));
    const second = held('second', lease.of('second'));
    expect(await first.start()).toBe('on (first)');
    expect(await second.start()).toMatch(/standing by/);
    expect([first.isStandingBy?.(), second.isStandingBy?.()]).toEqual([false, true]);
    const active: boolean[] = [];
    second.whenActive?.((isActive) => active.push(isActive));
    await first.stop();
    await until(() => active.length > 0);
    expect([active, connected, most]).toEqual([[true], ['second'], 1]);
  });

  test('whoever loses the database leaves before another comes', async () => {
    const lease = openLease();
    const first = held('first', lease.of('first'));
    const second = held('second', lease.of('second'));
    await first.start();
    await second.start();
    const told: boolean[] = [];
    first.whenActive?.((isActive) => told.push(isActive));
    lease.cut.add('first');
    await until(() => connected.includes('second'));
    expect([told, connected, most]).toEqual([[true, false], ['second'], 1]);
    // It comes back to a place that is taken.
    lease.cut.delete('first');
    expect(first.isStandingBy?.()).toBe(true);
  });

  test('a token that is refused is told, and the lease given back', async () => {
    const lease = openLease();
    const refused = held('refused', lease.of('refused'), () => ({
      ...platform('refused'),
      start: async () => {
        throw new UserError('The token is refused.');
      },
    }));
    await expect(refused.start()).rejects.toThrow('The token is refused.');
    expect(await held('other', lease.of('other')).start()).toBe('on (other)');
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
