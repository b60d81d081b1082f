import { type Block, labelled, text } from '../../core/message.ts';
import { msText, relativeText } from '../../core/text/time-text.ts';
import { dayText } from '../../core/text/utc-text.ts';
import { defaultRoutes, neighbourOf } from '../../core/vantage/reading.ts';
import type {
  Link,
  MachineFacts,
  ReferenceFacts,
  ReferenceLook,
  VantageReport,
} from '../../core/vantage/vantage.ts';

const mostLinks = 12;
const mostReferences = 12;

export function linkBlocks(machine: MachineFacts): readonly Block[] {
  if (!machine.seen) return [labelled('Link', text(`not looked at: ${machine.because}`))];
  // What is off and was never used is many a line that nobody asks for.
  const shown = machine.links.filter(({ up, loopback }) => up && !loopback);
  const off = machine.links.filter(({ up }) => !up).map(({ name }) => name);
  const rows = shown.slice(0, mostLinks).map(linkRow);
  const columns = [
    'interface',
    'signal',
    'speed',
    'MTU',
    'errors in/out',
    'dropped in/out',
    'signal changes',
  ];
  return [
    ...(rows.length === 0
      ? [labelled('Link', text('no interface is up but loopback'))]
      : [
          { kind: 'heading' as const, text: 'Link' },
          { kind: 'table' as const, columns, rows },
        ]),
    ...(shown.length > mostLinks
      ? [labelled('Left out', text(`${shown.length - mostLinks} more interfaces`))]
      : []),
    ...(off.length === 0 ? [] : [labelled('Switched off', text(off.slice(0, mostLinks).join(', ')))]),
  ];
}

function linkRow({ name, carrier, state, megabitsPerSecond, mtu, counters }: Link): readonly string[] {
  const signal = carrier === null ? 'not told' : carrier ? 'yes' : 'none';
  return [
    name,
    state === 'up' || state === 'unknown' ? signal : `${signal} (${state})`,
    megabitsPerSecond === null ? 'not told' : speedText(megabitsPerSecond),
    mtu === null ? 'not told' : String(mtu),
    counters === null ? '' : `${counters.receiveErrors}/${counters.sendErrors}`,
    counters === null ? '' : `${counters.receiveDropped}/${counters.sendDropped}`,
    counters === null ? '' : String(counters.carrierChanges),
  ];
}

function speedText(megabits: number): string {
  return megabits >= 1000 ? `${megabits / 1000} Gbit/s` : `${megabits} Mbit/s`;
}

export function routeBlocks(machine: MachineFacts): readonly Block[] {
  if (!machine.seen) return [];
  const rows = defaultRoutes(machine).map((route) => {
    const neighbour = neighbourOf(route, machine);
    return [
      `IPv${route.family}`,
      route.gateway ?? 'attached, no router',
      route.device,
      String(route.metric),
      neighbour === null ? 'no entry' : (neighbour.hardwareAddress ?? 'does not answer'),
    ];
  });
  if (rows.length === 0) {
    const attached = machine.routes.filter(({ device, family }) => device !== 'lo' && family === 4);
    const networks = attached.slice(0, 6).map(({ network, device }) => `${network} on ${device}`);
    return [labelled('Default route', text(['none', ...networks].join('; ')))];
  }
  return [
    { kind: 'heading', text: 'Default routes' },
    { kind: 'table', columns: ['family', 'router', 'interface', 'metric', 'neighbour (ARP)'], rows },
  ];
}

export function resolverBlocks({ servers, resolver }: VantageReport): readonly Block[] {
  const named = labelled('Resolvers', text(servers.length === 0 ? 'none configured' : servers.join(', ')));
  if (resolver === null || resolver.answers.length === 0) return [named];
  const rows = resolver.answers.map(({ name, rcode, silence, addresses, server, elapsedMs }) => [
    name,
    rcode === null
      ? `no answer: ${silence ?? 'unknown'}`
      : rcode === 'NOERROR'
        ? addressText(addresses)
        : rcode,
    server ?? '',
    msText(elapsedMs),
  ]);
  return [named, { kind: 'table', columns: ['name', 'answer', 'from', 'time'], rows }];
}

function addressText(addresses: readonly string[]): string {
  const rest = addresses.length - 2;
  if (addresses.length === 0) return 'NOERROR, no address';
  return addresses.slice(0, 2).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

export function referenceBlocks(look: ReferenceLook | null): readonly Block[] {
  if (look === null) return [labelled('Reference hosts', text('not asked: REFERENCE_HOSTS is off'))];
  const rows = look.references.slice(0, mostReferences).map(referenceRow);
  return [
    ...(rows.length === 0
      ? [labelled('Reference hosts', text('none was asked'))]
      : [
          { kind: 'heading' as const, text: 'Reference hosts' },
          {
            kind: 'table' as const,
            columns: ['host', 'connects', 'its clock', 'certificate from'],
            rows,
          },
        ]),
    ...look.notAsked
      .slice(0, 6)
      .map(({ host, because }) => labelled('Not asked', text(`${host}: ${because}`))),
  ];
}

function referenceRow(reference: ReferenceFacts): readonly string[] {
  const { host, ip, port, connected, failure, elapsedMs, clock, issuer } = reference;
  return [
    [...(host === ip ? [] : [host]), ip, ...(port === 443 ? [] : [`port ${port}`])].join(' '),
    connected ? `in ${msText(elapsedMs)}` : (failure ?? 'no'),
    clock === null ? 'not told' : `${signed(Math.round(clock.offsetMs / 1000))} s`,
    issuer === null ? 'none seen' : `${issuer.name} (${standingWords[issuer.standing]})`,
  ];
}

const standingWords = {
  public: 'public',
  private: 'EXTRA_CA_FILE',
  stranger: 'not trusted here',
  unclear: 'does not verify',
} as const;

function signed(seconds: number): string {
  return seconds > 0 ? `+${seconds}` : String(seconds);
}

export function storeBlocks({ stores, at }: VantageReport): readonly Block[] {
  const rows = stores.map(({ name, anchors, asOf, judges }) => [
    judges ? `${name} (judges)` : name,
    String(anchors),
    asOf === null ? 'not dated' : `no newer than ${dayText(asOf)}, ${relativeText(asOf, at)}`,
  ]);
  return [
    { kind: 'heading', text: 'Trust stores' },
    { kind: 'table', columns: ['store', 'roots', 'age'], rows },
  ];
}
