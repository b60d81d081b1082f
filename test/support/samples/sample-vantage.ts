import type {
  Link,
  MachineFacts,
  ReferenceFacts,
  ReferenceIssuer,
  VantageReport,
} from '../../../src/core/vantage/vantage.ts';

type Seen = Extract<MachineFacts, { readonly seen: true }>;

export const cable: Link = {
  name: 'eth0',
  loopback: false,
  up: true,
  carrier: true,
  state: 'up',
  mtu: 1500,
  megabitsPerSecond: 1000,
  counters: { receiveErrors: 3, sendErrors: 0, receiveDropped: 12, sendDropped: 0, carrierChanges: 2 },
};

export const loopback: Link = {
  ...cable,
  name: 'lo',
  loopback: true,
  state: 'unknown',
  mtu: 65_536,
  megabitsPerSecond: null,
};

/** One cable, one router that answers. */
export function machineWith(changes: Partial<Seen> = {}): Seen {
  return {
    seen: true,
    links: [cable, loopback],
    routes: [
      { family: 4, network: '0.0.0.0/0', gateway: '192.0.2.1', device: 'eth0', metric: 100 },
      { family: 4, network: '192.0.2.0/24', gateway: null, device: 'eth0', metric: 100 },
    ],
    allRoutes: true,
    neighbours: [{ ip: '192.0.2.1', device: 'eth0', hardwareAddress: '02:00:00:00:00:01' }],
    ...changes,
  };
}

export const publicIssuer: ReferenceIssuer = {
  standing: 'public',
  name: 'Public CA 1',
  key: 'cn=public ca 1',
};
export const proxyIssuer: ReferenceIssuer = {
  standing: 'stranger',
  name: 'Acme Inspection',
  key: 'cn=acme inspection',
};

/** A reference host that is content: reached, the clock right, a public certificate. */
export function reference(host: string, changes: Partial<ReferenceFacts> = {}): ReferenceFacts {
  const ip = changes.ip ?? '198.51.100.7';
  return {
    host,
    name: host,
    ip,
    port: 443,
    local: false,
    connected: true,
    failure: null,
    elapsedMs: 12,
    clock: { source: `${host} (${ip})`, party: host, offsetMs: 300 },
    issuer: publicIssuer,
    ...changes,
  };
}

export function unreached(host: string, failure = 'timeout', ip = '198.51.100.7'): ReferenceFacts {
  return reference(host, { ip, connected: false, failure, elapsedMs: 1500, clock: null, issuer: null });
}

/** What their clocks say of ours. */
export function clocks(...offsetsMs: readonly number[]): readonly ReferenceFacts[] {
  return offsetsMs.map((offsetMs, index) => {
    const host = `ref${index + 1}.test`;
    return reference(host, { clock: { source: host, party: host, offsetMs } });
  });
}

export function vantageReport(changes: Partial<VantageReport> = {}): VantageReport {
  return {
    at: new Date('2026-06-15T12:00:00Z'),
    elapsedMs: 31.4,
    machine: machineWith(),
    references: {
      references: [reference('one.test'), reference('two.test', { ip: '203.0.113.7' })],
      notAsked: [],
    },
    resolver: {
      servers: ['192.0.2.53:53'],
      answers: [
        {
          name: 'one.test',
          rcode: 'NOERROR',
          silence: null,
          addresses: ['198.51.100.7'],
          server: '192.0.2.53:53',
          elapsedMs: 4,
        },
      ],
    },
    servers: ['192.0.2.53:53'],
    stores: [
      {
        name: "Mozilla's list of 2026-05",
        anchors: 121,
        asOf: new Date('2026-05-01T00:00:00Z'),
        judges: true,
      },
    ],
    ...changes,
  };
}
