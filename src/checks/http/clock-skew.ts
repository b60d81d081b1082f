import { defineCheck } from '../../core/check.ts';
import { httpProbe } from '../../probes/http.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { lengthText, momentText } from '../reading/time-words.ts';

const mostSkewMs = 300_000;

/** A cached response carries the Date of its making (RFC 9111 §4.2.3): old without any clock being wrong. */
const cacheHeaders = ['age', 'via', 'x-cache', 'cf-ray'] as const;

export const clockSkew = defineCheck({
  id: 'http/clock-skew',
  severity: 'warning',
  blame: 'unknown',
  title: 'The clock of the server and the clock here disagree',
  explanation:
    'The Date header of the response differs from the time on the machine Notafter runs on by more than five minutes. One of the two clocks is wrong. On the server that breaks signed requests, tokens and the renewal of certificates; here it makes verdicts about dates wrong.',
  fix: 'Compare both with a third clock. Switch time synchronisation on where it is wrong (timedatectl set-ntp true, chrony, systemd-timesyncd).',
  citation: 'RFC 9110 §6.6.1',
  reads: { http: httpProbe },
  judge({ http }) {
    const hop = http.hops.findLast(({ headers }) => headers.date !== undefined);
    const theirs = Date.parse(hop?.headers.date ?? '');
    if (hop === undefined || Number.isNaN(theirs)) return [];
    const asked = hop.askedAt.getTime();
    const skewMs = theirs - asked;
    const cached = cacheHeaders.some((name) => hop.headers[name] !== undefined);
    // Made some time between the question and the answer, and cut to the second.
    const leastMs = skewMs > 0 ? theirs - (asked + hop.elapsedMs) : asked - (theirs + 999);
    if (leastMs <= mostSkewMs || (skewMs < 0 && cached)) return [];
    return [
      {
        title: `The clock of the server is ${lengthText(skewMs)} ${skewMs > 0 ? 'ahead of' : 'behind'} the clock here`,
        evidence: [
          evidence('URL', hop.url),
          evidence('Date header', hop.headers.date ?? ''),
          evidence('clock here', momentText(hop.askedAt)),
        ],
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});
