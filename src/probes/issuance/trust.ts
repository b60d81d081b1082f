import { climbFrom } from '../../net/dns/name-tree.ts';
import type { BrokenLink } from '../../net/dnssec/broken-link.ts';
import { rootAnchors } from '../../net/dnssec/root-anchors.ts';
import type { Validation } from '../../net/dnssec/validate.ts';
import { type CaaFacts, relevantStep } from '../caa.ts';
import type { ProbeContext } from '../probe.ts';

/** An answer that a CA asks for and whose signatures do not hold. */
export type BogusAnswer = {
  readonly name: string;
  readonly type: 'CAA' | 'TXT';
  readonly link: BrokenLink;
  readonly zones: Validation['zones'];
  readonly server: string | null;
};

export type TrustOfName = {
  readonly bogus: readonly BogusAnswer[];
  /** False: the resolver did not even show the root signed, so that asking about other names is in vain. */
  readonly signed: boolean;
};

const perQuestionMs = 2000;
/** Names of one climb that are validated; CAA of a registry is the registry's own. */
const mostSteps = 4;

/** Validates what a CA must validate since 2026-03-15: CAA of every step that counts, and the challenge's TXT records. */
export async function trustOfName(
  challenge: string,
  caa: CaaFacts,
  context: ProbeContext,
): Promise<TrustOfName> {
  const questions = [
    ...stepsThatCount(caa).map((name) => ({ name, type: 'CAA' }) as const),
    { name: challenge, type: 'TXT' } as const,
  ];
  const bogus: BogusAnswer[] = [];
  for (const { name, type } of questions) {
    const { answers, zones } = await validated(name, type, context);
    const trust = answers[0]?.trust;
    if (trust?.state === 'bogus')
      bogus.push({ name, type, link: trust.link, zones, server: context.network.dns.servers[0] ?? null });
    if (zones.length === 0 && trust?.state === 'indeterminate') return { bogus, signed: false };
  }
  return { bogus, signed: true };
}

function stepsThatCount(caa: CaaFacts): readonly string[] {
  const end = relevantStep(caa)?.name;
  const names = climbFrom(caa.steps[0]?.name ?? '').filter((name) => name.includes('.'));
  const last = end === undefined ? names.length : names.indexOf(end) + 1;
  return names.slice(0, Math.min(last === 0 ? names.length : last, mostSteps));
}

async function validated(name: string, type: string, context: ProbeContext): Promise<Validation> {
  // Nothing but this and one other probe needs the library.
  const { validate } = await import('../../net/dnssec/validate.ts');
  return validate(name, [type], {
    ask: (asked, ofType) =>
      context.network.dns.ask(
        { name: asked, type: ofType, dnssec: true, checkingDisabled: true },
        { signal: context.signal, timeoutMs: context.budgetMs(perQuestionMs) },
      ),
    anchors: context.dnssecAnchors ?? rootAnchors(),
    now: context.now(),
  });
}
