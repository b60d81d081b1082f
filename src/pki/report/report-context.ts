import type { TrustStore } from '../trust/trust-store.ts';

export type ReportContext = { readonly store: TrustStore; readonly now: Date };
