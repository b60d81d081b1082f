import type { Fleet, Showing } from './fleet.ts';
import type { Said } from './said.ts';

/** Something that really is wrong with an endpoint, from when it began until the end of its alarm was told. */
export type Episode = {
  readonly host: string;
  readonly showing: Showing;
  readonly on: Said['on'];
  readonly at: number;
  openedAt: number | null;
  mendedAt: number | null;
  endedAt: number | null;
};

export type Episodes = {
  readonly all: readonly Episode[];
  /** Goes on as far as what was said allows. */
  look(said: readonly Said[]): void;
  /** No new ones. */
  close(): void;
  /** Those that wait for the bot to say something. */
  unfinished(): readonly Episode[];
};

/** How the head of an alarm that is over reads. */
const over = /\bOpen from\b/;
/** What is said under it then, and may come late. */
const good = /^\W*(?:white_check_mark|✅)/;

/**
 * A few lanes on each platform: an endpoint goes bad, is mended once the alarm was told, and the next one goes bad once it was
 * told that this is over. So each of them has to be told, however long that takes.
 */
export function openEpisodes(
  fleet: Fleet,
  lanes: Readonly<Record<Said['on'], readonly (readonly string[])[]>>,
  mostMismatches: number,
): Episodes {
  const all: Episode[] = [];
  let isOpen = true;
  const queues = [
    ...lanes.slack.map((hosts) => laneOf('slack', hosts)),
    ...lanes.discord.map((hosts) => laneOf('discord', hosts)),
  ];

  function laneOf(on: Said['on'], hosts: readonly string[]) {
    return { on, hosts: [...hosts], current: null as Episode | null };
  }

  function begin(lane: (typeof queues)[number]): void {
    const host = lane.hosts.shift();
    if (host === undefined || !isOpen) return;
    // Its turn comes again, with another certificate and so another alarm.
    lane.hosts.push(host);
    const showing: Showing = all.length < mostMismatches ? 'mismatch' : 'late';
    fleet.show(host, showing);
    const episode: Episode = {
      ...{ host, showing, on: lane.on, at: Date.now() },
      ...{ openedAt: null, mendedAt: null, endedAt: null },
    };
    all.push(episode);
    lane.current = episode;
  }

  function step(episode: Episode, said: readonly Said[]): void {
    // Times of messages are whole seconds.
    const since = Math.floor(episode.at / 1000) * 1000;
    const about = said.filter(
      ({ on, at, first }) => on === episode.on && at >= since && first.includes(episode.host),
    );
    const head = about.find(({ first }) => !good.test(first));
    if (head === undefined) return;
    episode.openedAt ??= head.at;
    if (episode.mendedAt === null) {
      fleet.show(episode.host, 'good');
      episode.mendedAt = Date.now();
    }
    if (about.some(({ now }) => over.test(now))) episode.endedAt ??= Date.now();
  }

  return {
    all,
    look(said) {
      for (const lane of queues) {
        if (lane.current !== null) step(lane.current, said);
        if (lane.current === null || lane.current.endedAt !== null) begin(lane);
      }
    },
    close() {
      isOpen = false;
    },
    unfinished: () => all.filter(({ endedAt }) => endedAt === null),
  };
}
