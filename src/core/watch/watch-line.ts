import type { Verdict } from '../diagnosis.ts';
import type { Endpoint } from './endpoint.ts';
import type { Validity } from './renewal/renewal.ts';

/** What a watched endpoint is found and sorted by, without what only a shown row needs: ten thousand are read at once. */
export type WatchLine = Pick<Endpoint, 'id' | 'owners' | 'labels' | 'muted'> & {
  /** `targetUrl`, and with it what was asked. */
  readonly url: string;
  readonly address: string | null;
  readonly client: string | null;
  /** Null: not looked at yet. */
  readonly seen: SeenLine | null;
};

export type SeenLine = {
  readonly at: Date;
  readonly verdict: Verdict;
  readonly certificate: LineCertificate | null;
};

export type LineCertificate = Validity & { readonly fingerprint256: string; readonly issuer: string };
