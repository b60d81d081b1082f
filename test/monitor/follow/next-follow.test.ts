import { describe, expect, it } from 'vitest';
import { nextFollow, stopFollow } from '../../../src/monitor/follow/next-follow.ts';
import { after, bob, noon } from '../../support/store-fixtures.ts';
import { causedBy, course, followed, look, refused, well } from '../../support/watch/following.ts';

const firstLines = (texts: readonly string[]) => texts.map((text) => text.split('\n')[0]);

describe('what is told of a follow', () => {
  it('is the first look, then only what changes', () => {
    const { thread } = course(followed(), [well(), well(), refused(), refused(), refused(), well(), well()]);
    expect(firstLines(thread)).toEqual([
      '[good] 12:00:00 UTC first look: healthy',
      '[bad] 12:00:30 UTC broken now: Nothing listens on the port tcp/refused; after 30 s of being healthy; layer broke: TCP',
      '[good] 12:01:15 UTC recovered after 45 s of being broken; layer back: TCP',
    ]);
    expect(thread[1]).toContain('Fix: Start the server');
    expect(thread[1]).toContain('nc -vz 192.0.2.7 443');
  });

  it('says another cause, address, certificate and status of the same verdict', () => {
    const gateway = look(causedBy('http/bad-gateway', 'http', 'The gateway answers 502'), {
      'http-status': ['502'],
      certificate: ['cd'.repeat(32)],
      addresses: ['192.0.2.8'],
    });
    const before = { 'http-status': ['200'], certificate: ['ab'.repeat(32)], addresses: ['192.0.2.7'] };
    const { thread } = course(followed(), [well(before), refused(), gateway]);
    expect(firstLines(thread)[2]).toBe(
      '[neutral] 12:00:30 UTC the cause is another now: The gateway answers 502 http/bad-gateway; it was tcp/refused;' +
        ' layer broke: HTTP; addresses 192.0.2.7 -> 192.0.2.8; certificate abababababababab... -> cdcdcdcdcdcdcdcd...; HTTP 200 -> 502',
    );
  });

  it('tells how many fail, and not for how long they do', () => {
    const slow = (title: string) => look(causedBy('tcp/refused', 'tcp', title));
    const { thread } = course(followed(), [
      slow('1 of 4 addresses refuse, after 3.2 s'),
      slow('1 of 4 addresses refuse, after 4 s'),
      slow('3 of 4 addresses refuse, after 15 minutes'),
    ]);
    expect(firstLines(thread).slice(1)).toEqual([
      '[neutral] 12:00:30 UTC now it is: 3 of 4 addresses refuse, after 15 minutes tcp/refused',
    ]);
  });

  it('blames nobody while our own connection is at fault, and counts none of that time', () => {
    const ours = look({
      ...causedBy('vantage/no-link', 'vantage', 'This machine has no link'),
      verdict: 'unknown',
    });
    const { thread, follow } = course(followed(), [well(), ours, ours, { kind: 'fault' }, well()]);
    expect(firstLines(thread)).toEqual([
      '[good] 12:00:00 UTC first look: healthy',
      '[unknown] 12:00:15 UTC could not look: This machine has no link. This says nothing about the target',
      '[neutral] 12:01:00 UTC looking works again; nothing was seen since 12:00:15 UTC',
    ]);
    expect(follow.course.spentMs).toEqual({ healthy: 15_000, degraded: 0, broken: 0, unknown: 45_000 });
    expect(follow.course.looks).toEqual({ healthy: 2, degraded: 0, broken: 0, unknown: 3 });
  });

  it('says once that looks are left out, and counts none of the time without them', () => {
    const paced = { kind: 'paced', reason: '192.0.2.7 is looked at too often.' } as const;
    const { thread, follow } = course(followed(), [well(), paced, well(), paced, paced, refused()]);
    expect(firstLines(thread)).toEqual([
      '[good] 12:00:00 UTC first look: healthy',
      '[neutral] 12:00:15 UTC some looks are left out: 192.0.2.7 is looked at too often. Follow it less often, or stop another that looks there',
      '[bad] 12:01:15 UTC broken now: Nothing listens on the port tcp/refused; after 1 min 15 s of being healthy; layer broke: TCP',
    ]);
    expect(follow.course.spentMs).toEqual({ healthy: 30_000, degraded: 0, broken: 0, unknown: 45_000 });
    expect(follow.course.looks).toEqual({ healthy: 2, degraded: 0, broken: 1, unknown: 3 });
  });

  it('says what was missed while nothing ran', () => {
    const { thread, follow } = course(followed(), [refused(), 300_000, refused(), 59_000, well()]);
    expect(firstLines(thread).slice(1)).toEqual([
      '[neutral] 12:05:15 UTC not looked at from 12:00:00 UTC to 12:05:15 UTC: Notafter was not running',
      '[good] 12:06:29 UTC recovered after 6 min 29 s of being broken; layer back: TCP',
    ]);
    expect(follow.course.spentMs).toMatchObject({ broken: 74_000, unknown: 315_000 });
  });

  it('gathers what comes and goes into one message every one to ten minutes', () => {
    const flapping = Array.from({ length: 720 }, (_, n) => (n % 2 === 0 ? refused() : well()));
    const { thread, heads, follow } = course(followed(5000, 3_600_000), flapping);
    expect(thread.length).toBeLessThanOrEqual(12);
    expect(thread[3]).toMatch(
      /^\[good\] \d+ changes in a row, told together since it comes and goes; now it is healthy/,
    );
    expect(follow.course.looks).toMatchObject({ healthy: 360, broken: 360 });
    expect(heads.length).toBeLessThanOrEqual(360);
  });

  it('tells each change again once it has calmed down', () => {
    const flapping = Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? refused() : well()));
    const calm = Array.from({ length: 50 }, () => well());
    const { thread } = course(followed(5000, 3_600_000), [...flapping, ...calm, refused()]);
    expect(firstLines(thread).at(-1)).toContain('broken now: Nothing listens');
  });

  it('tells no more of addresses that are others at every look', () => {
    const looks = Array.from({ length: 40 }, (_, n) => well({ addresses: [`192.0.2.${n % 7}`] }));
    const { thread } = course(followed(60_000, 3_600_000), looks);
    expect(firstLines(thread).filter((line) => line?.includes('addresses 192.0.2'))).toHaveLength(5);
    expect(thread.filter((text) => text.includes('told no more'))).toHaveLength(1);
  });
});

