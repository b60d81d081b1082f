import type { Evidence, Observation, Severity } from '../../../core/finding.ts';
import type { Scheme } from '../../../core/target/schemes.ts';
import type { Target } from '../../../core/target.ts';
import type { TlsAddress, TlsFacts } from '../../../probes/tls/tls-facts.ts';
import { addressOf } from '../../commands/place.ts';
import { addressEvidence, evidence, printable } from '../evidence.ts';
import { sessionsOf } from './failures.ts';

export type UpgradeFailure = Extract<TlsAddress['handshake'], { readonly kind: 'not-upgraded' }>['failure'];

/** Every failed way to TLS is exactly one of these, one for each rule. */
export type UpgradeFate =
  | 'missing'
  | 'refused'
  | 'turned-away'
  | 'implicit-tls'
  | 'other-protocol'
  | 'broken-off'
  /** Hung up before it was its turn: the TCP rules tell it. */
  | 'dropped'
  /** The run ended first. */
  | 'unseen';

export type FailedUpgrade = {
  readonly address: string;
  readonly failure: UpgradeFailure;
  readonly fate: UpgradeFate;
};

export function upgradeFate(failure: UpgradeFailure): UpgradeFate {
  const { how } = failure;
  switch (how.kind) {
    case 'not-offered':
      return 'missing';
    case 'refused':
    case 'turned-away':
      return how.kind;
    case 'other-protocol':
      return how.spoke === 'tls' ? 'implicit-tls' : 'other-protocol';
    case 'aborted':
      return 'unseen';
    case 'closed':
    case 'reset':
      return droppedOnAccept(failure) ? 'dropped' : 'broken-off';
    case 'timeout':
    case 'endless':
      return 'broken-off';
  }
}

/** The server hung up while we waited for its greeting: nothing of ours can have displeased it. */
export function droppedOnAccept({ how, itsTurn, firstBytes }: UpgradeFailure): boolean {
  return (how.kind === 'closed' || how.kind === 'reset') && itsTurn && firstBytes.length === 0;
}

/** Addresses that never got to TLS, those left out that others tell about. */
export function failedUpgrades(tls: TlsFacts): readonly FailedUpgrade[] {
  return tls.addresses.flatMap(({ address, handshake }) => {
    if (handshake.kind !== 'not-upgraded') return [];
    const fate = upgradeFate(handshake.failure);
    if (fate === 'unseen' || fate === 'dropped') return [];
    return [{ address: addressOf(address), failure: handshake.failure, fate }];
  });
}

/** The finding when no address got to TLS and this is how it went; nothing when an address completed. */
export function noUpgrade(
  tls: TlsFacts,
  fate: UpgradeFate,
  tell: (first: FailedUpgrade) => Partial<Observation>,
): readonly Observation[] {
  if (sessionsOf(tls).length > 0) return [];
  const failed = failedUpgrades(tls).filter((one) => one.fate === fate);
  const first = failed[0];
  if (first === undefined) return [];
  const { evidence: more = [], ...told } = tell(first);
  return [
    {
      evidence: [
        addressEvidence(failed.map(({ address }) => address)),
        ...more,
        ...saidEvidence(first.failure.said),
        ...bytesEvidence(first.failure),
      ],
      ...told,
    },
  ];
}

const mostSaid = 6;

/** The end of the conversation, which holds what matters. */
export function saidEvidence(said: UpgradeFailure['said']): readonly Evidence[] {
  return said
    .slice(-mostSaid)
    .map(({ by, text }) => evidence(by === 'server' ? 'server said' : 'we said', text));
}

/** First bytes, where no sentence was made of them. */
function bytesEvidence({ said, firstBytes }: UpgradeFailure): readonly Evidence[] {
  const heard = said.some(({ by }) => by === 'server');
  return heard || firstBytes.length === 0 ? [] : [evidence('first bytes', printable(firstBytes))];
}

/** How it went at one address, in a few words. */
export function upgradeText({ how, asked }: UpgradeFailure): string {
  switch (how.kind) {
    case 'not-offered':
      return `offers no ${asked}`;
    case 'refused':
      return `refuses ${asked}`;
    case 'turned-away':
      return 'turns clients away before TLS';
    case 'other-protocol':
      return how.spoke === 'tls' ? 'speaks TLS at once' : 'speaks another protocol';
    case 'timeout':
      return `no answer in time before ${asked}`;
    case 'closed':
    case 'reset':
      return `hangs up before ${asked}`;
    case 'endless':
      return 'talks without end';
    case 'aborted':
      return 'not looked at in time';
  }
}

/**
 * Whom it hurts that there is no TLS. Mail servers, and database clients unless told otherwise (sslmode=prefer,
 * ssl-mode=PREFERRED), go on in the clear, and only strict clients fail; mail programs (RFC 8314 §4.1) and XMPP
 * (RFC 7590 §3.1) do not go on.
 */
export function severityWithoutTls({ scheme, port }: Target): Severity {
  if (scheme === 'smtp') return port === 587 ? 'fatal' : 'error';
  return goOnInTheClear.has(scheme) ? 'error' : 'fatal';
}

const goOnInTheClear: ReadonlySet<Scheme> = new Set<Scheme>(['ldap', 'ftp', 'postgres', 'mysql']);
