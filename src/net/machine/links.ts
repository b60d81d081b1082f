import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Link, LinkCounters } from '../../core/vantage/vantage.ts';
import { kernelFile } from './kernel-file.ts';

/** A host of containers has one interface for each; what lies beyond is not read. */
const mostLinks = 64;

/** if.h: IFF_UP, IFF_LOOPBACK. */
const isUp = 0x1;
const isLoopback = 0x8;

/** Null: there is no such tree. */
export async function readLinks(sysClassNet: string): Promise<readonly Link[] | null> {
  let names: readonly string[];
  try {
    names = await readdir(sysClassNet);
  } catch {
    return null;
  }
  const links = await Promise.all(
    names
      .toSorted()
      .slice(0, mostLinks)
      .map((name) => readLink(name, join(sysClassNet, name))),
  );
  return links.filter((link) => link !== null);
}

/** Null for what is no interface: "bonding_masters" is a file beside them. */
async function readLink(name: string, folder: string): Promise<Link | null> {
  const word = async (file: string) => (await kernelFile(join(folder, file)))?.text.trim() ?? null;
  const [flagText, carrier, state, mtu, speed, counters] = await Promise.all([
    word('flags'),
    word('carrier'),
    word('operstate'),
    word('mtu'),
    word('speed'),
    readCounters(folder),
  ]);
  if (flagText === null) return null;
  const flags = Number.parseInt(flagText, 16);
  const megabits = numberIn(speed);
  return {
    name,
    loopback: (flags & isLoopback) !== 0,
    up: (flags & isUp) !== 0,
    carrier: carrier === null ? null : carrier === '1',
    state: state ?? 'unknown',
    mtu: numberIn(mtu),
    // -1 and 4294967295 stand for "unknown".
    megabitsPerSecond: megabits !== null && megabits > 0 && megabits < 0xffff_ffff ? megabits : null,
    counters,
  };
}

async function readCounters(folder: string): Promise<LinkCounters | null> {
  const count = async (file: string) => numberIn((await kernelFile(join(folder, file)))?.text ?? null);
  const [receiveErrors, sendErrors, receiveDropped, sendDropped, carrierChanges] = await Promise.all([
    count('statistics/rx_errors'),
    count('statistics/tx_errors'),
    count('statistics/rx_dropped'),
    count('statistics/tx_dropped'),
    count('carrier_changes'),
  ]);
  if (receiveErrors === null || sendErrors === null) return null;
  return {
    receiveErrors,
    sendErrors,
    receiveDropped: receiveDropped ?? 0,
    sendDropped: sendDropped ?? 0,
    carrierChanges: carrierChanges ?? 0,
  };
}

function numberIn(text: string | null): number | null {
  if (text === null || !/^\s*-?\d+\s*$/.test(text)) return null;
  return Number(text);
}
