import type { ResourceLimits } from 'node:worker_threads';

/**
 * Of the watch worker. A look leaves behind what is garbage at once; given room, V8 collects it in steps of a hundred megabytes,
 * which a sweep then holds for good. The old generation is left alone: whoever reaches its limit is ended.
 */
export const watchLimits: ResourceLimits = { maxYoungGenerationSizeMb: 16 };
