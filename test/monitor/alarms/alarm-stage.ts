import type { Endpoint, NewEndpoint, Sighting } from '../../../src/core/watch/endpoint.ts';
import type { QueuedNotification } from '../../../src/core/watch/notification.ts';
import { raise } from '../../../src/monitor/alarms/raise.ts';
import { tickAlarms } from '../../../src/monitor/alarms/tick.ts';
import { lookAndCount } from '../../../src/monitor/looking/look.ts';
import { drained } from '../../support/drained.ts';
import { newEndpoint, noon, sightingOf } from '../../support/store-fixtures.ts';
import { seenCertificate, watchStage } from '../../support/watch-stage.ts';

export type AlarmStage = Awaited<ReturnType<typeof alarmStage>>;

export async function alarmStage() {
  const stage = await watchStage();
  return {
    ...stage,
    async watch(host: string, change: Partial<NewEndpoint> = {}): Promise<Endpoint> {
      const endpoint = await stage.store.endpoints.add(newEndpoint(host, change), noon);
      if (endpoint === null) throw new Error(`${host} is watched already`);
      return endpoint;
    },
    serves(host: string, leftDays: number, leaf = 'ab'): void {
      const certificate = seenCertificate(leftDays * 86_400_000, leaf.repeat(32));
      stage.served.set(host, { certificates: [certificate] });
    },
    async look(...endpoints: readonly Endpoint[]): Promise<void> {
      for (const endpoint of endpoints) await lookAndCount(endpoint, stage);
    },
    async tick(): Promise<void> {
      await tickAlarms(stage);
    },
    async said(): Promise<readonly string[]> {
      return (await drained(stage.store, stage.now())).map(lineOf);
    },
    /** What a look at it would have saved: sound, but for the change. */
    async sees(endpoint: Endpoint, change: Partial<Sighting> = {}): Promise<void> {
      const before = await stage.store.endpoints.sighting(endpoint.id);
      const at = stage.now();
      const served = before?.served ?? [seenCertificate(60 * 86_400_000, 'ab'.repeat(32))];
      const sighting = sightingOf(endpoint.id, { at, certificateSeenAt: at, served, ...change });
      await stage.store.endpoints.recordLook(sighting, [], at);
      await raise({ endpoint, sighting, before, diagnosis: null }, stage);
    },
    incidents: () => stage.store.incidents.open(),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

/** "announce critical:0:0 @Alice": the act, or whom it is written to; the key within the incident; who is called. */
export function lineOf({ key, to, message, conversation }: QueuedNotification): string {
  const where = to.kind === 'person' ? `to ${to.who.name}` : `in ${to.place.channel}`;
  const calls = message.title.flatMap((inline) => (inline.kind === 'mention' ? [`@${inline.who.name}`] : []));
  const within = key
    .split(':')
    .slice(2)
    .join(':')
    .replace(/edit:\d+/, 'edit')
    .replace(/(ended|lapsed|renewal-seen):.*/, '$1');
  return [conversation?.act ?? where, within, ...calls].join(' ');
}
