import type { Certificate } from '../certificate/certificate.ts';
import type { PathProblem } from './path-problem.ts';
import type { PathQuestion } from './path-question.ts';
import { isOver } from './path-rules.ts';
import { searchPath } from './path-search.ts';

export type { PathRule } from './path-rules.ts';

export type PathResult =
  | {
      readonly trusted: true;
      /** Leaf first, trust anchor last. */
      readonly path: readonly Certificate[];
      /** Certificates sent that are past notAfter and that another path made unnecessary. */
      readonly detours: readonly Certificate[];
    }
  | { readonly trusted: false; readonly problem: PathProblem };

/**
 * Looks for a path from the leaf to a trust anchor that keeps every rule of RFC 5280 §6.1 (certificate
 * policies only where `strictness` asks, and without revocation), trying all paths before it gives up. The leaf's dates, names and purposes are not judged.
 */
export function findPath(question: PathQuestion): PathResult {
  const found = searchPath(question);
  if (!found.trusted) return found;
  const onPath = new Set(found.path.map((certificate) => certificate.fingerprint256));
  const unnecessary = new Map(
    question.sent
      .filter((one) => isOver(one, question.now) && !onPath.has(one.fingerprint256))
      .map((certificate) => [certificate.fingerprint256, certificate]),
  );
  return { trusted: true, path: found.path, detours: [...unnecessary.values()] };
}
