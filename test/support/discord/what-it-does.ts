import type { Gateway } from './gateway.ts';
import type { Acknowledgement, Suggested } from './interactions.ts';
import type { Modal } from './modals.ts';
import type { Outgoing } from './outgoing.ts';
import type { Fault, SeenRequest } from './rest-server.ts';
import type { Place } from './server-of-people.ts';
import type {
  Channel,
  Person,
  RefusedRequest,
  Reply,
  ShownButton,
  ShownMessage,
  ShownOption,
} from './shapes.ts';
import type { UploadInput } from './uploads.ts';
import type { RegisteredCommand } from './validating/check-commands.ts';

export type Slash = {
  readonly name: string;
  readonly subcommand?: string;
  /** A file for the options that take one. */
  readonly options?: Readonly<Record<string, string | UploadInput>>;
  /** `discord.user` when left out. */
  readonly user?: Person;
  /** `discord.channel` when left out; a direct message has no guild. */
  readonly channel?: Channel;
  /** How long it was on its way to the bot: over 3,000 it is too late to be acknowledged. */
  readonly lateMs?: number;
};

/** What came of a command or a press. */
export type Run = {
  readonly interactionId: string;
  /** Resolves when the bot has acknowledged. */
  acknowledged(): Promise<Acknowledgement>;
  /** The message that answers, once it looks as wanted: `await run.answer(({ text }) => text.includes('healthy'))`. */
  answer(wanted?: (message: ShownMessage) => boolean): Promise<ShownMessage>;
  /** Messages after the first, in the order of posting. */
  followUps(): readonly ShownMessage[];
  /** The form that answers. */
  modal(): Promise<Modal>;
  /** What is offered to somebody who types. */
  suggestions(): Promise<readonly Suggested[]>;
};

/**
 * Discord on 127.0.0.1, as strict as its documentation: REST and gateway, the 3 s and 15 min clocks, the limits of
 * messages and commands. Give the bot `apiUrl` and `token`; `await using` closes everything.
 */
export type DiscordStandIn = AsyncDisposable & {
  readonly apiUrl: string;
  /** Where it listens itself. */
  readonly port: number;
  readonly token: string;
  readonly applicationId: string;
  /** The other way interactions may take: signed requests. */
  readonly outgoing: Outgoing;
  /** Servers, channels, people and roles; more can be added before the bot starts. */
  readonly place: Place;
  /** The person and the channel used where a test names none. */
  readonly user: Person;
  readonly channel: Channel;
  readonly gateway: Gateway;
  /** Types a slash command. It has to be registered, as for a real person. Waits for the bot to be connected. */
  slash(slash: Slash): Promise<Run>;
  /** Presses a button that is shown; `customId` forges another one in its place. */
  press(button: ShownButton, by?: { readonly user?: Person; readonly customId?: string }): Promise<Run>;
  /** Somebody has typed this far into one of the options. */
  type(typing: Slash & { readonly focused: string }): Promise<Run>;
  /** Chooses one of what a select shows. */
  choose(option: ShownOption, by?: { readonly user?: Person; readonly value?: string }): Promise<Run>;
  /** Refuses whatever comes with the flag of components, or takes it again. */
  takeComponents(takes: boolean): void;
  /** Sends a form with these texts in its boxes. */
  submit(modal: Modal, filled: Readonly<Record<string, string>>, by?: Person, where?: Channel): Promise<Run>;
  /** All that were posted, deleted ones too, oldest first, as they stand now. */
  messages(): readonly ShownMessage[];
  /** The first message, now or later, that no `nextMessage` gave before and that looks as wanted. */
  nextMessage(wanted?: (message: ShownMessage) => boolean): Promise<ShownMessage>;
  /** Resolves when `look` finds something; looked at again after each thing that happens. */
  until<Found>(look: () => Found | undefined, what: string): Promise<Found>;
  /** Commands that are registered, by scope: "global" or a guild's id. */
  commands(scope?: string): readonly RegisteredCommand[];
  /** Requests that broke a rule of Discord's. A test may expect none. */
  readonly refused: readonly RefusedRequest[];
  readonly requests: readonly SeenRequest[];
  failNext(fault: Fault): void;
  /** Spoils every request until it is called with null. */
  failAll(reply: Reply | 'hang up' | null): void;
  /** Somebody takes a message away. */
  deleteMessage(message: ShownMessage): void;
  /** Moves the stand-in's clock, for the 3 s and 15 min limits. */
  advance(ms: number): void;
};
