import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { clearTextClient } from '../commands/clear-text.ts';
import { addressOf } from '../commands/place.ts';
import { addressEvidence, evidence, printable } from '../reading/evidence.ts';

export const starttlsInjection = defineCheck({
  id: 'tls/starttls-injection',
  severity: 'warning',
  blame: 'target',
  title: 'Clear text follows the go-ahead for TLS',
  explanation:
    'After it agreed to begin TLS, the server (or somebody on the way) sent more in the clear. Clients that keep those bytes take them for words said under TLS: that is how commands and answers are smuggled past it (CVE-2011-0411, CVE-2021-23222). A sound server sends nothing between its go-ahead and its ServerHello.',
  fix: 'Update the server: it answers what was sent in the clear after TLS was agreed on, so its buffer is not emptied at the change. If another path to the same server shows nothing, something on this one adds the bytes.',
  citation: 'RFC 3207 §4.2',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    const early = tls.addresses.flatMap(({ address, upgrade }) =>
      upgrade === undefined || upgrade.early.length === 0 ? [] : [{ address: addressOf(address), upgrade }],
    );
    const first = early[0];
    if (first === undefined) return [];
    return [
      {
        title: `${first.upgrade.protocol} at ${first.address} sends clear text after its go-ahead for TLS`,
        evidence: [
          addressEvidence(early.map(({ address }) => address)),
          evidence('after the go-ahead', printable(first.upgrade.early)),
        ],
        reproduce: clearTextClient(target, first.address),
      },
    ];
  },
});
