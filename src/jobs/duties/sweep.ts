import { reasonOf } from '../../core/errors.ts';
import { sweep } from '../../monitor/looking/sweep.ts';
import { sweepIfDue } from '../../monitor/looking/sweep-if-due.ts';
import type { Duty, DutyWorld } from '../duty.ts';

export const sweepDuty: Duty = {
  name: 'sweep',
  role: 'scheduler',
  longestSleepMs: 30_000,
  async work(world, signal) {
    await sweepOnRequest(world, signal);
    const { config, services } = world;
    if (config.databaseUrl !== null) {
      const { planSweeps } = await import('../../monitor/looking/fan-out/plan.ts');
      const queue = await services.queue();
      return planSweeps({ ...sweepWorld(world), queue });
    }
    return sweepIfDue({ ...sweepWorld(world), signal, onSwept: (counts) => world.onSwept(counts, []) });
  },
};

function sweepWorld({ store, diagnoseMany: diagnose, pace, now, log, config, services }: DutyWorld) {
  const { askOthers } = services;
  return { askOthers, store, diagnose, pace, now, log, serverZone: config.zone, ...config.sweep };
}

async function sweepOnRequest(world: DutyWorld, signal: AbortSignal): Promise<void> {
  const ids = world.takeRequests();
  if (ids.length === 0) return;
  try {
    world.onSwept(await sweep({ ...sweepWorld(world), signal }), ids);
  } catch (fault) {
    world.log.error({ err: fault }, 'a sweep on request failed');
    world.onSweepFailed(reasonOf(fault), ids);
  }
}
