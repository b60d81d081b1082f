import { describe, expect, it } from 'vitest';
import { alarm } from '../../commands/alarm.ts';
import { watch } from '../../commands/watch.ts';
import type { Button, Message } from '../../src/core/message.ts';
import { parseTarget } from '../../src/core/target.ts';
import type { Mute } from '../../src/core/watch/alarm/mute.ts';
import { lookAt } from '../../src/monitor/looking/look.ts';
import { run, words } from '../support/commanding.ts';
import { after, dayMs, newEndpoint, noon } from '../support/store-fixtures.ts';
import { stageServices } from '../support/watch/alarm-stage.ts';
import { findingOf, lookWith } from '../support/watch/troubled-looks.ts';
import { serving, type WatchStage, watchStage } from '../support/watch-stage.ts';

const hourMs = 3_600_000;

async function answer(stage: WatchStage, action: string, values: Record<string, string>): Promise<Message> {
  const message = (await run(watch, action, values, stageServices(stage))).at(-1);
  if (message === undefined) throw new Error('no answer');
  return message;
}

const mute = (stage: WatchStage, what: string, time: string, more: Record<string, string> = {}) =>
  answer(stage, 'mute', { what, for: time, ...more });

async function press(stage: WatchStage, { buttons = [] }: Message, label: string): Promise<Message> {
  const button: Button | undefined = buttons.find((one) => one.label === label);
  if (button === undefined) throw new Error(`no button ${label}`);
  return answer(stage, button.subcommand ?? '', { ...button.values });
}

async function watched(stage: WatchStage, host: string, labels: Record<string, string> = {}): Promise<void> {
  const endpoint = await stage.store.endpoints.add(newEndpoint(host, { labels }), noon);
  if (endpoint !== null) await lookAt(endpoint, stage);
}

async function muteOf(stage: WatchStage, host: string): Promise<Mute | undefined> {
  return (await stage.store.endpoints.find(parseTarget(host)))?.muted;
}

