import type { Check } from '../core/check.ts';
import { breaksStandard } from './certificate/breaks-standard.ts';
import { expired } from './certificate/expired.ts';
import { expiresInHours } from './certificate/expires-in-hours.ts';
import { keyUsage } from './certificate/key-usage.ts';
import { knownKey } from './certificate/known-key.ts';
import { lifetimeOverLimit } from './certificate/lifetime-over-limit.ts';
import { malformed } from './certificate/malformed.ts';
import { mustStapleMissing } from './certificate/must-staple-missing.ts';
import { nameMismatch } from './certificate/name-mismatch.ts';
import { noEku } from './certificate/no-eku.ts';
import { noSan } from './certificate/no-san.ts';
import { notInBrowsers } from './certificate/not-in-browsers.ts';
import { notYetValid } from './certificate/not-yet-valid.ts';
import { oversized } from './certificate/oversized.ts';
import { renewalDue } from './certificate/renewal-due.ts';
import { renewalOverdue } from './certificate/renewal-overdue.ts';
import { renewedNotDeployed } from './certificate/renewed-not-deployed.ts';
import { revocationAnnounced } from './certificate/revocation-announced.ts';
import { sctInvalid } from './certificate/sct-invalid.ts';
import { tooFewScts } from './certificate/too-few-scts.ts';
import { weakKey } from './certificate/weak-key.ts';
import { weakSignature } from './certificate/weak-signature.ts';
import { wrongEku } from './certificate/wrong-eku.ts';
import { httpAddressesDiffer } from './http/addresses-differ.ts';
import { bodyIncomplete } from './http/body-incomplete.ts';
import { bodyMismatch } from './http/body-mismatch.ts';
import { challengeUnreachable } from './http/challenge-unreachable.ts';
import { clockSkew } from './http/clock-skew.ts';
import { httpConnectionFailed } from './http/connection-failed.ts';
import { emptyReply } from './http/empty-reply.ts';
import { h2Broken } from './http/h2-broken.ts';
import { h2Only } from './http/h2-only.ts';
import { h3Unreachable } from './http/h3-unreachable.ts';
import { hsts } from './http/hsts.ts';
import { protocolError } from './http/protocol-error.ts';
import { redirectDowngrade } from './http/redirect-downgrade.ts';
import { redirectElsewhere } from './http/redirect-elsewhere.ts';
import { redirectLoop } from './http/redirect-loop.ts';
import { redirectMalformed } from './http/redirect-malformed.ts';
import { redirectNeedsCookie } from './http/redirect-needs-cookie.ts';
import { redirectRefused } from './http/redirect-refused.ts';
import { refresh } from './http/refresh.ts';
import { httpReset } from './http/reset.ts';
import { httpSlow } from './http/slow.ts';
import { httpStatus } from './http/status.ts';
import { statusUnasked } from './http/status-unasked.ts';
import { httpTimeout } from './http/timeout.ts';
import { pathLoss } from './path/loss.ts';
import { mtuBlackhole } from './path/mtu-blackhole.ts';
import { notTraced } from './path/not-traced.ts';
import { stopsAt } from './path/stops-at.ts';
import { applicationChecks } from './registry/application.ts';
import { chainChecks } from './registry/chain.ts';
import { dnsChecks } from './registry/dns.ts';
import { tlsChecks } from './registry/tls.ts';
import { vantageChecks } from './registry/vantage.ts';
import { crlInvalid } from './revocation/crl-invalid.ts';
import { crlScopeMismatch } from './revocation/crl-scope-mismatch.ts';
import { crlStale } from './revocation/crl-stale.ts';
import { crlUnreachable } from './revocation/crl-unreachable.ts';
import { responderUnauthorized } from './revocation/responder-unauthorized.ts';
import { responderUnreachable } from './revocation/responder-unreachable.ts';
import { responseInvalid } from './revocation/response-invalid.ts';
import { revoked } from './revocation/revoked.ts';
import { stapleExpired } from './revocation/staple-expired.ts';
import { stapleInvalid } from './revocation/staple-invalid.ts';
import { unchecked } from './revocation/unchecked.ts';
import { unknownToResponder } from './revocation/unknown-to-responder.ts';
import { addressesLeftOut } from './target/addresses-left-out.ts';
import { clientUnknown } from './target/client-unknown.ts';
import { notAllowed } from './target/not-allowed.ts';
import { schemeAssumed } from './target/scheme-assumed.ts';
import { someNotAllowed } from './target/some-not-allowed.ts';
import { tcpBlockedLocally } from './tcp/blocked-locally.ts';
import { tcpConnectionFailed } from './tcp/connection-failed.ts';
import { familyNotChecked } from './tcp/family-not-checked.ts';
import { tcpFiltered } from './tcp/filtered.ts';
import { ipv6Broken } from './tcp/ipv6-broken.ts';
import { tcpRefused } from './tcp/refused.ts';
import { tcpResetOnAccept } from './tcp/reset-on-accept.ts';
import { tcpSlow } from './tcp/slow.ts';
import { someAddressesDown } from './tcp/some-addresses-down.ts';
import { tcpUnreachable } from './tcp/unreachable.ts';
import { tcpUnstable } from './tcp/unstable.ts';

/**
 * Every rule. Among findings equally bad on one layer the first listed is the root cause, so on each layer what
 * explains most stands first.
 */
export const checks: readonly Check[] = [
  ...vantageChecks,
  notAllowed,
  clientUnknown,
  someNotAllowed,
  addressesLeftOut,
  schemeAssumed,
  ...dnsChecks,
  tcpRefused,
  tcpFiltered,
  tcpSlow,
  stopsAt,
  notTraced,
  pathLoss,
  mtuBlackhole,
  tcpUnreachable,
  tcpResetOnAccept,
  tcpBlockedLocally,
  tcpConnectionFailed,
  someAddressesDown,
  ipv6Broken,
  tcpUnstable,
  familyNotChecked,
  ...tlsChecks,
  expired,
  notYetValid,
  nameMismatch,
  noSan,
  wrongEku,
  knownKey,
  weakKey,
  weakSignature,
  malformed,
  breaksStandard,
  expiresInHours,
  revocationAnnounced,
  renewalOverdue,
  renewedNotDeployed,
  lifetimeOverLimit,
  tooFewScts,
  keyUsage,
  mustStapleMissing,
  sctInvalid,
  renewalDue,
  noEku,
  notInBrowsers,
  oversized,
  ...chainChecks,
  revoked,
  stapleInvalid,
  stapleExpired,
  responderUnauthorized,
  responseInvalid,
  unknownToResponder,
  responderUnreachable,
  crlScopeMismatch,
  crlStale,
  crlInvalid,
  crlUnreachable,
  unchecked,
  httpAddressesDiffer,
  httpTimeout,
  emptyReply,
  httpReset,
  protocolError,
  httpConnectionFailed,
  redirectLoop,
  challengeUnreachable,
  redirectMalformed,
  httpStatus,
  bodyIncomplete,
  bodyMismatch,
  h2Broken,
  redirectDowngrade,
  redirectRefused,
  httpSlow,
  h3Unreachable,
  statusUnasked,
  clockSkew,
  redirectElsewhere,
  redirectNeedsCookie,
  refresh,
  h2Only,
  hsts,
  ...applicationChecks,
];
