import { networkInterfaces } from 'node:os';

/** Whether ::1 can be listened on; says so where IPv6 is switched off. */
export function hasIpv6(): boolean {
  const found = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === '::1'),
  );
  if (!found) process.stdout.write('skipped: there is no IPv6 here\n');
  return found;
}
