import type { Stage } from './stage.ts';

/** Every stage there is; one file for each layer. */
export const stages: readonly Stage[] = [];
