import { defineCheck } from '../../core/check.ts';
import { mostClockSkewMs } from '../../core/vantage/reading.ts';
import { httpProbe } from '../../probes/http.ts';
import { vantageProbe } from '../../probes/vantage.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { dateSaid, ownClock } from '../reading/own-clock.ts';
import { lengthText, momentText } from '../reading/time-words.ts';

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
  mayRead: { vantage: vantageProbe },
  judge({ http, vantage }, { target }) {
    const said = dateSaid(http);
    if (said === null) return [];
    const { skewMs, cached } = said;
    if (said.leastMs <= mostClockSkewMs || (skewMs < 0 && cached)) return [];
    const others = ownClock(vantage, http, target);
    // Then it is the clock here, and that is told.
    if (others !== null && Math.abs(others.offsetMs - skewMs) <= mostClockSkewMs) return [];
    const sound = others !== null && Math.abs(others.offsetMs) <= mostClockSkewMs ? others.voices : [];
    return [
      {
        ...(sound.length === 0 ? {} : { blame: 'target' }),
        title: `The clock of the server is ${lengthText(skewMs)} ${skewMs > 0 ? 'ahead of' : 'behind'} the clock here`,
        evidence: [
          evidence('URL', said.url),
          evidence('Date header', said.text),
          evidence('clock here', momentText(said.askedAt)),
          ...sound.slice(0, 4).map(({ source }) => evidence('agrees with the clock here', source)),
        ],
        reproduce: curlPinned(said.url, said.address),
      },
    ];
  },
});
