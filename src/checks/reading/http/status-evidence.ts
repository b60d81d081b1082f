import type { Evidence } from '../../../core/finding.ts';
import { retryAfter } from '../../../core/text/retry-after.ts';
import type { HttpHop } from '../../../probes/http.ts';
import { evidence } from '../evidence.ts';
import { lengthText, momentText } from '../time-words.ts';
import { challengeSchemes } from './challenges.ts';
import type { HopsSeen } from './hops.ts';

const toldHeaders = ['allow', 'upgrade', 'server', 'via', 'cf-ray', 'x-cache', 'proxy-status'] as const;

/** What the headers and the text of an error tell: when to come back, which login, who said so. */
export function statusEvidence(hop: HttpHop, { maker, way }: HopsSeen, now: Date): readonly Evidence[] {
  const { headers, errorText } = hop;
  return [
    ...retryEvidence(headers['retry-after'], now),
    ...challengeEvidence('www-authenticate', headers),
    ...challengeEvidence('proxy-authenticate', headers),
    ...(hop.status === 401 && headers['www-authenticate'] === undefined
      ? [evidence('www-authenticate', 'not sent, though a 401 has to (RFC 9110 §15.5.2)')]
      : []),
    ...(maker === null ? [] : [evidence('said by', `${maker.signature.name} (${maker.mark.slice(0, 100)})`)]),
    ...(way.length === 0
      ? []
      : [
          evidence(
            'came through',
            way
              .slice(0, 4)
              .map(({ signature, mark }) => `${signature.name} (${mark.slice(0, 60)})`)
              .join(', '),
          ),
        ]),
    ...toldHeaders.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [evidence(name, value)];
    }),
    ...(errorText === null ? [] : textEvidence(errorText)),
  ];
}

/** RFC 9110 §10.2.3, in words beside what was sent. */
function retryEvidence(header: string | undefined, now: Date): readonly Evidence[] {
  if (header === undefined) return [];
  const moment = retryAfter(header, now);
  if (moment === null) return [evidence('retry-after', `${header} (neither seconds nor a date)`)];
  const aheadMs = moment.getTime() - now.getTime();
  if (aheadMs <= 0) return [evidence('retry-after', `${header} (at once)`)];
  const length = aheadMs < 60_000 ? `${Math.ceil(aheadMs / 1000)} s` : lengthText(aheadMs);
  return [evidence('retry-after', `${header} (in ${length}, at ${momentText(moment)})`)];
}

function challengeEvidence(name: string, headers: HttpHop['headers']): readonly Evidence[] {
  const value = headers[name];
  if (value === undefined) return [];
  const schemes = challengeSchemes(value);
  return [
    evidence(name, value),
    ...(schemes.length === 0 ? [] : [evidence('login by', schemes.join(' or '))]),
  ];
}

/** The words of an error page without its markup. */
function textEvidence(errorText: string): readonly Evidence[] {
  const words = errorText
    .replace(/<(style|script|head)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ')
    .replace(/<[^>]*>?/g, ' ')
    .replace(/[\s\u0000-\u001f]+/g, ' ')
    .trim();
  return words === '' ? [] : [evidence('body', words)];
}
