import type { Tone } from '../../core/message.ts';
import type { Incident, IncidentEnd, ToldCertificate } from '../../core/watch/alarm/incident.ts';
import type { AlarmState, Trouble } from '../../core/watch/alarm/problem.ts';
import { isRevocationAnnounced, type RenewalState } from '../../core/watch/renewal/renewal.ts';

export type Wording = {
  readonly tone: Tone;
  /** What follows "the certificate of X" for its age, with the date behind it; what follows "X" for a trouble. */
  readonly says: string;
  readonly means: string;
  readonly fix: string;
};

export const lapseWordings: Readonly<Record<Exclude<RenewalState, 'ok'>, Wording>> = {
  due: {
    tone: 'warning',
    says: 'is due for renewal. It expires ',
    means: 'A certificate of this lifetime is normally renewed about now. Nothing is broken yet.',
    fix: 'If renewal is automatic, wait: the next message comes only if it does not happen. Otherwise renew it and load it on every server.',
  },
  overdue: {
    tone: 'warning',
    says: 'should have been renewed by now. It expires ',
    means: 'Half of the renewal window has passed with the old certificate still served.',
    fix: 'Look why renewal failed: the log of the ACME client, or its dry run. If it was renewed and not loaded, reload the server.',
  },
  critical: {
    tone: 'bad',
    says: 'is about to expire: ',
    means:
      'Three quarters of the renewal window have passed. When it ends, every client refuses the connection.',
    fix: 'Renew it by hand now, load it on every server, then check again here. Find out later why it did not happen by itself.',
  },
  expired: {
    tone: 'bad',
    says: 'has expired, ',
    means: 'Clients refuse the connection now.',
    fix: 'Renew it now and load it on every server, then check again here.',
  },
};

/** What a state means where the authority named the window, as far as it differs. */
const meansByWindow: Partial<Readonly<Record<AlarmState, string>>> = {
  due: 'The time has come at which its authority asks for renewal. Nothing is broken yet.',
  overdue:
    'The time in which its authority asked for renewal is over, with the old certificate still served.',
  critical: 'It has been overdue for long. When it ends, every client refuses the connection.',
};

/** In place of the wording of its state, when the CA has called for renewal ahead of time (RFC 9773 §4.2). */
const announced: Wording = {
  tone: 'bad',
  says: 'must be renewed now: its authority is about to revoke it. It would expire ',
  means:
    'The authority has moved the renewal window ahead of its time, as it does before it revokes certificates. Clients will refuse it from then on.',
  fix: 'Renew it now, by force if the software thinks that it is too early, load it on every server, then check again here.',
};

export const troubleWordings: Readonly<Record<Trouble, Wording>> = {
  revoked: {
    tone: 'bad',
    says: 'serves a certificate that its authority has revoked',
    means: 'Clients that ask about revocation refuse the connection; the others will once lists reach them.',
    fix: 'Find out why it was revoked. Then issue a new certificate with a new key and load it on every server.',
  },
  mismatch: {
    tone: 'bad',
    says: 'serves a certificate that is not for this name',
    means: 'Every client that checks names refuses the connection.',
    fix: 'Load the certificate of this name, or choose the right one by server name (SNI).',
  },
  untrusted: {
    tone: 'bad',
    says: 'serves a certificate that clients do not trust',
    means: 'Clients find no path from it to an authority they know, and refuse the connection.',
    fix: 'Serve the certificate of an authority that clients know, with all its intermediates.',
  },
  unreachable: {
    tone: 'bad',
    says: 'cannot be reached',
    means: 'Several looks in a row failed, while our own connection was in order.',
    fix: 'See whether the server runs and listens, and whether a firewall lets clients in.',
  },
  changed: {
    tone: 'warning',
    says: 'serves another certificate than before, and not as a renewal leaves it',
    means:
      'Another authority, fewer names, or an older certificate again: clients that relied on it may fail.',
    fix: 'Make sure that somebody meant it. If nobody did, treat it as an incident: names or servers may be in strange hands.',
  },
};

/** How one says a state within a sentence: "was overdue, is critical now". */
export const stateNames: Readonly<Record<AlarmState, string>> = {
  due: 'due for renewal',
  overdue: 'overdue',
  critical: 'critical',
  expired: 'expired',
  revoked: 'revoked',
  mismatch: 'for another name',
  untrusted: 'not trusted',
  unreachable: 'unreachable',
  changed: 'changed',
};

const recoveries: Readonly<Record<AlarmState, string>> = {
  due: 'has time again',
  overdue: 'has time again',
  critical: 'has time again',
  expired: 'has time again',
  revoked: 'no longer serves the revoked certificate',
  mismatch: 'serves a certificate for its name again',
  untrusted: 'serves a certificate that clients trust again',
  unreachable: 'can be reached again',
  changed: 'serves what it served before, or somebody meant the change',
};

/** What follows the name once it is over. */
export function endWords({ state }: Incident, end: IncidentEnd): string {
  switch (end) {
    case 'renewed':
      return 'is renewed: the old certificate is served nowhere any more';
    case 'recovered':
      return `recovered: it ${recoveries[state]}`;
    case 'removed':
      return 'is no longer watched, so this alarm is over';
  }
}

export function wordingOf({ state, told }: Incident, now: Date): Wording {
  switch (state) {
    case 'due':
    case 'overdue':
    case 'critical':
    case 'expired': {
      const wording = lapseWordings[state];
      if (told.certificate === null) return wording;
      return lapseWording(state, told.certificate, now);
    }
    default:
      return troubleWordings[state];
  }
}

/** The words for its age, as its authority's window (RFC 9773) makes them. */
export function lapseWording(
  state: Exclude<RenewalState, 'ok'>,
  certificate: Pick<ToldCertificate, 'notBefore' | 'notAfter' | 'renewalWindow'>,
  now: Date,
): Wording {
  if (state !== 'expired' && isRevocationAnnounced(certificate, now)) return announced;
  const wording = lapseWordings[state];
  if (certificate.renewalWindow === undefined) return wording;
  return { ...wording, means: meansByWindow[state] ?? wording.means };
}
