import { learned, type ProbeOutcome } from '../core/probe.ts';
import { hostPort } from '../core/target.ts';
import type { Certificate } from '../pki/certificate/certificate.ts';
import { judgeOcsp } from '../pki/revocation/ocsp/judge-ocsp.ts';
import { chainProbe, type ServedChain, verifiedPath } from './chain.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { saidBy } from './revocation/ask-ocsp.ts';
import type {
  CertificateRevocation,
  ChainRevocation,
  OcspReport,
  RevocationFacts,
} from './revocation/revocation-facts.ts';
import { askAll, type RevocationOf } from './revocation/revocation-of.ts';
import { type Allowance, openAllowance } from './revocation/revocation-question.ts';
import { revocationText } from './revocation/revocation-text.ts';
import type { TlsFacts } from './tls/tls-facts.ts';
import { tlsProbe, withoutTls } from './tls.ts';

export type { RevocationFacts } from './revocation/revocation-facts.ts';

/**
 * Runs beside the HTTP probe: whoever waits for the page does not wait for the authority. What was learned is kept
 * until its nextUpdate, so that a sweep asks once for many endpoints.
 */
export const revocationProbe = defineProbe({
  name: 'revocation',
  layer: 'revocation',
  rung: { label: 'Revocation', covers: ['revocation'], always: true },
  needs: { tls: tlsProbe, chain: chainProbe },
  deadlineMs: 5500,
  notApplicable: withoutTls,
  describe: revocationText,
  isUnsure: ({ chains }: RevocationFacts) => chains.some(isUnsure),
  async run(_target, { tls, chain }, context): Promise<ProbeOutcome<RevocationFacts>> {
    const look = openLook(tls, context);
    const chains = await Promise.all(chain.chains.flatMap((served) => lookAtChain(served, look)));
    return learned({ chains });
  },
});

/** A certificate that lives too short to be asked about is as good as one that was. */
function isUnsure({ certificates: [leaf] }: ChainRevocation): boolean {
  return leaf?.adopted.status === 'unchecked' && leaf.adopted.because !== 'short-lived';
}

type Look = {
  readonly tls: TlsFacts;
  readonly allowance: Allowance;
  readonly context: ProbeContext;
  /** Certificates that several chains share are asked about once. */
  readonly asked: Map<string, Promise<RevocationOf>>;
};

function openLook(tls: TlsFacts, context: ProbeContext): Look {
  return { tls, context, allowance: openAllowance(context), asked: new Map() };
}

/** Nothing for a chain without a verified path: then nobody is known to be the issuer. */
function lookAtChain(served: ServedChain, look: Look): readonly Promise<ChainRevocation>[] {
  const path = verifiedPath(served);
  if (path === null) return [];
  const { addresses, publiclyTrusted } = served;
  const certificates = path.slice(0, -1).map(async (certificate, index): Promise<CertificateRevocation> => {
    const [issuer, ...above] = path.slice(index + 1);
    if (issuer === undefined) throw new Error('every certificate but the anchor has an issuer in its path');
    const place = index === 0 ? 'leaf' : 'intermediate';
    const staples = place === 'leaf' ? staplesFor(certificate, issuer, addresses, look) : [];
    const answer = await askOnce({ certificate, issuer, above, served, staples }, look);
    return { certificate, issuer, place, ...answer };
  });
  return [Promise.all(certificates).then((all) => ({ addresses, publiclyTrusted, certificates: all }))];
}

type Asked = {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly above: readonly Certificate[];
  readonly served: ServedChain;
  readonly staples: readonly OcspReport[];
};

function askOnce({ certificate, issuer, above, served, staples }: Asked, look: Look): Promise<RevocationOf> {
  const { allowance, context, asked } = look;
  const addresses = staples.map(({ at }) => at).join(' ');
  const key = `${certificate.fingerprint256} ${issuer.fingerprint256} ${addresses}`;
  const known = asked.get(key);
  if (known !== undefined) return known;
  const candidates = [issuer, ...above, ...served.sent];
  const question = { certificate, issuer, above, candidates, allowance };
  const asking = askAll(question, staples, context);
  asked.set(key, asking);
  return asking;
}

/** One report for each different staple that the addresses of a chain send (RFC 6066 §8, RFC 8446 §4.4.2.1). */
function staplesFor(
  certificate: Certificate,
  issuer: Certificate,
  addresses: readonly string[],
  { tls, context }: Look,
): readonly OcspReport[] {
  const byContent = new Map<string, { readonly staple: Uint8Array; readonly from: string[] }>();
  for (const { address, handshake } of tls.addresses) {
    const place = hostPort(address.ip, address.port);
    if (handshake.kind !== 'completed' || !addresses.includes(place)) continue;
    const { stapled } = handshake.session;
    if (stapled === null) continue;
    const content = Buffer.from(stapled).toString('latin1');
    const seen = byContent.get(content) ?? { staple: stapled, from: [] };
    seen.from.push(place);
    byContent.set(content, seen);
  }
  return [...byContent.values()].map(({ staple, from }) => {
    const answer = judgeOcsp({ response: staple, certificate, issuer, now: context.now() });
    return { source: 'staple', at: from.join(', '), asked: null, cached: false, said: saidBy(answer) };
  });
}
