import { learned, notAsked, type ProbeOutcome } from '../core/probe.ts';
import type { Target } from '../core/target.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { askQuicVersions, type QuicOutcome } from '../net/quic/ask-versions.ts';
import { resolveAllowed } from '../net/resolve.ts';
import { isPublicAddress } from '../net/special-ranges.ts';
import { httpProbe } from './http.ts';
import { defineProbe, type ProbeContext } from './probe.ts';
import { type Promised, promisesIn } from './quic/promises.ts';
import { udpGetsOut } from './quic/udp-control.ts';
import { serviceBindingProbe } from './service-binding.ts';
import { type TcpFacts, tcpProbe } from './tcp.ts';

/** Whether the HTTP/3 that was promised is there: QUIC answers over UDP, or nothing does. */
export type QuicFacts = {
  readonly promises: readonly QuicPromise[];
  /** Whether UDP gets out of here: asked only where a public address was silent; null: not asked, or not known. */
  readonly udpGetsOut: boolean | null;
};

export type QuicPromise = {
  readonly source: 'Alt-Svc' | 'HTTPS record';
  /** What was said, as it came. */
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
const mostAddresses = 4;

export const quicProbe = defineProbe({
  name: 'quic',
  layer: 'http',
  rung: { label: 'HTTP/3', covers: [], always: false },
  needs: { tcp: tcpProbe },
  after: { http: httpProbe, services: serviceBindingProbe },
  deadlineMs: 4000,
  notApplicable: (target) => (target.scheme === 'https' ? null : `${target.scheme}:// promises no HTTP/3`),
  describe({ promises }: QuicFacts) {
    const answered = promises
      .flatMap(({ answers }) => answers)
      .filter(({ outcome }) => outcome.kind === 'versions');
    return answered.length > 0 ? 'QUIC answers' : 'QUIC does not answer';
  },
  async run(target, { tcp, http, services }, context): Promise<ProbeOutcome<QuicFacts>> {
    const promised = promisesIn(http, services, target);
    if (promised.length === 0) return notAsked('no HTTP/3 was promised');
    const promises = await Promise.all(promised.map((one) => keep(one, target, tcp, context)));
    const silent = promises.some(({ answers }) =>
      answers.some(({ isPublic, outcome }) => isPublic && outcome.kind === 'silent'),
    );
    return learned({ promises, udpGetsOut: silent ? await udpGetsOut(context) : null });
  },
});

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
