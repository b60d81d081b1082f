import { defineCheck } from '../../core/check.ts';
import type { Evidence, Observation } from '../../core/finding.ts';
import { msText } from '../../core/text/time-text.ts';
import { type QuicPromise, quicProbe } from '../../probes/quic.ts';
import { addressOf } from '../commands/place.ts';
import { quicQuestion } from '../commands/quic.ts';
import { evidence } from '../reading/evidence.ts';
import { isUsableQuic, quicVersionNames } from '../reading/http/quic-versions.ts';

export const h3Unreachable = defineCheck({
  id: 'http/h3-unreachable',
  severity: 'warning',
  blame: 'target',
  title: 'HTTP/3 is promised and not there',
  explanation:
    'The server tells clients that it speaks HTTP/3 as well, and no QUIC answers over UDP at that place. Browsers believe the promise for as long as it says, try it first and fall back to TCP after a delay: pages work and feel slow at the first click.',
  fix: 'Open the UDP port in the firewall and the load balancer (a rule for TCP 443 does not cover UDP 443), and let the server listen on it (nginx: listen 443 quic reuseport; HAProxy: bind quic4@:443; Caddy: on by default). Otherwise take the promise back: send Alt-Svc: clear, and remove alpn h3 from the HTTPS record.',
  citation: 'RFC 9114 §3.1.1',
  reads: { quic: quicProbe },
  judge({ quic }): readonly Observation[] {
    const broken = quic.promises.flatMap((promise) => {
      const told = judgePromise(promise, quic.udpGetsOut);
      return told === null ? [] : [told];
    });
    // One promise that is kept is enough for a browser.
    return broken.length === quic.promises.length ? broken.slice(0, 1) : [];
  },
});

type Answer = QuicPromise['answers'][number];

function judgePromise(promise: QuicPromise, udpGetsOut: boolean | null): Observation | null {
  const { answers, notAsked } = promise;
  if (notAsked !== null || answers.length === 0) return null;
  const failed = answers.filter((answer) => !isKept(answer) && isTelling(answer));
  const first = failed[0];
  if (first === undefined) return null;
  const some = failed.length < answers.length ? ` at ${failed.length} of ${answers.length} addresses` : '';
  return {
    ...certainty(failed, udpGetsOut),
    title: `HTTP/3 is promised, and ${wordsFor(first)}${some}`,
    evidence: [
      evidence(promise.source, promise.said),
      ...answers.slice(0, 4).map((answer) => answerEvidence(answer)),
    ],
    reproduce: quicQuestion(first.address),
  };
}

/** Silence on the way to a public address may be anybody's filter, ours included, unless others answered from here. */
function certainty(
  failed: readonly Answer[],
  udpGetsOut: boolean | null,
): Pick<Observation, 'severity' | 'blame' | 'explanation'> {
  const doubtful = failed.every(({ outcome, isPublic }) => outcome.kind === 'silent' && isPublic);
  if (!doubtful || udpGetsOut === true) return {};
  const here =
    udpGetsOut === false
      ? 'Reference hosts that speak QUIC are silent as well: UDP does not get out of the network here, so this tells nothing about the server.'
      : 'Whether the server, its firewall or a network in between (ours included: many drop UDP to port 443) is silent cannot be told from here.';
  return {
    severity: 'notice',
    blame: udpGetsOut === false ? 'our-vantage' : 'unknown',
    explanation: `The server tells clients that it speaks HTTP/3 as well, and no QUIC answered over UDP. ${here} Browsers fall back to TCP after a delay.`,
  };
}

function isKept({ outcome }: Answer): boolean {
  return outcome.kind === 'versions' && isUsableQuic(outcome.versions);
}

/** What broke on our own side tells nothing about theirs. */
function isTelling({ outcome }: Answer): boolean {
  return outcome.kind === 'versions' || outcome.kind === 'refused' || outcome.kind === 'silent';
}

function wordsFor({ outcome, address }: Answer): string {
  const place = `UDP port ${address.port}`;
  switch (outcome.kind) {
    case 'versions':
      return `only old versions of QUIC are spoken on ${place}`;
    case 'refused':
      return `nothing listens on ${place}`;
    case 'silent':
    case 'not-sent':
    case 'aborted':
      return `nothing answers on ${place}`;
  }
}

function answerEvidence({ address, outcome }: Answer): Evidence {
  const after = `after ${msText(outcome.elapsedMs)}`;
  switch (outcome.kind) {
    case 'versions':
      return evidence(addressOf(address), `speaks QUIC ${quicVersionNames(outcome.versions)}`);
    case 'refused':
      return evidence(addressOf(address), `port unreachable (ICMP) ${after}`);
    case 'silent':
      return evidence(addressOf(address), `silent: asked ${outcome.asked} times, gave up ${after}`);
    case 'not-sent':
      return evidence(addressOf(address), `could not be asked from here (${outcome.errno})`);
    case 'aborted':
      return evidence(addressOf(address), 'not asked to the end');
  }
}