describe('the head', () => {
  it('is rewritten at once when something changed and seldom otherwise', () => {
    const quiet = Array.from({ length: 121 }, () => well());
    const { heads } = course(followed(), quiet);
    expect(heads.length).toBeLessThanOrEqual(32);
    const { heads: changed } = course(followed(), [well(), refused(), well()]);
    expect(firstLines(changed)).toEqual([
      '[good] api.example.org is healthy',
      '[bad] api.example.org is broken: Nothing listens on the port',
      '[good] api.example.org is healthy',
    ]);
  });

  it('mentions nobody, and every key is said once', () => {
    const { notifications } = course(followed(), [well(), refused(), well(), refused()]);
    expect(JSON.stringify(notifications)).not.toContain('"mention"');
    const keys = notifications.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the end', () => {
  const minute = followed(15_000, 60_000);

  it('comes with the time, after a last look, and sums up', () => {
    const { thread, follow, heads } = course(minute, [well(), refused(), well(), well(), well()]);
    expect(follow.ended).toEqual({ at: after(60_000), why: 'time', by: null });
    expect(thread.at(-1)?.split('\n')).toEqual([
      '[good] Following is over: api.example.org recovered at 12:00:30 UTC',
      'In all: broken for 15 s, healthy for 45 s, counted from look to look.',
      'Looks: 5 looks: 4 healthy, 1 broken.',
      'What changed when: ',
      '- 12:00:00 UTC first look: healthy',
      expect.stringContaining('- 12:00:15 UTC broken now'),
      '- 12:00:30 UTC recovered after 15 s of being broken; layer back: TCP',
      'Followed from 12:00:00 UTC to 12:01:00 UTC, as long as was asked for.',
    ]);
    expect(heads.at(-1)).toContain('was followed; at the end it is healthy');
    expect(nextFollow(follow, refused(), after(75_000), after(75_000)).notifications).toEqual([]);
  });

  it('says so where it did not recover', () => {
    const { thread } = course(minute, [well(), refused(), refused(), refused(), refused()]);
    expect(firstLines(thread).at(-1)).toBe(
      '[bad] Following is over: api.example.org is broken: Nothing listens on the port, since 12:00:15 UTC; it did not recover',
    );
  });

  it('comes late, and says so, where nothing ran meanwhile', () => {
    const { thread, follow } = course(minute, [refused(), 86_400_000, well()]);
    expect(follow.ended?.why).toBe('time');
    expect(thread.at(-1)).toContain('recovered at Tue 22 Sep, 12:00:15 UTC');
    expect(thread.at(-1)).toContain('not looked at from 12:00:00 UTC');
  });

  it('comes when somebody stops it, once', () => {
    const { follow } = course(minute, [well(), refused()]);
    const stopped = stopFollow(follow, bob, after(20_000));
    expect(stopped.follow.ended).toEqual({ at: after(20_000), why: 'stopped', by: bob });
    expect(stopped.notifications.map(({ conversation }) => conversation?.act)).toEqual(['reply', 'edit']);
    expect(stopFollow(stopped.follow, bob, noon).notifications).toEqual([]);
  });

  it('comes although the clock is moved back for ever', () => {
    let follow = minute;
    for (let looks = 0; looks < 10 && follow.ended === null; looks++) {
      follow = nextFollow(follow, well(), after(-3_600_000), after(-3_600_000)).follow;
    }
    expect(follow.ended?.why).toBe('time');
  });
});
