import { join } from 'node:path';
import type { MachineFacts } from '../../core/vantage/vantage.ts';
import { type KernelTrees, kernelFile } from './kernel-file.ts';
import { readLinks } from './links.ts';
import { parseNeighbours, parseRoutes4, parseRoutes6 } from './routes.ts';

/** A router with the whole table of the Internet has a million. */
const mostRoutes = 1000;
const mostNeighbours = 200;

/** Links, routes and neighbours. A system that has no such files (macOS, Windows) is not judged by them. */
export async function readMachine({ procNet, sysClassNet }: KernelTrees): Promise<MachineFacts> {
  const [links, routes4, routes6, arp] = await Promise.all([
    readLinks(sysClassNet),
    kernelFile(join(procNet, 'route')),
    kernelFile(join(procNet, 'ipv6_route')),
    kernelFile(join(procNet, 'arp')),
  ]);
  if (links === null) return { seen: false, because: `there is no ${sysClassNet} on this system` };
  if (routes4 === null)
    return { seen: false, because: `there is no ${join(procNet, 'route')} on this system` };
  const routes = [...parseRoutes4(routes4.text), ...parseRoutes6(routes6?.text ?? '')];
  return {
    seen: true,
    links,
    routes: routes.slice(0, mostRoutes),
    allRoutes: routes4.whole && routes6?.whole !== false && routes.length <= mostRoutes,
    neighbours: parseNeighbours(arp?.text ?? '').slice(0, mostNeighbours),
  };
}
