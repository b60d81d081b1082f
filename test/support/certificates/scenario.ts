import type { KeyObject } from 'node:crypto';
import {
  type CertificateSpec,
  type Forged,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from './forge.ts';

/** What a server of the farm shows, and what a client must trust to judge it. */
export type Scenario = {
  /** The host to ask for. */
  readonly host: string;
  /** As sent, the server's own certificate first (but in `reversed`). */
  readonly sent: readonly Forged[];
  /** DER of `sent`. */
  readonly chain: readonly Uint8Array[];
  /** Private key of the server's own certificate, wherever it stands in the list. */
  readonly key: KeyObject;
  readonly leaf: Forged;
  /** Roots that the client trusts: at least one, though not always the right one. */
  readonly anchors: readonly Forged[];
  readonly anchorsPem: string;
  /** Certificates that belong to the chain and are not sent: what an AIA server would serve. */
  readonly unsent: readonly Forged[];
};

export type ScenarioOptions = {
  /** Default `fixedNow`. */
  readonly now?: Date;
  /** Default "site.test"; scenarios about names set their own. */
  readonly host?: string;
  /** Of the leaf, where the scenario leaves it open. */
  readonly key?: CertificateSpec['key'];
  /** The caIssuers URL of the leaf in `missing-intermediate`. */
  readonly issuerUrl?: string;
  /** Anything more for the leaf. */
  readonly leaf?: CertificateSpec;
};

export type Authority = { readonly root: Forged; readonly intermediate: Forged };

export function forgeAuthority(options: ScenarioOptions, intermediate: CertificateSpec = {}): Authority {
  const now = nowOf(options);
  const root = forgeRoot({ now });
  return { root, intermediate: forgeIntermediate(root, { now, ...intermediate }) };
}

/** The leaf of a scenario: for `host`, then what the scenario wants, then what the caller adds; null signs itself. */
export function leafOf(issuer: Forged | null, options: ScenarioOptions, spec: CertificateSpec = {}): Forged {
  const key = options.key === undefined ? {} : { key: options.key };
  const dns = [options.host ?? 'site.test'];
  return forgeLeaf(issuer, { now: nowOf(options), dns, ...key, ...spec, ...options.leaf });
}

export function scenario(parts: {
  host?: string | undefined;
  sent: readonly Forged[];
  leaf?: Forged;
  anchors: readonly Forged[];
  unsent?: readonly Forged[];
}): Scenario {
  const leaf = parts.leaf ?? parts.sent[0];
  if (leaf === undefined) throw new Error('a scenario sends at least one certificate');
  return {
    host: parts.host ?? 'site.test',
    sent: parts.sent,
    chain: parts.sent.map((certificate) => certificate.der),
    key: leaf.key,
    leaf,
    anchors: parts.anchors,
    anchorsPem: parts.anchors.map((anchor) => anchor.pem).join(''),
    unsent: parts.unsent ?? [],
  };
}

export function nowOf(options: ScenarioOptions): Date {
  return options.now ?? fixedNow;
}
