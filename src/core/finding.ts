import { type FindingFamily, type Layer, layerOfFamily } from './layer.ts';

/** Who has to act. `unknown` also stands for "nobody: nothing is wrong". */
export const blames = [
  'target',
  'network-path',
  'our-vantage',
  'our-trust-store',
  'third-party',
  'unknown',
] as const;
export type Blame = (typeof blames)[number];

/** What it means for a client now: cannot work / some fail or soon will / should be mended / worth knowing. */
export const severities = ['fatal', 'error', 'warning', 'notice'] as const;
export type Severity = (typeof severities)[number];

/** Stable and greppable: `chain/missing-intermediate`. The part before the slash is the layer, or a family of one. */
export type FindingId = `${FindingFamily}/${string}`;

/** One observed fact behind a finding, for example { label: 'address', value: '192.0.2.7:443' }. */
export type Evidence = { readonly label: string; readonly value: string };

/** What a rule says about itself, before it has seen anything: the page of `/explain`. */
export type FindingPage = {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly blame: Blame;
  /** One line without a full stop. */
  readonly title: string;
  /** What this means, for an on-call reader who is tired. */
  readonly explanation: string;
  /** What to do, concretely. */
  readonly fix: string;
  /** The document and section that makes it so, for example "RFC 5280 §4.2.1.9". */
  readonly citation: string;
};

/** A conclusion about one target at one moment. */
export type Finding = FindingPage & {
  readonly layer: Layer;
  readonly evidence: readonly Evidence[];
  /** A shell command that shows the fault, pinned to the failing address; null when no command can. */
  readonly reproduce: string | null;
};

/** What a judge adds to its page for the case at hand; a part left out keeps the page's own text. */
export type Observation = {
  readonly evidence: readonly Evidence[];
  readonly severity?: Severity;
  readonly blame?: Blame;
  readonly title?: string;
  readonly explanation?: string;
  readonly fix?: string;
  readonly reproduce?: string | null;
};

export function layerOf(id: FindingId): Layer {
  return layerOfFamily(id.slice(0, id.indexOf('/')) as FindingFamily);
}

export function isBad(severity: Severity): boolean {
  return severity === 'fatal' || severity === 'error';
}
