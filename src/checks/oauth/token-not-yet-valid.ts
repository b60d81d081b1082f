import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { momentAndLength, tokenEvidence, usualLeewayMs } from '../reading/above/token-words.ts';
import { evidence } from '../reading/evidence.ts';
import { lengthText } from '../reading/time-words.ts';

export const tokenNotYetValid = defineCheck({
  id: 'oauth/token-not-yet-valid',
  severity: 'fatal',
  blame: 'target',
  title: 'The token is not valid yet',
  explanation:
    'The time in nbf (or in iat, when it was issued) lies ahead. A token that was just made is refused for a while: then the clock of the issuer runs ahead of that of the resource server, by as much as is said below.',
  fix: 'Set the clocks: chrony or systemd-timesyncd on both machines (timedatectl shows it), also on hosts of containers. Grant 30 to 60 seconds of leeway in the JWT library of the resource server.',
  citation: 'RFC 7519 §4.1.5',
  reads: { token: tokenProbe },
  judge({ token }, { now }) {
    const { notBefore, issuedAt } = token.claims ?? {};
    const [name, date] =
      notBefore?.kind === 'at'
        ? (['nbf', notBefore.at] as const)
        : (['iat', issuedAt?.kind === 'at' ? issuedAt.at : null] as const);
    if (date === null || date <= now) return [];
    const ahead = date.getTime() - now.getTime();
    return [
      {
        // Most servers do not look at iat, and grant nbf some leeway.
        ...(name === 'iat' || ahead <= usualLeewayMs ? { severity: 'error' } : {}),
        title: `The token is valid only in ${lengthText(ahead)} (${name})`,
        evidence: [...tokenEvidence(token), evidence(name, momentAndLength(date, now))],
      },
    ];
  },
});
