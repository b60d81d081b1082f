import type { DiscordStandIn } from '../discord/stand-in.ts';
import type { SlackTwin } from '../slack/stand-in.ts';

/**
 * `told`: the platform showed the person that it failed, at once (no acknowledgement within 3 s, no bot connected);
 * `silent`: it was acknowledged, and then nothing came.
 */
export type Outcome = 'waiting' | 'answered' | 'told' | 'silent';

export type Asked = {
  readonly what: string;
  readonly on: 'slack' | 'discord';
  readonly at: number;
  outcome: Outcome;
  /** The last that was shown. */
  shown: string;
  tookMs: number;
  /** What the person sees now; null: nothing yet. */
  look: () => string | null;
};

export type People = {
  readonly asked: readonly Asked[];
  /** The next of their questions. */
  ask(): void;
  /** Looks who has an answer by now. */
  look(): void;
  /** Those who wait still get nothing any more. */
  giveUp(): void;
  waiting(): number;
};

type Platforms = { readonly slack: SlackTwin; readonly discord: DiscordStandIn };

/** What an answer says while it grows. */
const growing = /^\W*(Checking|Looking again|Asking|Notafter is thinking)\b/;

/** People of both platforms who ask by turns: a check of one of `targets`, and what needs the store. */
export function openPeople({ slack, discord }: Platforms, targets: readonly string[]): People {
  const asked: Asked[] = [];
  const questions = [
    { name: 'check', action: undefined },
    { name: 'watch', action: 'list' },
    { name: 'check', action: undefined },
    { name: 'expiry', action: undefined },
    { name: 'check', action: undefined },
    { name: 'digest', action: 'now' },
  ] as const;

  function begin(on: Asked['on'], what: string): Asked {
    const one: Asked = {
      what,
      on,
      at: performance.now(),
      outcome: 'waiting',
      shown: '',
      tookMs: 0,
      look: () => null,
    };
    asked.push(one);
    return one;
  }

  function refused(one: Asked, thrown: unknown): void {
    one.outcome = 'told';
    one.shown = String(thrown).slice(0, 200);
    one.tookMs = performance.now() - one.at;
  }

  async function onSlack(name: string, action: string | undefined, target: string | null): Promise<void> {
    const text = [action, target].filter((word) => word != null).join(' ');
    // A channel of its own, so that whatever is said there answers this question.
    const channel = slack.addChannel(`asked-${asked.length}`);
    const one = begin('slack', `/${name} ${text}`);
    try {
      await slack.command({ command: `/${name}`, text, channel });
    } catch (thrown) {
      return refused(one, thrown);
    }
    one.look = () => {
      const said = [...slack.messages, ...slack.ephemerals].filter(
        (message) => message.channel === channel.id,
      );
      return said.at(-1)?.shown ?? null;
    };
  }

  async function onDiscord(name: string, action: string | undefined, target: string | null): Promise<void> {
    const one = begin('discord', `/${name} ${action ?? ''} ${target ?? ''}`);
    try {
      const run = await discord.slash({
        name,
        ...(action === undefined ? {} : { subcommand: action }),
        ...(target === null ? {} : { options: { target } }),
      });
      await run.acknowledged();
      one.look = () => {
        const said = discord.messages().filter((message) => message.interactionId === run.interactionId);
        return said.findLast(({ revisions }) => revisions.length > 0)?.text ?? null;
      };
    } catch (thrown) {
      refused(one, thrown);
    }
  }

  return {
    asked,
    ask() {
      const turn = asked.length;
      const { name, action } = questions[(turn >> 1) % questions.length] ?? questions[0];
      const target = name === 'check' ? (targets[turn % targets.length] ?? null) : null;
      void (turn % 2 === 0 ? onSlack : onDiscord)(name, action, target);
    },
    look() {
      for (const one of asked) {
        if (one.outcome !== 'waiting') continue;
        const shown = one.look();
        if (shown === null || shown.trim() === '') continue;
        one.shown = shown;
        if (growing.test(shown)) continue;
        one.outcome = 'answered';
        one.tookMs = performance.now() - one.at;
      }
    },
    giveUp() {
      for (const one of asked) if (one.outcome === 'waiting') one.outcome = 'silent';
    },
    waiting: () => asked.filter(({ outcome }) => outcome === 'waiting').length,
  };
}
