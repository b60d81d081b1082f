import { learned, type ProbeOutcome } from '../core/probe.ts';
import { schemeFacts } from '../core/target/schemes.ts';
import { hostPort, type Target } from '../core/target.ts';
import { openChannel } from '../net/channel.ts';
import { askForScts } from '../net/tls/ask-for-scts.ts';
import { judgeScts } from '../pki/ct/judge-scts.ts';
import { judgePolicies, type PolicyVerdict } from '../pki/ct/policy.ts';
import type { SctVerdict } from '../pki/ct/sct-verdict.ts';
import { chainProbe, type ServedChain, verifiedPath } from './chain.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import type { TlsFacts } from './tls/tls-facts.ts';
import { tlsProbe, withoutTls } from './tls.ts';

export type TransparencyFacts = {
  /** The list of logs that every verdict here rests on. */
  readonly list: {
    readonly date: Date;
    /** "bundled", or the file or URL of CT_LOG_LIST. */
    readonly source: string;
    /** Why it is not the list that was asked for. */
    readonly problem: string | null;
    /** So old that logs may count by now which it does not know. */
    readonly stale: boolean;
  };
  readonly certificates: readonly Transparency[];
};

/** What came with one leaf whose issuer is known. */
export type Transparency = {
  readonly addresses: readonly string[];
  readonly fingerprint256: string;
  /** It comes from an authority whose certificates browsers want logged. */
  readonly bound: boolean;
  readonly scts: readonly SctVerdict[];
  readonly policies: readonly PolicyVerdict[];
  /** The TLS extension, asked for with a handshake of our own: only where the SCTs embedded did not suffice. */
  readonly tlsExtension:
    | { readonly kind: 'not-asked' }
    | { readonly kind: 'asked'; readonly address: string }
    | { readonly kind: 'failed'; readonly address: string; readonly reason: string };
};

/** Chrome enforces nothing by a list older than that: a log is used once every client knows it (ct_policy.html). */
const freshForMs = 70 * 86_400_000;
const listMs = 3000;
const dialMs = 1500;
const askMs = 3000;

export const transparencyProbe = defineProbe({
  name: 'transparency',
  layer: 'certificate',
  rung: { label: 'Transparency', covers: [], always: false },
  needs: { tls: tlsProbe, chain: chainProbe },
  deadlineMs: 8000,
  notApplicable: withoutTls,
  describe({ certificates }: TransparencyFacts) {
    const counted = certificates.flatMap(({ scts }) => scts).filter(({ fault }) => fault === null);
    return `${counted.length} timestamps`;
  },
  async run(target, { tls, chain }, context): Promise<ProbeOutcome<TransparencyFacts>> {
    const now = context.now();
    const inUse = await context.logList({
      network: context.network,
      secureContext: context.trust.secureContext,
      cache: context.cache,
      now,
      signal: context.signal,
      timeoutMs: context.budgetMs(listMs),
    });
    const look = (served: ServedChain) => lookAt(served, { target, tls, context, list: inUse.list, now });
    const seen = await Promise.all(chain.chains.map(look));
    const { date } = inUse.list;
    return learned({
      list: {
        date,
        source: inUse.source,
        problem: inUse.problem,
        stale: now.getTime() - date.getTime() > freshForMs,
      },
      certificates: seen.filter((one) => one !== null),
    });
  },
});

type Look = {
  readonly target: Target;
  readonly tls: TlsFacts;
  readonly context: ProbeContext;
  readonly list: Parameters<typeof judgeScts>[1];
  readonly now: Date;
};

async function lookAt(served: ServedChain, look: Look): Promise<Transparency | null> {
  const { leaf, addresses } = served;
  const issuer = verifiedPath(served)?.[1];
  // Trusted itself, or of an issuer nobody knows: there is no key to check embedded SCTs with.
  if (issuer === undefined) return null;
  const bound = served.publiclyTrusted && look.context.trust.demandsTransparency;
  const stapled = staplesOf(served, look.tls);
  const judge = (tls: Uint8Array | null) => {
    const scts = judgeScts({ leaf, issuer, stapled, tls }, look.list, look.now);
    return { scts, policies: judgePolicies({ ...leaf, scts }) };
  };
  const first = judge(null);
  const { fingerprint256 } = leaf;
  const tlsExtension = { kind: 'not-asked' } as const;
  const plain: Transparency = { addresses, fingerprint256, bound, ...first, tlsExtension };
  if (!bound || isEnough(first.policies)) return plain;
  const asked = await askServer(served, look);
  if (asked.scts === null) return { ...plain, tlsExtension: asked.tlsExtension };
  return { ...plain, ...judge(asked.scts), tlsExtension: asked.tlsExtension };
}

function isEnough(policies: readonly PolicyVerdict[]): boolean {
  return policies.every(({ binds, satisfied }) => satisfied || !binds);
}

/** Each different OCSP response that was stapled to this list of certificates. */
function staplesOf({ addresses }: ServedChain, tls: TlsFacts): readonly Uint8Array[] {
  const staples = new Map<string, Uint8Array>();
  for (const { address, handshake } of tls.addresses) {
    if (handshake.kind !== 'completed' || !addresses.includes(hostPort(address.ip, address.port))) continue;
    const { stapled } = handshake.session;
    if (stapled !== null) staples.set(Buffer.from(stapled).toString('base64'), stapled);
  }
  return [...staples.values()];
}

type Asked = Pick<Transparency, 'tlsExtension'> & { readonly scts: Uint8Array | null };

async function askServer({ addresses, leaf }: ServedChain, { target, tls, context }: Look): Promise<Asked> {
  const at = tls.addresses.find(({ address }) => hostPort(address.ip, address.port) === addresses[0]);
  if (at === undefined) return { tlsExtension: { kind: 'not-asked' }, scts: null };
  const address = hostPort(at.address.ip, at.address.port);
  const failed = (reason: string): Asked => ({
    tlsExtension: { kind: 'failed', address, reason },
    scts: null,
  });
  const { signal } = context;
  const channel = await openChannel(at.address, context.network, {
    scheme: target.scheme,
    host: target.host,
    signal,
    timeoutMs: context.budgetMs(dialMs),
    upgradeMs: context.budgetMs(askMs),
  });
  if (!channel.open) {
    const why = channel.why === 'not-connected' ? channel.failure : channel.failure.how.kind;
    return failed(`no second connection: ${why}`);
  }
  const answer = await askForScts(channel.socket, {
    serverName: tls.serverName,
    alpn: schemeFacts(target.scheme).alpn,
    timeoutMs: context.budgetMs(askMs),
    signal,
  });
  if (!answer.answered) return failed(answer.reason);
  const same = answer.certificate !== null && Buffer.compare(answer.certificate, leaf.der) === 0;
  if (!same) return failed('another certificate came the second time');
  return { tlsExtension: { kind: 'asked', address }, scts: answer.scts };
}
