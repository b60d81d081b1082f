import type { Digests } from '../../core/services.ts';
import { drawPng } from '../../drawing/draw-png.ts';
import { composeDigest } from '../../monitor/digest/compose.ts';
import { readCron } from '../../monitor/timing/cron.ts';
import { digestJob, nextDigestSlot, nextDigestSlots, setDigest } from '../../monitor/timing/schedule.ts';
import type { CommandWorld } from './command-world.ts';

/** What `/digest` works with. */
export function digestServices({
  config,
  log,
  hooks,
  now,
  diagnose,
  store,
}: Pick<CommandWorld, 'config' | 'log' | 'hooks' | 'now' | 'diagnose' | 'store'>): Digests {
  return {
    get: async (place) => (await store()).digests.get(place),
    async set(schedule) {
      await setDigest(await store(), schedule, now());
      hooks.onChange?.('digest');
    },
    remove: async (place) => (await store()).digests.remove(place),
    readCron,
    upcoming: (times, count) => nextDigestSlots(times, now(), count),
    async compose(place, zone, signal, rows = 'few') {
      const opened = await store();
      const schedule = await opened.digests.get(place);
      return composeDigest({
        store: opened,
        place,
        zone: zone ?? config.zone,
        diagnose,
        now,
        signal,
        log,
        since: schedule === null ? null : await opened.slots.latest(digestJob(schedule)),
        next: schedule === null ? null : nextDigestSlot(schedule, now()),
        watchFile: config.watchFile,
        whole: rows === 'all',
        draw: rows === 'all' ? undefined : drawPng,
      });
    },
  };
}
