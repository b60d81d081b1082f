import type { Evidence, Observation } from '../../../core/finding.ts';
import type { Target } from '../../../core/target.ts';
import type { TlsFacts } from '../../../probes/tls/tls-facts.ts';
import { opensslClient } from '../../commands/openssl.ts';
import { addressEvidence, evidence, printable } from '../evidence.ts';
import { alertMeaning, alertText } from './alerts.ts';
import { type FailedAddress, failedWith, type TlsFailure, type TlsFate } from './failures.ts';

/** The finding when no address completed a handshake and this is how these ended; null when none ended so. */
export function noHandshake(
  tls: TlsFacts,
  target: Target,
  fate: TlsFate,
  tell: (first: FailedAddress) => Partial<Observation>,
): readonly Observation[] {
  const failed = failedWith(tls, fate);
  const first = failed[0];
  if (first === undefined) return [];
  const { evidence: more = [], ...told } = tell(first);
  return [
    {
      evidence: [
        addressEvidence(failed.map(({ address }) => address)),
        ...failureEvidence(first.failure),
        ...more,
      ],
      reproduce: opensslClient(target, first.address),
      ...told,
    },
  ];
}

/** What was seen of a failed handshake: alert, bytes, code. */
export function failureEvidence(failure: TlsFailure): readonly Evidence[] {
  const { alert, firstBytes, errorCode } = failure;
  return [
    ...(alert === null ? [] : [evidence('alert', `${alertText(alert)}: ${alertMeaning(alert.number)}`)]),
    ...(alert === null && firstBytes.length > 0 ? [evidence('first bytes', printable(firstBytes))] : []),
    ...(errorCode === null ? [] : [evidence('code', errorCode)]),
  ];
}

/** How a failed handshake ended, in a few words. */
export function failureText(failure: TlsFailure): string {
  switch (failure.kind) {
    case 'timeout':
      return failure.firstBytes.length === 0 ? 'no answer in time' : 'stops in the middle of the handshake';
    case 'reset':
      return 'connection reset in the handshake';
    case 'closed':
      return 'connection closed in the handshake';
    case 'alert':
      return failure.alert === null ? 'ended with an alert' : alertText(failure.alert);
    case 'not-tls':
      return `answers ${protocolName(failure.spoke)} instead of TLS`;
    case 'refused-by-us':
    case 'other':
      return failure.errorCode ?? 'failed';
    case 'aborted':
      return 'not looked at in time';
  }
}

export function protocolName(spoke: TlsFailure['spoke']): string {
  return spoke === null || spoke === 'unknown' ? 'something unknown' : spoke.toUpperCase();
}
