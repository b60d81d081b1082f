import { defineCheck } from '../../core/check.ts';
import type { Evidence } from '../../core/finding.ts';
import { mostClockSkewMs } from '../../core/vantage/reading.ts';
import { renewalState } from '../../core/watch/renewal/renewal.ts';
import { type ChainFacts, chainProbe } from '../../probes/chain.ts';
import { httpProbe } from '../../probes/http.ts';
import { type AriFacts, ariProbe } from '../../probes/renewal.ts';
import type { RevocationFacts } from '../../probes/revocation/revocation-facts.ts';
import { revocationProbe } from '../../probes/revocation.ts';
import { vantageProbe } from '../../probes/vantage.ts';
import { curlDate } from '../commands/curl.ts';
import { certificateName, evidence } from '../reading/evidence.ts';
import { ownClock } from '../reading/own-clock.ts';
import { lengthText, momentText } from '../reading/time-words.ts';

/** Date headers have whole seconds, and they travelled. */
const surelyOffMs = 60_000;

export const ownClockSkew = defineCheck({
  id: 'vantage/clock-skew',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The clock of the machine Notafter runs on is wrong',
  explanation:
    'At least two hosts that have nothing to do with each other agree on a time that is not the time of this machine. Whether a certificate or a proof of revocation is in force is judged by the clock, so what would be said about dates is not to be trusted.',
  fix: 'Switch time synchronisation on: timedatectl set-ntp true, or chronyd and systemd-timesyncd with a server they can reach (UDP port 123). A virtual machine may also take its time from its host. A container has the clock of the machine it runs on: mend it there.',
  citation: 'RFC 5280 §6.1.3',
  reads: { vantage: vantageProbe },
  mayRead: { chain: chainProbe, ari: ariProbe, revocation: revocationProbe, http: httpProbe },
  judge({ vantage, chain, ari, revocation, http }, { target, now }) {
    const clock = ownClock(vantage, http, target);
    if (clock === null || Math.abs(clock.offsetMs) <= surelyOffMs) return [];
    const right = new Date(now.getTime() + clock.offsetMs);
    const turned = [...certificatesTurned(chain, ari, now, right), ...proofsRefused(revocation)];
    if (turned.length === 0 && Math.abs(clock.offsetMs) <= mostClockSkewMs) return [];
    const [reference] = vantage.references?.references.filter((one) => one.clock !== null) ?? [];
    return [
      {
        severity: turned.length > 0 ? 'fatal' : 'warning',
        title: `The clock of this machine is ${lengthText(clock.offsetMs)} ${clock.offsetMs > 0 ? 'behind' : 'ahead'}`,
        evidence: [
          evidence('clock here', momentText(now)),
          evidence('the time elsewhere', momentText(right)),
          ...clock.voices.slice(0, 6).map(({ source, offsetMs }) => evidence(source, apartText(offsetMs))),
          ...turned.slice(0, 4),
        ],
        reproduce: reference === undefined ? null : curlDate(reference),
      },
    ];
  },
});

function apartText(offsetMs: number): string {
  return `its Date header is ${lengthText(offsetMs)} ${offsetMs > 0 ? 'ahead of' : 'behind'} this machine`;
}

/** Certificates that are judged otherwise by the right time. */
function certificatesTurned(
  chain: ChainFacts | null,
  ari: AriFacts | null,
  now: Date,
  right: Date,
): readonly Evidence[] {
  return (chain?.chains ?? []).flatMap(({ leaf, sent }) => {
    const answer = ari?.leaves.find(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256)?.answer;
    const validity = { ...leaf, renewalWindow: answer?.kind === 'window' ? answer.window : undefined };
    const states = [renewalState(validity, now), renewalState(validity, right)] as const;
    const others = sent.filter((one) => isInForce(one, now) !== isInForce(one, right));
    return [
      ...(states[0] === states[1]
        ? []
        : [
            evidence(
              certificateName(leaf),
              `${stateText(states[0])} by this clock, ${stateText(states[1])} by theirs`,
            ),
          ]),
      ...others.map((one) =>
        evidence(certificateName(one), `${isInForce(one, now) ? '' : 'not '}in force by this clock only`),
      ),
    ];
  });
}

function stateText(state: ReturnType<typeof renewalState>): string {
  return state === 'ok' ? 'in time' : state;
}

function isInForce({ notBefore, notAfter }: { readonly notBefore: Date; readonly notAfter: Date }, at: Date) {
  return at >= notBefore && at <= notAfter;
}

const timed: ReadonlySet<string> = new Set(['expired', 'not-yet-valid', 'stale']);

/** OCSP answers and CRLs that were refused for their dates. */
function proofsRefused(revocation: RevocationFacts | null): readonly Evidence[] {
  const reports = (revocation?.chains ?? []).flatMap(({ certificates }) =>
    certificates.flatMap((certificate) => certificate.reports),
  );
  return reports.flatMap(({ source, at, said }) => {
    if (said.kind !== 'refused') return [];
    const kinds = 'failure' in said ? [said.failure.kind] : said.problems.map(({ kind }) => kind);
    return kinds.some((kind) => timed.has(kind))
      ? [evidence(`${source} of ${at}`, 'refused for its dates')]
      : [];
  });
}
