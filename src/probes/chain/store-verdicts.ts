import type { Certificate } from '../../pki/certificate/certificate.ts';
import { certificateLabel } from '../../pki/certificate/describe.ts';
import { findPath, type PathResult } from '../../pki/path/path.ts';
import type { PathProblem } from '../../pki/path/path-problem.ts';
import type { NamedStore } from '../../pki/trust/named-store.ts';
import type { TrustStore } from '../../pki/trust/trust-store.ts';

/** What a client that knows this one store says of a list of certificates. */
export type StoreVerdict = Pick<NamedStore, 'kind' | 'name' | 'asOf' | 'isPublic'> & {
  /** The public list that the diagnosis goes by. */
  readonly judges: boolean;
  readonly trusted: boolean;
  /** The anchor its path ends in; null when it finds none. */
  readonly anchor: {
    readonly label: string;
    readonly subject: string;
    readonly fingerprint256: string;
  } | null;
  readonly problem: PathProblem['kind'] | null;
};

export type StoreQuestion = {
  readonly leaf: Certificate;
  /** Without the leaf, in any order. */
  readonly sent: readonly Certificate[];
  /** What our own store says of it. */
  readonly path: PathResult;
  readonly now: Date;
};

/** One verdict for each store that holds anything. */
export function storeVerdicts(question: StoreQuestion, trust: TrustStore): readonly StoreVerdict[] {
  return trust.stores
    .filter(({ set }) => set.size > 0)
    .map((store) => {
      const { kind, name, asOf, isPublic } = store;
      const path = pathIn(store, question);
      const top = path.trusted ? path.path.at(-1) : undefined;
      return {
        kind,
        name,
        asOf,
        isPublic,
        judges: store === trust.judge,
        trusted: path.trusted,
        anchor: top === undefined ? null : anchorOf(top),
        problem: path.trusted ? null : path.problem.kind,
      };
    });
}

/** A path that is known ends in an anchor of most stores: only the others cost a search. */
function pathIn({ set }: NamedStore, { leaf, sent, path, now }: StoreQuestion): PathResult {
  const anchor = path.trusted ? path.path.at(-1) : undefined;
  if (anchor !== undefined && set.has(anchor)) return path;
  return findPath({ leaf, sent, store: set, now });
}

function anchorOf(certificate: Certificate): StoreVerdict['anchor'] {
  return {
    label: certificateLabel(certificate),
    subject: certificate.subject.text,
    fingerprint256: certificate.fingerprint256,
  };
}
