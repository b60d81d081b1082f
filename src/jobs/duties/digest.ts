import { drawPng } from '../../drawing/draw-png.ts';
import { postDueDigests } from '../../monitor/digest/post.ts';
import type { Duty } from '../duty.ts';

export const digestDuty: Duty = {
  name: 'digest',
  role: 'scheduler',
  longestSleepMs: 30_000,
  work: ({ config, store, diagnose, now, log, random, onQueued }, signal) =>
    postDueDigests({
      ...{ store, diagnose, now, log, random, onQueued, signal },
      draw: drawPng,
      watchFile: config.watchFile,
    }),
};
