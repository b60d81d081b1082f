import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { dnsProbe } from './dns.ts';
import { defineProbe } from './probe.ts';

/** Which of the addresses the policy lets us dial. */
export type ReachFacts = {
  readonly allowed: readonly AllowedAddress[];
  readonly refused: readonly RefusedAddress[];
  /** How many further addresses were not looked at. */
  readonly leftOut: number;
};

export type RefusedAddress = {
  readonly ip: string;
  readonly port: number;
  readonly rule: string;
  readonly variable: 'ALLOWED_NETWORKS' | 'DENIED_PORTS';
  readonly entry: string | null;
  readonly byPlace?: true;
};

/** A name with thousands of addresses must not turn one diagnosis into a scan. */
const mostAddresses = 16;

export const reachProbe = defineProbe({
  name: 'reach',
  layer: 'target',
  rung: { label: 'Policy', covers: ['target'], always: false },
  needs: { dns: dnsProbe },
  deadlineMs: 1000,
  describe({ allowed, refused }: ReachFacts) {
    return refused.length === 0
      ? 'all addresses allowed'
      : `${refused.length} of ${allowed.length + refused.length} refused`;
  },
  async run(target, { dns }, { network }): Promise<ProbeOutcome<ReachFacts>> {
    const allowed: AllowedAddress[] = [];
    const refused: RefusedAddress[] = [];
    for (const ip of dns.addresses.slice(0, mostAddresses)) {
      const verdict = network.policy.judge(ip, target.port);
      if (verdict.allowed) {
        allowed.push(verdict.address);
      } else {
        const { allowed: _, ...refusal } = verdict;
        refused.push({ ip, port: target.port, ...refusal });
      }
    }
    const facts: ReachFacts = {
      allowed,
      refused,
      leftOut: Math.max(0, dns.addresses.length - mostAddresses),
    };
    if (allowed.length > 0) return learned(facts);
    const first = refused[0];
    const why = first === undefined ? 'there is no address' : `${first.ip} is refused: ${first.rule}`;
    return deadEnd('not-allowed', why, 'our-vantage', facts);
  },
});