describe('/watch mute', () => {
  it.each([
    ['for 2h new switches', {}, after(2 * hourMs), 'new switches'],
    ['until 2026-09-22 14:00', { reason: 'move' }, new Date('2026-09-22T12:00:00Z'), 'move'],
    ['tomorrow 9:00', {}, new Date('2026-09-22T07:00:00Z'), null],
    ['90d', {}, after(14 * dayMs), null],
  ])('"%s" %j mutes until then', async (time, more, until, reason) => {
    await using stage = await watchStage();
    await watched(stage, 'a.example.com');
    const said = words(await mute(stage, 'a.example.com', time, more));
    expect(said).toContain(`a.example.com is muted until ${until.toISOString()}`);
    expect(said).toContain('A certificate that becomes critical or expires is told all the same.');
    expect(said.includes('14 days')).toBe(time === '90d');
    expect(await muteOf(stage, 'a.example.com')).toMatchObject({ until, reason, by: { name: 'bo' } });
    const [entry] = await stage.store.audit.list(1);
    expect(entry).toMatchObject({ did: 'watch mute', who: { name: 'bo' } });
    expect(entry?.words).toContain(`a.example.com until ${until.toISOString()}`);
  });

  it.each([
    ['a.example.com', 'soon', '"soon" is no time I can read'],
    ['a.example.com', '2020-01-01', 'is over already'],
    ['a.example.com', '', 'Say for how long or until when'],
    ['b.example.com', '2h', 'b.example.com is not watched'],
    ['team=none', '2h', 'Nothing that is watched has the label team=none'],
  ])('%s "%s" is refused plainly', async (what, time, why) => {
    await using stage = await watchStage();
    await watched(stage, 'a.example.com');
    await expect(mute(stage, what, time)).rejects.toThrow(why);
    expect(await muteOf(stage, 'a.example.com')).toBeUndefined();
  });

  it('is shown in the list with reason and end, and no more once it is over', async () => {
    await using stage = await watchStage();
    await watched(stage, 'a.example.com');
    await mute(stage, 'a.example.com', '2h new switches');
    const shown = `muted until ${after(2 * hourMs).toISOString()} by bo: new switches`;
    expect(words(await answer(stage, 'list', {}))).toContain(shown);
    stage.pass(2 * hourMs);
    expect(words(await answer(stage, 'list', {}))).not.toContain('muted');
  });

  it('of a label mutes what has it, leaves what is muted for longer, and Undo takes back just that', async () => {
    await using stage = await watchStage();
    for (const host of ['a', 'b', 'c']) await watched(stage, `${host}.example.com`, { team: 'pay' });
    await watched(stage, 'other.example.com');
    await mute(stage, 'a.example.com', '3d');
    stage.pass(1000);
    const said = await mute(stage, 'team=pay', '2h');
    expect(words(said)).toContain('team=pay (3 endpoints) is muted until');
    expect(words(said)).toContain('left so: a.example.com.');
    expect(await muteOf(stage, 'other.example.com')).toBeUndefined();
    stage.pass(1000);
    expect(words(await press(stage, said, 'Undo'))).toContain('team=pay (2 endpoints) is not muted any more');
    expect(await muteOf(stage, 'a.example.com')).toMatchObject({ until: after(3 * dayMs) });
    expect(await muteOf(stage, 'b.example.com')).toMatchObject({
      until: after(2000),
      endedBy: { name: 'bo' },
    });
  });

  it('pressed twice changes nothing; Undo of another time brings back the one before', async () => {
    await using stage = await watchStage();
    await watched(stage, 'a.example.com');
    await mute(stage, 'a.example.com', '2h move');
    stage.pass(1000);
    expect(words(await mute(stage, 'a.example.com', '2h move'))).toContain('muted already');
    const said = await mute(stage, 'a.example.com', '1h');
    expect(await muteOf(stage, 'a.example.com')).toMatchObject({ until: after(hourMs + 1000) });
    await press(stage, said, 'Undo');
    expect(await muteOf(stage, 'a.example.com')).toMatchObject({ until: after(2 * hourMs), reason: 'move' });
  });

  it('names open alarms that are muted with it, and those that no maintenance mutes', async () => {
    await using stage = await watchStage();
    stage.served.set('bad.example.com', lookWith([findingOf('certificate/name-mismatch')]));
    stage.served.set('late.example.com', serving(2 * dayMs, 'cd'.repeat(32)));
    for (const host of ['bad', 'late']) await watched(stage, `${host}.example.com`);
    const said = words(await mute(stage, 'all', '2h new switches'));
    expect(said).toContain('Open alarms muted with it: bad.example.com.');
    expect(said).toContain('Not muted: late.example.com, whose certificate is about to end or has ended.');
    const list = words((await run(alarm, 'list', {}, stageServices(stage))).at(-1));
    expect(list).toContain(`muted until ${after(2 * hourMs).toISOString()}, maintenance: new switches`);
    expect(list.match(/maintenance/g)).toHaveLength(1);
  });
});

describe('/watch unmute', () => {
  it('ends it, is kept in the audit log, and has an Undo', async () => {
    await using stage = await watchStage();
    await watched(stage, 'a.example.com');
    const said = await mute(stage, 'a.example.com', '2h move');
    stage.pass(hourMs);
    const over = await press(stage, said, 'Unmute');
    expect(words(over)).toContain('a.example.com is not muted any more');
    expect(await muteOf(stage, 'a.example.com')).toMatchObject({
      until: stage.now(),
      endedBy: { name: 'bo' },
    });
    expect((await stage.store.audit.list(1))[0]).toMatchObject({
      did: 'watch unmute',
      words: 'a.example.com',
    });
    await press(stage, over, 'Undo');
    expect(await muteOf(stage, 'a.example.com')).toMatchObject({ until: after(2 * hourMs), reason: 'move' });
  });

  it('says so when nothing is muted', async () => {
    await using stage = await watchStage();
    await watched(stage, 'a.example.com');
    expect(words(await answer(stage, 'unmute', { what: 'a.example.com' }))).toContain('is not muted');
    expect(await stage.store.audit.list(9)).toEqual([]);
  });
});

it('says how a listener is watched when its name was typed otherwise', async () => {
  await using stage = await watchStage();
  await watched(stage, 'tls://a.example.com:8501');
  await expect(answer(stage, 'remove', { target: 'a.example.com:8501' })).rejects.toThrow(
    'a.example.com:8501 is watched as tls://a.example.com:8501/. Name it like that.',
  );
  await expect(answer(stage, 'remove', { target: 'a.example.com:8502' })).rejects.toThrow('is not watched');
});
