import { defineCheck } from '../../core/check.ts';
import { implicitTwin } from '../../core/target/schemes.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { clientWithTls } from '../commands/upgrading.ts';
import { evidence, listed } from '../reading/evidence.ts';
import { switchTlsOn } from '../reading/tls/upgrade-fixes.ts';
import { noUpgrade, severityWithoutTls, type UpgradeFailure } from '../reading/tls/upgrades.ts';

export const starttlsMissing = defineCheck({
  id: 'tls/starttls-missing',
  severity: 'fatal',
  blame: 'target',
  title: 'The server offers no way from clear text to TLS',
  explanation:
    'The protocol begins in the clear, and this server does not offer to change to TLS. Clients that insist on TLS cannot connect; all others send passwords and contents in the clear. There is no certificate to look at.',
  fix: 'Switch TLS on in the configuration of the server, load a certificate, and restart it.',
  citation: 'RFC 3207 §4',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    const severity = severityWithoutTls(target);
    return noUpgrade(tls, 'missing', ({ address, failure }) => ({
      severity,
      title: `${failure.protocol} at ${address} offers no ${failure.asked}`,
      ...(masked(failure) ? maskedStory : { fix: fixFor(target) }),
      ...(severity === 'error' ? { explanation: fallbackStory } : {}),
      evidence: offersEvidence(failure),
      reproduce: clientWithTls(target, address),
    }));
  },
});

const fallbackStory =
  'The protocol begins in the clear, and this server does not offer to change to TLS. Clients that insist on TLS fail; those that only prefer it, as most do here by default, go on in the clear without a word, passwords and contents included. There is no certificate to look at.';

const maskedStory = {
  blame: 'network-path',
  fix: 'Something on the way overwrites the offer (XXXXXXXA is what the SMTP inspection of Cisco firewalls leaves of STARTTLS). Switch that inspection off (ASA: no inspect esmtp, or allow-tls in its policy map).',
} as const;

function masked({ how }: UpgradeFailure): boolean {
  return how.kind === 'not-offered' && how.offers.some((offer) => /^X{4,}/.test(offer));
}

function fixFor({ scheme }: { readonly scheme: Parameters<typeof switchTlsOn>[0] }): string {
  const twin = implicitTwin(scheme);
  const other =
    twin === null ? '' : ` If it is served on a port that begins with TLS, look there: ${twin}://.`;
  return switchTlsOn(scheme) + other;
}

function offersEvidence({ how }: UpgradeFailure) {
  if (how.kind !== 'not-offered') return [];
  return [
    ...(how.offers.length === 0 ? [] : [evidence('offers', listed(how.offers, 12))]),
    ...(how.text === null ? [] : [evidence('answer', how.text)]),
  ];
}
