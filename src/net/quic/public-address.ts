import ipaddr from 'ipaddr.js';
import { specialRule } from '../special-ranges.ts';

/** Whether packets to this address leave for the public Internet, where anybody in between may drop them. */
export function isPublicAddress(ip: string): boolean {
  return ipaddr.isValid(ip) && specialRule(ipaddr.process(ip)) === null;
}
