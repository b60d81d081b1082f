import type { Check } from '../../core/check.ts';
import { aliasNotAlone } from '../dns/alias-not-alone.ts';
import { caaBindsRenewal } from '../dns/caa-binds-renewal.ts';
import { caaCritical } from '../dns/caa-critical.ts';
import { caaForbidsIssuer } from '../dns/caa-forbids-issuer.ts';
import { caaMalformed } from '../dns/caa-malformed.ts';
import { caaUnanswered } from '../dns/caa-unanswered.ts';
import { challengeBroken } from '../dns/challenge-broken.ts';
import { cnameDangling } from '../dns/cname-dangling.ts';
import { cnameLoop } from '../dns/cname-loop.ts';
import { delegationMismatch } from '../dns/delegation-mismatch.ts';
import { dnssecBogus } from '../dns/dnssec-bogus.ts';
import { dnssecWeak } from '../dns/dnssec-weak.ts';
import { glueMismatch } from '../dns/glue-mismatch.ts';
import { hostsFile } from '../dns/hosts-file.ts';
import { httpsRecordMalformed } from '../dns/https-record-malformed.ts';
import { httpsRecordMismatch } from '../dns/https-record-mismatch.ts';
import { lameDelegation } from '../dns/lame-delegation.ts';
import { mailElsewhere } from '../dns/mail-elsewhere.ts';
import { nameserverEdns } from '../dns/nameserver-edns.ts';
import { nameserverIsAlias } from '../dns/nameserver-is-alias.ts';
import { nameserverNoTcp } from '../dns/nameserver-no-tcp.ts';
import { nameserverUnreachable } from '../dns/nameserver-unreachable.ts';
import { nameserversDisagree } from '../dns/nameservers-disagree.ts';
import { nameserversOneNetwork } from '../dns/nameservers-one-network.ts';
import { noAddress } from '../dns/no-address.ts';
import { nxdomain } from '../dns/nxdomain.ts';
import { privateAddress } from '../dns/private-address.ts';
import { dnsRefused } from '../dns/refused.ts';
import { resolverError } from '../dns/resolver-error.ts';
import { resolverUnreachable } from '../dns/resolver-unreachable.ts';
import { resolversDisagree } from '../dns/resolvers-disagree.ts';
import { rrsigExpiring } from '../dns/rrsig-expiring.ts';
import { serialBehind } from '../dns/serial-behind.ts';
import { servfail } from '../dns/servfail.ts';
import { tcpBlocked } from '../dns/tcp-blocked.ts';
import { dnsTimeout } from '../dns/timeout.ts';
import { ttlExtreme } from '../dns/ttl-extreme.ts';
import { validationRecordExpiring } from '../dns/validation-record-expiring.ts';

/** Every rule about DNS, what explains most first: see `checks`. */
export const dnsChecks: readonly Check[] = [
  nxdomain,
  noAddress,
  cnameLoop,
  cnameDangling,
  dnssecBogus,
  lameDelegation,
  nameserverUnreachable,
  servfail,
  dnsRefused,
  tcpBlocked,
  dnsTimeout,
  resolverError,
  nameserversDisagree,
  aliasNotAlone,
  delegationMismatch,
  glueMismatch,
  nameserverNoTcp,
  nameserverEdns,
  nameserverIsAlias,
  serialBehind,
  resolversDisagree,
  resolverUnreachable,
  caaForbidsIssuer,
  caaCritical,
  caaMalformed,
  caaUnanswered,
  challengeBroken,
  caaBindsRenewal,
  validationRecordExpiring,
  httpsRecordMismatch,
  httpsRecordMalformed,
  privateAddress,
  rrsigExpiring,
  ttlExtreme,
  dnssecWeak,
  nameserversOneNetwork,
  hostsFile,
  mailElsewhere,
];
