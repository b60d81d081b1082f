import { hostPort } from '../core/target.ts';
import { addressGauges } from './address-gauges.ts';
import { gauge } from './gauges.ts';
import { chooseAddress, climbs, isOk, type Looking, look, readTarget } from './looking.ts';
import type { Prober } from './prober.ts';
import { tlsGauges } from './tls-gauges.ts';

/** Go's SplitHostPort wants both, and brackets around whatever has colons of its own. */
const hostAndPort = /^(?:\[[^\]]+\]|[^:/?#[\]@\s]+):\d{1,5}$/;

export const probeTcp: Prober = (request, looking) => climb(request, looking, 'tcp');
export const probeTls: Prober = (request, looking) => climb(request, looking, 'tls');

async function climb(
  { target: typed, hostname }: Parameters<Prober>[0],
  looking: Looking,
  top: 'tcp' | 'tls',
): ReturnType<Prober> {
  const regex = gauge('probe_failed_due_to_regex', false);
  if (!hostAndPort.test(typed)) {
    looking.say(`message=${JSON.stringify('the target has to be host:port')}`);
    return { success: false, families: [regex] };
  }
  // Not tcp://, whose probe listens for a banner that nobody asked for here.
  const target = readTarget(`tls://${typed}`, looking);
  if (target === null) return { success: false, families: [regex] };
  const chosen = await chooseAddress(target, looking);
  const families = [regex, ...addressGauges(chosen)];
  if (chosen.address === null) return { success: false, families };
  const asked = hostname === null ? target : readTarget(`tls://${hostPort(hostname, target.port)}`, looking);
  if (asked === null) return { success: false, families };
  const results = await look({ ...asked, address: chosen.address.ip }, climbs[top], looking);
  const now = looking.engine.world.now();
  return top === 'tcp'
    ? { success: isOk(results, 'tcp'), families }
    : { success: isOk(results, 'chain'), families: [...families, ...tlsGauges(results, now)] };
}
