import type { HttpHop } from '../../../probes/http.ts';
import { edgeSignatures } from './hops/edges.ts';
import { gatewaySignatures } from './hops/gateways.ts';
import { serverSignatures } from './hops/servers.ts';
import type { HopSignature, Mark } from './hops/signature.ts';

/** More telling ones first: the first that made the answer is named. */
const signatures: readonly HopSignature[] = [...edgeSignatures, ...gatewaySignatures, ...serverSignatures];

export type HopsSeen = {
  /** Who made the answer, with the mark that says so; null: the application, or somebody without a mark. */
  readonly maker: HopWithMark | null;
  /** Whom it came through, the maker left out. */
  readonly way: readonly HopWithMark[];
};

export type HopWithMark = {
  readonly signature: HopSignature;
  /** "server: awselb/2.0", or the passage of the body. */
  readonly mark: string;
};

/** Reads who made an answer and who passed it on from its headers and, for an error, its body. */
export function hopsSeen(hop: Pick<HttpHop, 'headers' | 'errorText'>): HopsSeen {
  const find = (marks: readonly Mark[]): string | null => {
    for (const [where, is] of marks) {
      const value = where === 'body' ? hop.errorText : hop.headers[where];
      const found = is.exec(value ?? '')?.[0];
      if (found !== undefined) return where === 'body' ? found : `${where}: ${value}`;
    }
    return null;
  };
  const seen = (by: 'made' | 'passed'): readonly HopWithMark[] =>
    signatures.flatMap((signature) => {
      const mark = find(signature[by]);
      return mark === null ? [] : [{ signature, mark }];
    });
  const maker = seen('made')[0] ?? null;
  const way = seen('passed').filter(({ signature }) => signature !== maker?.signature);
  return { maker, way };
}
