import { z } from 'zod';

/** What waits to be looked at by any worker, and what is left to decide once all of a sweep was. */
export const batchQueue = 'sweep';
export const endQueue = 'sweep.end';
export const firstLookQueue = 'first-look';

export const batchSize = 200;

const batchJob = z.object({
  sweep: z.string(),
  batch: z.number().int().min(0),
  after: z.string(),
  upTo: z.string().nullable(),
});
export type BatchJob = z.infer<typeof batchJob>;

export function readBatchJob(data: unknown): BatchJob {
  return batchJob.parse(data);
}

export function readEndJob(data: unknown): { readonly sweep: string } {
  return z.object({ sweep: z.string() }).parse(data);
}

export function readFirstLookJob(data: unknown): { readonly ids: readonly string[] } {
  return z.object({ ids: z.array(z.string()) }).parse(data);
}

/** The batches between bounds: the first begins before every id, the last has no end. */
export function batchesOf(sweep: string, bounds: readonly string[]): readonly BatchJob[] {
  return [...bounds, null].map((upTo, batch) => ({ sweep, batch, after: bounds[batch - 1] ?? '', upTo }));
}
