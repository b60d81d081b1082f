import type { FindingId } from '../finding.ts';
import { spanText } from '../text/time-text.ts';
import {
  clockVoices,
  deniesAll,
  interceptorOf,
  judgeClock,
  linkTrouble,
  nobodyReached,
  reachedHosts,
  resolverFails,
} from './reading.ts';
import type { VantageReport } from './vantage.ts';

/** Something wrong with our own connection, under the id whose page says how to mend it; the first goes first. */
export type Trouble = { readonly id: FindingId; readonly title: string; readonly grave: boolean };

const surelyOffMs = 60_000;
const oldAfterMs = 365 * 86_400_000;

export function troublesOf(report: VantageReport): readonly Trouble[] {
  const offline = offlineTrouble(report);
  // Whatever else is silent then is silent because of it.
  if (offline !== null) return [offline];
  const troubles = [
    egressTrouble(report),
    resolverTrouble(report),
    clockTrouble(report),
    proxyTrouble(report),
    storeTrouble(report),
  ].filter((trouble) => trouble !== null);
  return troubles.toSorted((one, other) => Number(other.grave) - Number(one.grave));
}

function offlineTrouble({ machine, references }: VantageReport): Trouble | null {
  const link = reachedHosts(references).length > 0 ? null : linkTrouble(machine);
  switch (link?.kind) {
    case 'no-carrier':
      return grave('vantage/offline', 'no network interface is up and has a signal');
    case 'no-route':
      return grave('vantage/offline', 'there is no default route');
    case 'gateway-silent':
      return grave(
        'vantage/offline',
        `the router ${link.neighbour.ip} does not answer on ${link.route.device}`,
      );
    case undefined:
      return null;
  }
}

function egressTrouble({ references }: VantageReport): Trouble | null {
  if (!nobodyReached(references)) return null;
  const hosts = [...new Set(references?.references.map(({ host }) => host))];
  return grave('vantage/egress-blocked', `none of ${hosts.slice(0, 4).join(', ')} can be reached`);
}

function resolverTrouble({ resolver }: VantageReport): Trouble | null {
  if (deniesAll(resolver)) {
    const title = 'the resolver says that well-known names do not exist: it knows no names but its own';
    return { id: 'vantage/resolver-broken', title, grave: false };
  }
  if (resolver === null || !resolverFails(resolver)) return null;
  const fates = [...new Set(resolver.answers.map(({ rcode, silence }) => rcode ?? silence ?? 'silence'))];
  return grave(
    'vantage/resolver-broken',
    `the resolver fails for every reference name (${fates.join(', ')})`,
  );
}

function clockTrouble({ references }: VantageReport): Trouble | null {
  const clock = judgeClock(clockVoices(references));
  if (clock === null || Math.abs(clock.offsetMs) <= surelyOffMs) return null;
  const span = spanText(Math.abs(clock.offsetMs)) ?? 'a minute';
  return grave('vantage/clock-skew', `the clock is ${span} ${clock.offsetMs > 0 ? 'behind' : 'ahead'}`);
}

function proxyTrouble({ references }: VantageReport): Trouble | null {
  const interceptor = interceptorOf(references);
  if (interceptor === null) return null;
  const { issuer, references: shown } = interceptor;
  // One of one's own network may well have a certificate that is not known here.
  if (shown.every(({ local }) => local) && new Set(shown.map(({ host }) => host)).size < 2) return null;
  return grave('vantage/intercepted', `a proxy opens TLS and signs it again as ${issuer.name}`);
}

function storeTrouble({ at, stores }: VantageReport): Trouble | null {
  const judge = stores.find(({ judges }) => judges);
  const ageMs = judge?.asOf == null ? 0 : at.getTime() - judge.asOf.getTime();
  if (judge === undefined || ageMs <= oldAfterMs) return null;
  return {
    id: 'vantage/trust-store-stale',
    title: `${judge.name} is ${spanText(ageMs) ?? 'long'} old`,
    grave: false,
  };
}

function grave(id: FindingId, title: string): Trouble {
  return { id, title, grave: true };
}
