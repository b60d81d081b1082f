import type { SeenCertificate } from '../../core/diagnosis.ts';
import { dateText } from '../../core/text/time-text.ts';
import type { TroubleCause } from '../../core/watch/alarm/condition.ts';
import type { ServedCertificate } from '../../core/watch/endpoint.ts';

/** As many names as a look keeps: beyond that a name may be there and not be shown. */
const mostNames = 100;

/**
 * Why a leaf that was not served before is no plain renewal of one that was; null: it is one. A renewal has the same
 * authority, every name of before, and was issued later.
 */
export function changeOf(
  leaf: SeenCertificate,
  before: readonly ServedCertificate[],
  now: Date,
): TroubleCause | null {
  if (before.length === 0 || before.some(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256)) {
    return null;
  }
  const at = new Set(leaf.addresses);
  const there = before.filter(({ addresses }) => addresses.some((address) => at.has(address)));
  const predecessors = there.length === 0 ? before : there;
  // One that it renews is enough: the rest may be of another provider.
  const reasons = predecessors.map((old) => reasonOf(leaf, old, now));
  const [first] = reasons;
  if (first === undefined || reasons.includes(null)) return null;
  return first;
}

function reasonOf(leaf: SeenCertificate, old: ServedCertificate, now: Date): TroubleCause | null {
  if (isOlder(leaf, old)) {
    return cause(
      `An older certificate is served again: it ends ${dateText(leaf.notAfter, 'absolute', 'UTC', now)}`,
      'If a machine was restored or a deployment rolled back, install the newest certificate there again and reload.',
    );
  }
  const lost = lostNames(leaf, old);
  if (lost.length > 0) {
    const more = lost.length > 1 ? ` and ${lost.length - 1} more` : '';
    return cause(
      `The new certificate leaves out ${lost[0]}${more}`,
      'If the name is still in use, issue the certificate again with all names; clients that use it are refused.',
    );
  }
  if (authorityOf(leaf) !== authorityOf(old)) {
    return cause(
      `Another authority issued it: ${authorityOf(leaf)} instead of ${authorityOf(old)}`,
      'If nobody of yours moved to this authority, find out who asked for the certificate: its CT log entry, the account at the authority, who may change DNS. Else nothing has to be done.',
    );
  }
  return null;
}

/** One that was issued later and ends sooner is of a shorter kind, not an older one. */
function isOlder(leaf: SeenCertificate, old: ServedCertificate): boolean {
  return leaf.notBefore < old.notBefore && leaf.notAfter < old.notAfter;
}

function lostNames(leaf: SeenCertificate, old: ServedCertificate): readonly string[] {
  if (leaf.names.length >= mostNames || old.names.length >= mostNames) return [];
  const names = new Set(leaf.names.map((name) => name.toLowerCase()));
  return old.names.filter((name) => {
    const lower = name.toLowerCase();
    const dot = lower.indexOf('.');
    return !names.has(lower) && (lower.startsWith('*.') || !names.has(`*${lower.slice(dot)}`));
  });
}

/** The organization; its intermediates take turns. */
function authorityOf({ authority, issuer }: Pick<SeenCertificate, 'authority' | 'issuer'>): string {
  return authority ?? issuer;
}

function cause(title: string, fix: string): TroubleCause {
  return { id: null, title, fix, reproduce: null, blame: 'target' };
}
