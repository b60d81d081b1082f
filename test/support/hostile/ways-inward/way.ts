import { answersStatus } from '../../farm/http-answers.ts';
import { type InwardWorld, inside } from '../inward.ts';

/** One way in which a stranger's word becomes an address that is dialled, or looks as if it might. */
export type WayInward = {
  readonly what: string;
  /** Whether it leads to the trap where the trap's network may be dialled; else it is refused or ignored as such. */
  readonly leads: boolean;
  attempt(world: InwardWorld): Promise<unknown>;
};

const octets = inside.split('.').map(Number);
const [a = 0, b = 0, c = 0, d = 0] = octets;

/** Other spellings of the same address. */
export const spelled = {
  number: octets.reduce((sum, part) => sum * 256 + part, 0),
  octets,
  groups: [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(':'),
  flipped: [0xffff - (a * 256 + b), 0xffff - (c * 256 + d)].map((group) => group.toString(16)).join(':'),
};

export const fine = answersStatus(200, { 'content-type': 'text/plain' }, 'fine');

/** The trap over HTTP. */
export function trapUrl({ port }: Pick<InwardWorld, 'port'>, scheme = 'http'): string {
  return `${scheme}://${inside}:${port}/`;
}

export function json(value: unknown) {
  return answersStatus(200, { 'content-type': 'application/json' }, JSON.stringify(value));
}
