import type {
  ClockVoice,
  Link,
  MachineFacts,
  Neighbour,
  ReferenceFacts,
  ReferenceIssuer,
  ReferenceLook,
  ResolverAnswer,
  ResolverLook,
  Route,
} from './vantage.ts';

/** What is wrong with link or route of this machine; at most one, the lowest. */
export type LinkTrouble =
  | { readonly kind: 'no-carrier'; readonly links: readonly Link[] }
  | { readonly kind: 'no-route' }
  | { readonly kind: 'gateway-silent'; readonly route: Route; readonly neighbour: Neighbour };

export function linkTrouble(machine: MachineFacts): LinkTrouble | null {
  if (!machine.seen) return null;
  const outward = machine.links.filter(({ loopback }) => !loopback);
  if (!outward.some(isUsable)) return { kind: 'no-carrier', links: outward };
  const defaults = defaultRoutes(machine);
  if (defaults.length === 0) return machine.allRoutes ? { kind: 'no-route' } : null;
  const silent = defaults.map((route) => ({ route, neighbour: neighbourOf(route, machine) }));
  const [first] = silent;
  // One router of two that answers is enough.
  if (first?.neighbour == null || silent.some(({ neighbour }) => neighbour?.hardwareAddress !== null))
    return null;
  return { kind: 'gateway-silent', route: first.route, neighbour: first.neighbour };
}

/** Virtual interfaces and tunnels often have no state of their own ("unknown") and carry packets all the same. */
function isUsable({ up, carrier, state }: Link): boolean {
  return up && carrier !== false && state !== 'down' && state !== 'lowerlayerdown' && state !== 'notpresent';
}

export function defaultRoutes(machine: MachineFacts): readonly Route[] {
  if (!machine.seen) return [];
  return machine.routes
    .filter(({ network }) => network === '0.0.0.0/0' || network === '::/0')
    .toSorted((one, other) => one.family - other.family || one.metric - other.metric);
}

export function neighbourOf(route: Route, machine: MachineFacts): Neighbour | null {
  if (!machine.seen || route.gateway === null) return null;
  const { gateway, device } = route;
  return machine.neighbours.find((one) => one.ip === gateway && one.device === device) ?? null;
}

/** Whether nobody of two or more reference hosts can be reached; one alone may be down by itself. */
export function nobodyReached(look: ReferenceLook | null): boolean {
  const references = look?.references ?? [];
  const hosts = new Set(references.map(({ host }) => host));
  return hosts.size >= 2 && references.every(({ connected }) => !connected);
}

export function reachedHosts(look: ReferenceLook | null): readonly string[] {
  const reached = (look?.references ?? []).filter(({ connected }) => connected);
  return [...new Set(reached.map(({ host }) => host))];
}

/** An answer that is none: silence, or a resolver that says it cannot. A plain "no such name" is an answer. */
export function isUseless({ rcode }: ResolverAnswer): boolean {
  return rcode !== 'NOERROR' && rcode !== 'NXDOMAIN';
}

/** Whether the resolver is of no use for any of the reference names. */
export function resolverFails(look: ResolverLook | null): boolean {
  return look !== null && look.answers.length > 0 && look.answers.every(isUseless);
}

/** Whether it says of every reference name, which surely exists, that it does not. */
export function deniesAll(look: ResolverLook | null): boolean {
  return look !== null && look.answers.length > 0 && look.answers.every(({ rcode }) => rcode === 'NXDOMAIN');
}

export type JudgedClock = {
  /** Their clock less ours, by the middle one of those who agree. */
  readonly offsetMs: number;
  readonly voices: readonly ClockVoice[];
};

/** Whole seconds, the way there and back, and a clock that is set by hand. */
const agreementMs = 60_000;

/**
 * What at least two parties agree on, when no other opinion has as many voices; null: nobody knows. One voice alone may
 * be the one that is wrong.
 */
export function judgeClock(voices: readonly ClockVoice[]): JudgedClock | null {
  const camps = voices.map((voice) => campOf(voice, voices));
  const [largest] = camps.toSorted((one, other) => other.length - one.length);
  if (largest === undefined || largest.length < 2) return null;
  const rival = camps.some((camp) => camp.length === largest.length && !overlap(camp, largest));
  if (rival) return null;
  const sorted = largest.toSorted((one, other) => one.offsetMs - other.offsetMs);
  return { offsetMs: sorted[Math.floor((sorted.length - 1) / 2)]?.offsetMs ?? 0, voices: sorted };
}

/** Each party once, by the voice nearest to this one. */
function campOf(voice: ClockVoice, voices: readonly ClockVoice[]): readonly ClockVoice[] {
  const near = voices
    .filter(({ offsetMs }) => Math.abs(offsetMs - voice.offsetMs) <= agreementMs)
    .toSorted((one, other) => distance(one, voice) - distance(other, voice));
  return near.filter(({ party }, index) => near.findIndex((one) => one.party === party) === index);
}

function distance(one: ClockVoice, other: ClockVoice): number {
  return Math.abs(one.offsetMs - other.offsetMs);
}

function overlap(one: readonly ClockVoice[], other: readonly ClockVoice[]): boolean {
  return one.some((voice) => other.includes(voice));
}

export function clockVoices(look: ReferenceLook | null): readonly ClockVoice[] {
  return (look?.references ?? []).flatMap(({ clock }) => (clock === null ? [] : [clock]));
}

/** A clock that is this far off breaks signed requests and tokens, whatever certificates say. */
export const mostClockSkewMs = 300_000;

export type Interceptor = {
  readonly issuer: ReferenceIssuer;
  readonly references: readonly ReferenceFacts[];
};

/**
 * The one stranger who signed for every reference host that showed a certificate. A private authority of EXTRA_CA_FILE is
 * one only for hosts of the Internet: those of one's own network are its own. Null: none.
 */
export function interceptorOf(look: ReferenceLook | null): Interceptor | null {
  const shown = (look?.references ?? []).filter(({ issuer }) => issuer !== null);
  const [first] = shown;
  if (first?.issuer == null || !shown.every(isStrange)) return null;
  const { issuer } = first;
  return shown.every((one) => one.issuer?.key === issuer.key) ? { issuer, references: shown } : null;
}

function isStrange({ issuer, local }: ReferenceFacts): boolean {
  if (issuer === null) return false;
  return issuer.standing === 'stranger' || (issuer.standing === 'private' && !local);
}
