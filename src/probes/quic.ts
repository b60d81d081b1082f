import { learned, notAsked, type ProbeOutcome, type ProbeResult } from '../core/probe.ts';
import type { Target } from '../core/target.ts';
import { type AlternativeService, readAltSvc } from '../net/http/alt-svc.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { askQuicVersions, type QuicOutcome } from '../net/quic/ask-versions.ts';
import { isPublicAddress } from '../net/quic/public-address.ts';
import { resolveAllowed } from '../net/resolve.ts';
import { type HttpFacts, httpProbe } from './http.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { type TcpFacts, tcpProbe } from './tcp.ts';

/** Whether the HTTP/3 that was promised is there: QUIC answers over UDP, or nothing does. */
export type QuicFacts = { readonly promises: readonly QuicPromise[] };

export type QuicPromise = {
  readonly source: 'Alt-Svc';
  /** The header as it came, at most 512 characters. */
  readonly said: string;
  readonly host: string;
  readonly port: number;
  readonly answers: readonly {
    readonly address: AllowedAddress;
    /** Of the public Internet: silence there may be a filter anywhere in between. */
    readonly isPublic: boolean;
    readonly outcome: QuicOutcome;
  }[];
  /** Why nothing was asked: the name of the alternative does not resolve, or leads where Notafter does not go. */
  readonly notAsked: string | null;
};

/** Three questions are asked in this time. */
const perAddressMs = 1500;
const mostPromises = 2;
const mostAddresses = 4;

export const quicProbe = defineProbe({
  name: 'quic',
  layer: 'http',
  rung: { label: 'HTTP/3', covers: [], always: false },
  needs: { tcp: tcpProbe },
  after: { http: httpProbe },
  deadlineMs: 3500,
  notApplicable: (target) => (target.scheme === 'https' ? null : `${target.scheme}:// promises no HTTP/3`),
  describe({ promises }: QuicFacts) {
    const answered = promises
      .flatMap(({ answers }) => answers)
      .filter(({ outcome }) => outcome.kind === 'versions');
    return answered.length > 0 ? 'QUIC answers' : 'QUIC does not answer';
  },
  async run(target, { tcp, http }, context): Promise<ProbeOutcome<QuicFacts>> {
    const promised = promisesIn(http, target);
    if (promised.length === 0) return notAsked('no HTTP/3 was promised');
    const promises = await Promise.all(promised.map((one) => keep(one, target, tcp, context)));
    return learned({ promises });
  },
});

type Promised = Pick<QuicPromise, 'source' | 'said'> & Pick<AlternativeService, 'host' | 'port'>;

/** RFC 7838 §3: what an origin says of itself. RFC 9114 §3.1.1: "h3" is the protocol; drafts had other names. */
function promisesIn(http: ProbeResult<HttpFacts>, target: Target): readonly Promised[] {
  const hops = http.status === 'skipped' ? [] : (http.facts?.hops ?? []);
  const origin = hops[0] === undefined ? null : new URL(hops[0].url).origin;
  const said = hops.findLast(({ url, headers }) => URL.parse(url)?.origin === origin && 'alt-svc' in headers)
    ?.headers['alt-svc'];
  if (said === undefined) return [];
  const read = readAltSvc(said);
  if (read.kind === 'clear') return [];
  const services = read.services.filter(
    ({ protocol, maxAgeSeconds }) => protocol === 'h3' && maxAgeSeconds > 0,
  );
  const places = new Map(services.map((one) => [`${one.host ?? target.host}:${one.port}`, one]));
  return [...places.values()]
    .slice(0, mostPromises)
    .map(({ host, port }) => ({ source: 'Alt-Svc', said, host: host === target.host ? null : host, port }));
}

async function keep(
  { source, said, host, port }: Promised,
  target: Target,
  tcp: TcpFacts,
  context: ProbeContext,
): Promise<QuicPromise> {
  const place = { source, said, host: host ?? target.host, port };
  const found = host === null ? ownAddresses(tcp, port, context) : await addressesOf(host, port, context);
  if (typeof found === 'string') return { ...place, answers: [], notAsked: found };
  const answers = await Promise.all(
    found.slice(0, mostAddresses).map(async (address) => {
      const options = { signal: context.signal, timeoutMs: context.budgetMs(perAddressMs) };
      const outcome = await askQuicVersions(address, options);
      return { address, isPublic: isPublicAddress(address.ip), outcome };
    }),
  );
  return { ...place, answers, notAsked: null };
}

/** The addresses of the target itself, at another port perhaps: the policy judges ports as well. */
function ownAddresses(
  tcp: TcpFacts,
  port: number,
  { network }: ProbeContext,
): readonly AllowedAddress[] | string {
  const verdicts = tcp.open.map(({ ip }) => network.policy.judge(ip, port));
  const allowed = verdicts.flatMap((verdict) => (verdict.allowed ? [verdict.address] : []));
  const refusal = verdicts.find((verdict) => !verdict.allowed);
  return allowed.length > 0 || refusal === undefined ? allowed : refusal.rule;
}

async function addressesOf(
  host: string,
  port: number,
  context: ProbeContext,
): Promise<readonly AllowedAddress[] | string> {
  const options = { signal: context.signal, timeoutMs: context.budgetMs(perAddressMs) };
  const resolution = await resolveAllowed({ host, port }, context.network, options);
  return resolution.resolved ? resolution.addresses : resolution.message;
}
