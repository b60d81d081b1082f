import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { Target } from '../../core/target.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { clearTextClient } from '../commands/clear-text.ts';
import { noUpgrade } from '../reading/tls/upgrades.ts';

export const turnedAway = defineCheck({
  id: 'tls/turned-away',
  severity: 'fatal',
  blame: 'target',
  title: 'The server turns clients away before TLS can begin',
  explanation:
    'The server answers, in its own protocol, that it will not serve this client: it is overloaded, shutting down, does not know the name it was asked for, or does not take connections from here. What it said is in the evidence. There was no TLS to look at.',
  fix: 'Act on what it said: raise the limit that is reached, or add the name that is asked for to its configuration.',
  citation: 'RFC 5321 §3.1',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return noUpgrade(tls, 'turned-away', ({ address, failure: { protocol, how } }) => {
      const text = how.kind === 'turned-away' ? how.text : '';
      return {
        title: `${protocol} at ${address} turns us away: ${text}`,
        ...storyOf(text, target),
        reproduce: clearTextClient(target, address),
      };
    });
  },
});

/** Whether it is about us: then it says nothing about what other clients get. */
function storyOf(text: string, { scheme, host }: Target): Partial<Observation> {
  if (scheme === 'mysql' && /^1129\b/.test(text)) {
    return {
      blame: 'our-vantage',
      fix: 'The server blocks the address of this machine after many connections that ended before a login. Unblock it with TRUNCATE TABLE performance_schema.host_cache (before 5.6: mysqladmin flush-hosts), raise max_connect_errors, or look less often.',
    };
  }
  if (scheme === 'mysql' && /^1130\b/.test(text)) {
    return {
      blame: 'our-vantage',
      fix: 'No account may log in from the address of this machine, so the server hangs up before TLS. Add one without rights for it: CREATE USER notafter@ADDRESS; then the certificate can be seen.',
    };
  }
  if (/host-unknown/.test(text)) {
    return {
      fix: `The server does not know the domain ${host}. XMPP is asked for by the domain of its addresses, not by the name of the machine: add the virtual host, or look at the domain that SRV records point here from.`,
    };
  }
  if (
    /block|black ?list|dnsbl|rbl|spamhaus|reputation|not (allowed|permitted|welcome)|denied|banned|for you/i.test(
      text,
    )
  ) {
    return {
      blame: 'our-vantage',
      fix: 'The server refuses the address of this machine and may serve all others. Look from an address that it takes, or have this one allowed.',
    };
  }
  return {};
}
