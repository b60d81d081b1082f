import { defineCheck } from '../../core/check.ts';
import type { Severity } from '../../core/finding.ts';
import { httpProbe } from '../../probes/http.ts';
import { httpAddressesProbe } from '../../probes/http-addresses.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import {
  type AnswerAt,
  type AnswerKind,
  answerKind,
  answersByAddress,
  answerText,
} from '../reading/http/by-address.ts';
import { statusMeaning } from '../reading/http/statuses.ts';
import { happyEyeballsText, onlyIpv6Fails } from '../reading/tcp/ip-families.ts';

export const httpAddressesDiffer = defineCheck({
  id: 'http/addresses-differ',
  severity: 'error',
  blame: 'target',
  title: 'The same request is answered differently by address',
  explanation:
    'DNS hands out all of these addresses, and the same request brings different answers there. Clients are sent to one at random and do not try the next after a bad answer, so a part of them fails: for users it is a fault that comes and goes.',
  fix: 'Look at the machine behind the address that answers worst: its backend, its configuration (nginx -T, apachectl -S, haproxy -c) and its release, beside one that answers well. Take it out of DNS or of the load balancer until it is mended.',
  citation: 'RFC 8305 §5',
  reads: { http: httpProbe, others: httpAddressesProbe },
  judge({ http, others }, { target }) {
    const answers = answersByAddress(http, others);
    const worst = worstKind(answers.map((answer) => answerKind(answer, target)));
    if (worst === null) return [];
    const failing = answers.filter((answer) => answerKind(answer, target) === worst);
    const working = answers.filter((answer) => !failing.includes(answer));
    const [first] = failing;
    if (first === undefined) return [];
    const ipv6 = onlyIpv6Fails(addressesOf(failing), addressesOf(working));
    return [
      {
        severity: severityOf(worst),
        title: titleOf(failing, working, ipv6),
        ...(ipv6 ? { explanation: happyEyeballsText } : {}),
        evidence: [...failing, ...working]
          .slice(0, 16)
          .map((answer) => evidence(answer.address, answerText(answer))),
        reproduce: curlPinned(first.url, first.address, ...(first.status === null ? ['-m 10'] : [])),
      },
    ];
  },
});

const fromWorst: readonly AnswerKind[] = ['bad', 'turned-away', 'busy', 'elsewhere'];

/** Null when all addresses answer alike. */
function worstKind(kinds: readonly AnswerKind[]): AnswerKind | null {
  if (new Set(kinds).size < 2) return null;
  return fromWorst.find((kind) => kinds.includes(kind)) ?? null;
}

/** A redirect here and a page there may be meant; asking at all addresses at once may itself be too much for one. */
function severityOf(worst: AnswerKind): Severity {
  return worst === 'bad' || worst === 'turned-away' ? 'error' : 'notice';
}

function addressesOf(answers: readonly AnswerAt[]): readonly string[] {
  return answers.map(({ address }) => address);
}

function titleOf(failing: readonly AnswerAt[], working: readonly AnswerAt[], ipv6: boolean): string {
  const [first] = failing;
  const answer =
    first?.status == null ? 'No answer' : `HTTP ${first.status} (${statusMeaning(first.status)})`;
  const others = `the others say ${[...new Set(working.map(({ status }) => status ?? 'nothing'))].slice(0, 3).join(', ')}`;
  const total = failing.length + working.length;
  if (ipv6)
    return `${answer} over IPv6 at ${failing.length} of ${total} addresses, while over IPv4 ${others}`;
  return `${answer} at ${failing.length} of ${total} addresses (${failing
    .slice(0, 2)
    .map(({ address }) => address)
    .join(', ')}), ${others}`;
}
