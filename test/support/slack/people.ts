import type { FileJson } from './files.ts';
import type { Signing } from './http-mode.ts';
import { escapeTyped, eventPayload, pressPayload, shortcutPayload, slashPayload } from './payloads.ts';
import { createPeopleAtViews, type PeopleAtViews } from './people-views.ts';
import type { PeopleWorld } from './people-world.ts';
import type { ResponseUrl } from './response-urls.ts';
import type { Channel, Person, ShownMessage } from './shapes.ts';
import type { Ack, Envelope } from './socket-mode.ts';

export type Typed = {
  /** With its slash: "/check". */
  readonly command: string;
  readonly text?: string;
  /** `slack.user` when left out. */
  readonly user?: Person;
  /** `slack.channel` when left out. */
  readonly channel?: Channel;
  /** Whether Slack writes mentions and links as `<...>`, which `should_escape` in the manifest asks for; true. */
  readonly isEscaped?: boolean;
};

export type Pressed = {
  readonly message: ShownMessage;
  readonly label: string;
  readonly user?: Person;
  /** Forged in the place of the button's own. */
  readonly value?: string;
  readonly actionId?: string;
};

export type Said = {
  readonly text: string;
  readonly user?: Person;
  readonly channel?: Channel;
  readonly threadTs?: string;
  readonly files?: readonly FileJson[];
};

export type Chosen = {
  readonly callbackId: string;
  readonly text?: string;
  readonly files?: readonly FileJson[];
  /** What else the message shows. */
  readonly more?: { readonly blocks?: readonly object[]; readonly attachments?: readonly object[] };
  readonly threadTs?: string;
  readonly user?: Person;
  readonly channel?: Channel;
};

/** What came of a command or a press, as far as Slack knows it. */
export type Run = Ack & {
  readonly responseUrl: string;
  /** How often the bot used the response_url, refused uses too. */
  responseUses(): number;
  /** What it said through it or in the acknowledgement, as it stands now. */
  responses(): readonly ShownMessage[];
  nextResponse(wanted?: (message: ShownMessage) => boolean): Promise<ShownMessage>;
};

export type Delivered = Ack & {
  readonly eventId: string;
  /** The same event once more, as Slack sends it when an acknowledgement got lost. */
  repeat(): Promise<Ack>;
};

/** What people do. Each resolves when the bot has acknowledged and rejects when it does not within 3 s. */
export type People = PeopleAtViews & {
  /** Used where a test names nobody and no channel: @alice in #ops. */
  readonly user: Person;
  readonly channel: Channel;
  command(typed: Typed): Promise<Run>;
  /** Presses a button as `message` showed it; one that is gone since then is a press that was on its way. */
  press(pressed: Pressed): Promise<Run>;
  /** "@notafter text" in a channel the bot is in. */
  mention(said: Said): Promise<Delivered>;
  /** A message shortcut, chosen from the menu of a message with this text and these files. */
  shortcut(chosen: Chosen): Promise<Run>;
  directMessage(said: Omit<Said, 'channel'> & { readonly isByBot?: boolean }): Promise<Delivered>;
  /** HTTP mode: a command signed as told; gives the status the bot answered with. */
  postSigned(typed: Typed, signing: Signing): Promise<{ readonly status: number; readonly body: string }>;
};

