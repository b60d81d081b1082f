import { learned, notAsked, type ProbeOutcome, type ProbeResult } from '../core/probe.ts';
import type { Target } from '../core/target.ts';
import { openChannel } from '../net/channel.ts';
import type { AllowedAddress } from '../net/policy.ts';
import type { TlsScan } from '../net/tls/scan/scan.ts';
import type { CertificateKind } from '../net/tls/scan/scan-certificates.ts';
import { serverNameToSend } from '../net/tls/server-name.ts';
import { parseCertificate } from '../pki/certificate/parse-certificate.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { tcpProbe } from './tcp.ts';
import type { TlsFacts } from './tls/tls-facts.ts';
import { tlsProbe, withoutTls } from './tls.ts';

export type TlsScanFacts = {
  /** `asked`: somebody wanted all of it. `explains`: the handshake failed, and this is what the server does speak. */
  readonly reason: 'asked' | 'explains';
  /** SNI sent; null: none. */
  readonly serverName: string | null;
  /** One address, and one more for each further certificate that was seen. */
  readonly addresses: readonly ScannedAddress[];
};

export type ScannedAddress = Omit<TlsScan, 'certificates' | 'withoutName'> & {
  readonly address: AllowedAddress;
  readonly elapsedMs: number;
  /** The different leaves, with the kind of signature each was asked for. */
  readonly certificates: readonly ScannedLeaf[];
  /** What comes without SNI; null: not asked, or not to be told. */
  readonly withoutName:
    | { readonly kind: 'same' }
    | { readonly kind: 'other'; readonly leaf: ScannedLeaf }
    | { readonly kind: 'refused'; readonly why: string }
    | null;
};

export type ScannedLeaf = {
  readonly askedFor: CertificateKind | null;
  readonly fingerprint256: string;
  /** Names as its subject and SAN have them; empty for one that cannot be read. */
  readonly label: string;
  readonly keyType: string;
  readonly keyBits: number | null;
  readonly signature: string;
  readonly notAfter: Date | null;
  readonly selfIssued: boolean;
};

/** A server must not be flooded: connections at the same time, and in all for one address. */
const atOnce = 8;
const mostConnections = 600;
const mostAddresses = 3;
const wholeScanMs = 60_000;
/** Left for writing down what was seen when the time of the run ends. */
const tidyMs = 100;

export const tlsScanProbe = defineProbe({
  name: 'tls-scan',
  layer: 'tls',
  rung: { label: 'TLS scan', covers: [], always: false },
  needs: { tcp: tcpProbe },
  after: { tls: tlsProbe },
  only: ['certificate', 'all'],
  deadlineMs: wholeScanMs + 5000,
  notApplicable: withoutTls,
  describe({ addresses }: TlsScanFacts) {
    const [first] = addresses;
    if (first === undefined) return 'no address';
    const spoken = first.versions.filter(({ outcome }) => outcome === 'spoken');
    const suites = spoken.reduce((sum, { suites: { length } }) => sum + length, 0);
    const names = spoken.map(({ name }) => name).toReversed();
    return `${names.length === 0 ? 'no version' : names.join(', ')}; ${suites} suites in ${first.connections} connections`;
  },
  isUnsure: ({ addresses }: TlsScanFacts) => addresses.some(({ complete }) => !complete),
  async run(target, { tcp, tls }, context): Promise<ProbeOutcome<TlsScanFacts>> {
    const asked = context.wishes.has('tls');
    const seen = factsOf(tls);
    // A sweep looks at certificates and has no time for this.
    if (!asked && context.depth !== 'all') return notAsked('nobody asked for a scan');
    const addresses = asked ? addressesToScan(tcp.open, seen) : addressesToExplain(seen);
    if (addresses.length === 0) return notAsked(asked ? 'no TLS answers' : 'nobody asked for a scan');
    const extent = asked ? 'everything' : 'handshake';
    const serverName = serverNameToSend(target.hostKind === 'name' ? target.host : null);
    const scanned: ScannedAddress[] = [];
    // One after the other: they may well be one machine.
    for (const address of addresses) {
      scanned.push(await scanAt(address, { target, serverName, extent, context }));
    }
    return learned({ reason: asked ? 'asked' : 'explains', serverName, addresses: scanned });
  },
});

function factsOf(result: ProbeResult<TlsFacts>): TlsFacts | null {
  return result.status === 'skipped' ? null : (result.facts ?? null);
}

