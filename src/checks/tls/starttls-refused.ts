import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { clearTextClient } from '../commands/clear-text.ts';
import { switchTlsOn } from '../reading/tls/upgrade-fixes.ts';
import { noUpgrade, severityWithoutTls } from '../reading/tls/upgrades.ts';

export const starttlsRefused = defineCheck({
  id: 'tls/starttls-refused',
  severity: 'fatal',
  blame: 'target',
  title: 'The server knows the change to TLS and refuses to begin it',
  explanation:
    'The server offers the change to TLS, or knows the request, and answers it with an error. Most often its certificate or key could not be loaded: missing, expired in its own eyes, or not readable for its user. Clients that insist on TLS cannot connect.',
  fix: 'Read the log of the server at this moment: it names the file or the limit.',
  citation: 'RFC 3207 §4.1',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return noUpgrade(tls, 'refused', ({ address, failure }) => ({
      severity: severityWithoutTls(target),
      title: `${failure.protocol} at ${address} refuses ${failure.asked}${words(failure.how)}`,
      fix: `Read the log of the server at this moment: it names the file or the limit. ${switchTlsOn(target.scheme)}`,
      reproduce: clearTextClient(target, address),
    }));
  },
});

function words(how: { readonly kind: string; readonly text?: string | null }): string {
  const text = how.text ?? '';
  return text === '' ? '' : `: ${text}`;
}
