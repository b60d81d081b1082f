import { defineCheck } from '../../core/check.ts';
import { renewalPlan } from '../../core/watch/renewal/renewal.ts';
import { chainProbe } from '../../probes/chain.ts';
import { type IssuanceFacts, issuanceProbe } from '../../probes/issuance.ts';
import { ariProbe } from '../../probes/renewal.ts';
import { type ValidationRecord, validationRecordsProbe } from '../../probes/validation-records.ts';
import { dig } from '../commands/dig.ts';
import { timingOf } from '../reading/chain/renewal-timing.ts';
import { issuerOf } from '../reading/dns/caa-words.ts';
import { namesEvidence } from '../reading/dns/issuance-words.ts';
import { evidence } from '../reading/evidence.ts';
import { dayMs, lengthText, momentText } from '../reading/time-words.ts';

/** Where no certificate says when it is needed next: a month is time to find who set it. */
const usualNoticeMs = 30 * dayMs;

export const validationRecordExpiring = defineCheck({
  id: 'dns/validation-record-expiring',
  severity: 'warning',
  blame: 'target',
  title: 'The standing permission for the CA to validate this name ends',
  explanation:
    'A TXT record at _validation-persist lets the certificate authority take control of the name as proved without a new challenge each time, and it carries an end (persistUntil). After that moment renewal by this method fails without any other sign, while the certificate in use goes on working until its own end.',
  fix: 'Put a later persistUntil (seconds since 1970) into the TXT record, or leave the parameter out for no end. If the permission shall end, see to it that the ACME client proves control in another way before the next renewal.',
  citation: 'BR §3.2.2.4.22',
  reads: {},
  mayRead: {
    validation: validationRecordsProbe,
    issuance: issuanceProbe,
    chain: chainProbe,
    ari: ariProbe,
  },
  judge({ validation, issuance, chain, ari }, { now }) {
    const needs = (chain?.chains ?? []).map((served) => ({
      domains: issuerOf(served)?.domains ?? null,
      due: renewalPlan(timingOf(served, ari)).due,
    }));
    return recordsIn(validation?.records ?? [], issuance).flatMap(({ name, text, issuer, until, server }) => {
      if (until === null) return [];
      const own = needs.filter(
        ({ domains }) => domains === null || issuer === null || domains.includes(issuer),
      );
      // A permission for another CA than the one in use blocks no renewal of this certificate.
      if (needs.length > 0 && own.length === 0) return [];
      const due = own.map((need) => need.due.getTime());
      const needed = due.length === 0 ? now.getTime() + usualNoticeMs : Math.max(now.getTime(), ...due);
      const ended = until <= now;
      if (!ended && until.getTime() > needed) return [];
      const shown = issuer ?? 'a CA';
      return [
        {
          title: ended
            ? `The permission for ${shown} at ${name} ended ${lengthText(now.getTime() - until.getTime())} ago`
            : `The permission for ${shown} at ${name} ends in ${lengthText(until.getTime() - now.getTime())}`,
          evidence: [
            evidence('TXT', text),
            evidence('persistUntil', momentText(until)),
            ...namesEvidence(namesUnder(name, text, issuance)),
            ...(due.length === 0 ? [] : [evidence('next renewal', momentText(new Date(Math.min(...due))))]),
          ],
          reproduce: dig(name, 'TXT', server, '+short'),
        },
      ];
    });
  },
});

/** A record of a zone speaks for several names: each record once. */
function recordsIn(
  own: readonly ValidationRecord[],
  issuance: IssuanceFacts | null,
): readonly ValidationRecord[] {
  const all = [...own, ...(issuance?.names ?? []).flatMap(({ persistent }) => persistent)];
  return [...new Map(all.map((record) => [`${record.name} ${record.text}`, record])).values()];
}

function namesUnder(name: string, text: string, issuance: IssuanceFacts | null) {
  return (issuance?.names ?? []).filter(({ persistent }) =>
    persistent.some((record) => record.name === name && record.text === text),
  );
}
