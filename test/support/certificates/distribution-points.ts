import { boolean, explicit, implicit, namedBits, oid, sequence, string } from './der-writer.ts';
import type { ExtensionSpec } from './extensions.ts';
import { type GeneralNameSpec, generalName } from './names.ts';

/** Where a CRL stands: full names, or a common name that continues the name of the CRL's issuer. */
export type PointNameSpec = { readonly names: readonly GeneralNameSpec[] } | { readonly relative: string };

export type PointSpec = {
  readonly at?: PointNameSpec;
  /** Bits of ReasonFlags: 1 keyCompromise ... 8 aACompromise. */
  readonly reasons?: readonly number[];
  /** DER of names. */
  readonly issuers?: readonly Uint8Array[];
};

export function distributionPoints(points: readonly PointSpec[]): ExtensionSpec {
  return { oid: '2.5.29.31', value: sequence(...points.map(point)) };
}

export function freshestCrl(points: readonly PointSpec[]): ExtensionSpec {
  return { oid: '2.5.29.46', value: sequence(...points.map(point)) };
}

function point({ at, reasons, issuers }: PointSpec): Buffer {
  return sequence(
    ...(at === undefined ? [] : [explicit(0, pointName(at))]),
    ...(reasons === undefined ? [] : [implicit(1, contentOf(namedBits(reasons)))]),
    ...(issuers === undefined ? [] : [explicit(2, ...issuers.map((name) => explicit(4, name)))]),
  );
}

function pointName(spec: PointNameSpec): Buffer {
  if ('names' in spec) return explicit(0, ...spec.names.map(generalName));
  return explicit(1, sequence(oid('2.5.4.3'), string('utf8', spec.relative)));
}

export type ScopeSpec = {
  readonly at?: PointNameSpec;
  readonly only?: 'users' | 'authorities' | 'attributes';
  readonly reasons?: readonly number[];
  readonly indirect?: boolean;
  readonly critical?: boolean;
};

const onlyTags = { users: 1, authorities: 2, attributes: 5 } as const;

/** issuingDistributionPoint (RFC 5280 §5.2.5). */
export function issuingScope({ at, only, reasons, indirect, critical = true }: ScopeSpec): ExtensionSpec {
  const flag = (number: number) => implicit(number, contentOf(boolean(true)));
  const limit = only === undefined ? null : onlyTags[only];
  const parts = [
    at === undefined ? null : explicit(0, pointName(at)),
    limit === 1 || limit === 2 ? flag(limit) : null,
    reasons === undefined ? null : implicit(3, contentOf(namedBits(reasons))),
    indirect === true ? flag(4) : null,
    limit === 5 ? flag(5) : null,
  ];
  return { oid: '2.5.29.28', critical, value: sequence(...parts.filter((part) => part !== null)) };
}

/** Of a short element. */
function contentOf(element: Buffer): Buffer {
  return element.subarray(2);
}