export function createPeople(world: PeopleWorld): People {
  const { workspace, messages, responseUrls, changes, now, deliver, views } = world;
  const alice = workspace.addUser('alice', { realName: 'Alice Example' });
  const ops = workspace.addChannel('ops');

  function typedEnvelope(typed: Typed): { readonly envelope: Envelope; readonly responseUrl: ResponseUrl } {
    const { command, text = '', user = alice, channel = ops, isEscaped = true } = typed;
    const responseUrl = responseUrls.issue({ channel: channel.id, user: user.id, message: null });
    const written = isEscaped ? escapeTyped(text, workspace) : text;
    const payload = slashPayload(
      { command, text: written, user, channel, responseUrl: responseUrl.url },
      workspace,
    );
    views.mayOpen(payload.trigger_id, channel.id);
    return { envelope: { type: 'slash_commands', payload }, responseUrl };
  }

  function runOf(ack: Ack, responseUrl: ResponseUrl): Run {
    return {
      ...ack,
      responseUrl: responseUrl.url,
      responseUses: () => responseUrl.uses(),
      responses: () => responseUrl.responses(),
      nextResponse: (wanted = () => true) =>
        changes.until(() => responseUrl.responses().find(wanted), 'response as wanted'),
    };
  }

  async function event(said: Said, user: Person | null, channel: Channel): Promise<Delivered> {
    const { text, threadTs, files } = said;
    const payload = eventPayload({ text, user, channel, threadTs, files }, workspace, now());
    messages.saidByPeople(channel.id, [payload.event.ts, threadTs]);
    const ack = await deliver({ type: 'events_api', payload });
    return {
      ...ack,
      eventId: payload.event_id,
      repeat: () => deliver({ type: 'events_api', payload, retry: 1 }),
    };
  }

  return {
    ...createPeopleAtViews(world, alice),
    user: alice,
    channel: ops,
    async command(typed) {
      const { envelope, responseUrl } = typedEnvelope(typed);
      const ack = await deliver(envelope);
      if (ack.payload !== null) responseUrl.sayAck(ack.payload);
      return runOf(ack, responseUrl);
    },
    async press({ message: seen, label, user = alice, value, actionId }) {
      const { channel: place, ts } = seen;
      const message = messages.get(place, ts);
      const shown = seen.buttons.find((candidate) => candidate.label === label);
      if (shown === undefined) throw new Error(`The message shows no button "${label}".`);
      if (message.visibleTo !== null && message.visibleTo !== user.id) {
        throw new Error(`${user.name} does not see that message.`);
      }
      const button = { ...shown, value: value ?? shown.value, actionId: actionId ?? shown.actionId };
      const responseUrl = responseUrls.issue({ channel: place, user: user.id, message });
      const channel = workspace.channel(place);
      const payload = pressPayload(
        { button, message, user, channel, responseUrl: responseUrl.url },
        workspace,
        now(),
      );
      views.mayOpen(payload.trigger_id, channel.id);
      return runOf(await deliver({ type: 'interactive', payload }), responseUrl);
    },
    async mention(said) {
      const channel = workspace.channel((said.channel ?? ops).id);
      if (!channel.hasBot)
        throw new Error(`The bot is not in #${channel.name}: Slack sends it no mentions there.`);
      const text = `<@${workspace.bot.id}> ${escapeTyped(said.text, workspace)}`;
      return event({ ...said, text }, said.user ?? alice, channel);
    },
    async shortcut({ callbackId, text = '', files, more, threadTs, user = alice, channel = ops }) {
      const responseUrl = responseUrls.issue({ channel: channel.id, user: user.id, message: null });
      const ts = `${Math.floor(now() / 1000)}.999999`;
      messages.saidByPeople(channel.id, [ts]);
      const message = {
        text: escapeTyped(text, workspace),
        ts,
        ...more,
        ...(files === undefined ? {} : { files }),
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      };
      const payload = shortcutPayload(
        { callbackId, message, user, channel, responseUrl: responseUrl.url },
        workspace,
      );
      views.mayOpen(payload.trigger_id, channel.id);
      return runOf(await deliver({ type: 'interactive', payload }), responseUrl);
    },
    async directMessage({ isByBot = false, ...said }) {
      const channel = workspace.directMessage(said.user ?? alice);
      const text = escapeTyped(said.text, workspace);
      return event({ ...said, text }, isByBot ? null : (said.user ?? alice), channel);
    },
    postSigned: (typed, signing) => world.http.post(world.urlOfBot(), typedEnvelope(typed).envelope, signing),
  };
}
