import type { ProbeRequest } from '../core/exporter.ts';
import type { Family } from '../core/series.ts';
import type { Looking } from './looking.ts';

export type Seen = { readonly success: boolean; readonly families: readonly Family[] };

/** One module. `UserError`: what was asked cannot be asked. */
export type Prober = (request: ProbeRequest, looking: Looking) => Promise<Seen>;
