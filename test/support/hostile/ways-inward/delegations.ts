import { apex, exampleZone, host, parentAddress, parentZone } from '../../name-servers/example-zones.ts';
import { resolverOf } from '../../name-servers/start.ts';
import type { Zone } from '../../name-servers/zone.ts';
import { type InwardWorld, inside } from '../inward.ts';
import type { WayInward } from './way.ts';

const resolver = '127.0.41.53';
const outer = '127.0.51.1';
const named = { 'ns1.example.test': { A: [outer] } };

const ns = ['ns1.example.test'];
const sound = exampleZone({ ns, records: named });
const cut = (glue: readonly string[]) => ({ [apex]: { ns, glue: { 'ns1.example.test': glue } } });

/** A zone whose one server has `address` by glue, besides a sound one. */
export function gluedTo(address: string): WayInward {
  return delegated(`glue of ${address}`, sound, parentZone({ delegations: cut([outer, address]) }));
}

/** `zone` as a resolver knows it, `parent` as the servers above say it. */
function delegated(what: string, zone: Zone, parent: Zone): WayInward {
  return {
    what,
    leads: true,
    async attempt(world: InwardWorld) {
      const port = await world.serveNames({
        [resolver]: { manner: resolverOf([zone, parent]) },
        [parentAddress]: { zones: [parent] },
        [outer]: { zones: [zone] },
      });
      const settings = { dnsServers: [`${resolver}:${port}`], nameserverPort: port, depth: 'dns' } as const;
      return world.look(`https://${host}:${port}/`, settings);
    },
  };
}

/** Whom delegations name: servers that are asked one by one, past the resolver. */
export const delegationWays: readonly WayInward[] = [
  delegated(
    'a name server whose address is inside',
    exampleZone({ ns, records: { 'ns1.example.test': { A: [inside] } } }),
    parentZone({ delegations: cut([outer]) }),
  ),
  delegated(
    'a name server of which one address is inside',
    exampleZone({ ns, records: { 'ns1.example.test': { A: [outer, inside] } } }),
    parentZone({ delegations: cut([outer]) }),
  ),
  delegated(
    'a name server elsewhere, that is inside',
    exampleZone({ ns: ['ns.other.test'], records: { ...named, 'ns.other.test': { A: [inside] } } }),
    parentZone({
      delegations: cut([outer]),
      records: { 'a.nic.test': { A: [parentAddress] }, 'ns.other.test': { A: [inside] } },
    }),
  ),
  delegated('glue', sound, parentZone({ delegations: cut([outer, inside]) })),
  delegated('glue that is v4-mapped', sound, parentZone({ delegations: cut([outer, `::ffff:${inside}`]) })),
  delegated('glue of a server that only the parent names', sound, {
    ...parentZone({
      delegations: {
        [apex]: {
          ns: [...ns, 'ns2.example.test'],
          glue: { 'ns1.example.test': [outer], 'ns2.example.test': [inside] },
        },
      },
    }),
  }),
  delegated(
    'a name server of the zone above',
    sound,
    parentZone({ delegations: cut([outer]), records: { 'a.nic.test': { A: [inside] } } }),
  ),
];
