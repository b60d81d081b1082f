import { type ChildProcess, execFileSync, spawn } from 'node:child_process';

/** Here, one router after the other, and the server: each a network namespace of its own, joined by cables of its own. */
export const places = ['here', 'router1', 'router2', 'server'] as const;
export type PlaceName = (typeof places)[number];

export const serverAddress = '10.91.3.2';

/** Lines of ip, nft or sysctl, each for a place. */
export type Rules = readonly (readonly [PlaceName, string])[];

export type Way = AsyncDisposable & {
  /** Words that run a command in that place. */
  inside(place: PlaceName): readonly string[];
};

function run(line: string): void {
  const [program = '', ...rest] = line.split(' ');
  execFileSync(program, rest, { stdio: 'pipe' });
}

const needed = ['ip -V', 'nft --version', 'ss -V', 'mtr --version', 'tracepath -V'];

/** Null when ways can be built here, else what is missing. */
export function whyNoWay(): string | null {
  if (process.getuid?.() !== 0) return 'only root makes network namespaces';
  for (const line of needed) {
    try {
      run(line);
    } catch {
      return `${line.split(' ')[0]} is not installed`;
    }
  }
  const probe = `nt${process.pid}-probe`;
  try {
    run(`ip netns add ${probe}`);
    run(`ip netns del ${probe}`);
    return null;
  } catch {
    return 'network namespaces cannot be made here';
  }
}

let made = 0;

/** Builds it, then runs `rules` (lines of ip, nft or tc, each in its place). Nothing outside these namespaces is touched. */
export async function buildWay(rules: Rules = []): Promise<Way> {
  made += 1;
  const prefix = `nt${process.pid}-${made}-`;
  const name = (place: PlaceName) => `${prefix}${place}`;
  const within = (place: PlaceName, line: string) => run(`ip netns exec ${name(place)} ${line}`);
  const remove = () => {
    process.off('exit', remove);
    for (const place of places) run(`ip netns del ${name(place)}`);
  };
  // A test that was given up leaves none behind either.
  process.once('exit', remove);
  try {
    build(within, name, rules);
  } catch (thrown) {
    remove();
    throw thrown;
  }
  return {
    inside: (place) => ['ip', 'netns', 'exec', name(place)],
    async [Symbol.asyncDispose]() {
      remove();
    },
  };
}

type Within = (place: PlaceName, line: string) => void;

function build(within: Within, name: (place: PlaceName) => string, rules: Rules): void {
  for (const place of places) {
    run(`ip netns add ${name(place)}`);
    within(place, 'ip link set lo up');
  }
  for (const [at, left] of places.slice(0, -1).entries()) {
    const right = places[at + 1] ?? left;
    const cable = `cable${at + 1}`;
    run(`ip link add ${cable}l netns ${name(left)} type veth peer name ${cable}r netns ${name(right)}`);
    within(left, `ip addr add 10.91.${at + 1}.1/24 dev ${cable}l`);
    within(right, `ip addr add 10.91.${at + 1}.2/24 dev ${cable}r`);
    within(left, `ip link set ${cable}l up`);
    within(right, `ip link set ${cable}r up`);
  }
  for (const router of ['router1', 'router2'] as const) within(router, 'sysctl -qw net.ipv4.ip_forward=1');
  within('here', 'ip route add default via 10.91.1.2');
  within('router1', 'ip route add 10.91.3.0/24 via 10.91.2.2');
  within('router2', 'ip route add 10.91.1.0/24 via 10.91.2.1');
  within('server', 'ip route add default via 10.91.3.1');
  for (const [place, line] of rules) within(place, line);
}

/** A file of this folder, run by Node in that place, with `given` as its argument. */
export function spawnInside(way: Way, place: PlaceName, file: string, given: unknown): ChildProcess {
  const [program = '', ...before] = way.inside(place);
  const script = new URL(file, import.meta.url).pathname;
  return spawn(program, [...before, process.execPath, script, JSON.stringify(given)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