/** The first that shook hands, and the first of each further certificate; where none did, the first that is open. */
function addressesToScan(open: readonly AllowedAddress[], seen: TlsFacts | null): readonly AllowedAddress[] {
  const reached = (seen?.addresses ?? []).filter(({ handshake }) => speaksTls(handshake));
  if (seen !== null && reached.length === 0) return [];
  const byLeaf = new Map<string, AllowedAddress>();
  for (const { address, handshake } of reached) {
    if (handshake.kind !== 'completed') continue;
    const leaf = handshake.session.chain[0]?.fingerprint256 ?? '';
    if (!byLeaf.has(leaf)) byLeaf.set(leaf, address);
  }
  if (byLeaf.size > 0) return [...byLeaf.values()].slice(0, mostAddresses);
  return [reached[0]?.address ?? open[0]].filter((address) => address !== undefined);
}

/** Where a hello met silence, another protocol or nobody, further hellos tell nothing. */
function speaksTls(fate: TlsFacts['addresses'][number]['handshake']): boolean {
  if (fate.kind !== 'failed') return fate.kind === 'completed';
  return !fate.dropsSilentClients && fate.failure.kind !== 'not-tls' && fate.failure.kind !== 'timeout';
}

/** The first whose handshake broke in a way that other versions, suites or groups may explain; none when one worked. */
function addressesToExplain(seen: TlsFacts | null): readonly AllowedAddress[] {
  if (seen === null || seen.addresses.some(({ handshake }) => handshake.kind === 'completed')) return [];
  return seen.addresses
    .filter(({ handshake }) => isWorthAScan(handshake))
    .slice(0, 1)
    .map(({ address }) => address);
}

/** handshake_failure, illegal_parameter, protocol_version, insufficient_security, internal_error. */
const explainedAlerts = new Set([40, 47, 70, 71, 80]);

function isWorthAScan(fate: TlsFacts['addresses'][number]['handshake']): boolean {
  if (fate.kind !== 'failed' || fate.dropsSilentClients) return false;
  const { kind, alert, sawCertificateRequest, chain } = fate.failure;
  if (sawCertificateRequest) return false;
  if (kind === 'alert') return alert !== null && explainedAlerts.has(alert.number);
  if (kind === 'reset' || kind === 'closed') return chain.length === 0;
  return kind === 'refused-by-us';
}

type Scanning = {
  readonly target: Target;
  readonly serverName: string | null;
  readonly extent: 'everything' | 'handshake';
  readonly context: ProbeContext;
};

async function scanAt(
  address: AllowedAddress,
  { target, serverName, extent, context }: Scanning,
): Promise<ScannedAddress> {
  const { signal, network } = context;
  // A sound handshake needs none of this: the tables stay off its way.
  const [{ createAsker }, { scanTls }] = await Promise.all([
    import('../net/tls/scan/asker.ts'),
    import('../net/tls/scan/scan.ts'),
  ]);
  const begun = performance.now();
  const asker = createAsker({
    open: (timeoutMs) =>
      openChannel(address, network, { scheme: target.scheme, host: target.host, signal, timeoutMs }),
    serverName,
    signal,
    timeLeft: () => context.budgetMs(wholeScanMs) - tidyMs,
    atOnce,
    most: mostConnections,
  });
  const { certificates, withoutName, ...scan } = await scanTls(asker, {
    serverName,
    signal,
    extent,
    onSeen: (words) => context.tell?.('tls-scan', words),
  });
  const leaves = certificates.map(({ der, askedFor }) => leafOf(der, askedFor));
  return {
    ...scan,
    address,
    elapsedMs: Math.round(performance.now() - begun),
    certificates: leaves,
    withoutName: namelessOf(withoutName, leaves),
  };
}

function leafOf(der: Uint8Array, askedFor: CertificateKind | null): ScannedLeaf {
  const read = parseCertificate(der);
  if ('unreadable' in read) {
    const unread = { fingerprint256: '', label: '', keyType: 'unknown', keyBits: null, signature: 'unknown' };
    return { ...unread, askedFor, notAfter: null, selfIssued: false };
  }
  const { fingerprint256, subject, names, publicKey, signature, notAfter, selfIssued } = read;
  return {
    askedFor,
    fingerprint256,
    label: subject.commonName ?? names?.dns[0] ?? names?.ip[0] ?? subject.text,
    keyType: publicKey.curve ?? publicKey.type,
    keyBits: publicKey.bits,
    signature: signature.algorithm,
    notAfter,
    selfIssued,
  };
}

function namelessOf(
  answer: TlsScan['withoutName'],
  leaves: readonly ScannedLeaf[],
): ScannedAddress['withoutName'] {
  if (answer === null || answer.kind === 'refused') return answer;
  const leaf = leafOf(answer.der, null);
  return leaves.some(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256)
    ? { kind: 'same' }
    : { kind: 'other', leaf };
}
