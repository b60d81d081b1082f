import { fieldsOf, invalidFields, invalidForm, oneOf, onlyFields } from './form-errors.ts';
import type { Messages } from './messages.ts';
import { checkedModal, type Modal } from './modals.ts';
import { ApiError, type Channel, type Reply, type ShownMessage } from './shapes.ts';
import { flags } from './validating/check-message.ts';
import { problemsOfSuggestions } from './validating/validate.ts';

/** 3 s to acknowledge, 15 minutes to answer ("Receiving and Responding"). */
const acknowledgeMs = 3000;
const tokenMs = 15 * 60_000;
/** Of an app that is not in the server ("Create Followup Message"). */
const mostFollowUps = 5;

/** 2 command, 3 component, 4 somebody is typing, 5 form. */
export type InteractionType = 2 | 3 | 4 | 5;

export type Suggested = { readonly name: string; readonly value: string };

export type Acknowledgement = {
  readonly kind: 'reply' | 'defer' | 'defer-update' | 'update' | 'modal' | 'suggestions';
  readonly isEphemeral: boolean;
  /** Between the interaction and its acknowledgement, by the stand-in's clock. */
  readonly afterMs: number;
};

export type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly userId: string;
  readonly channel: Channel;
  readonly createdMs: number;
  readonly type: InteractionType;
  /** The app is there for this person only: neither in the server nor in the conversation. */
  readonly isAlone: boolean;
  /** The message whose button was pressed. */
  readonly pressed: ShownMessage | null;
  followUps: number;
  /** What was offered to somebody who types. */
  suggestions: readonly Suggested[] | null;
  acknowledgement: Acknowledgement | null;
  /** The message that `@original` stands for. */
  originalId: string | null;
  /** The form it was answered with. */
  modal: Modal | null;
};

export type Opening = Pick<Interaction, 'userId' | 'channel' | 'pressed' | 'type' | 'isAlone'> & {
  /** How long it was on its way to the bot. */
  readonly lateMs: number;
};

export type Interactions = {
  open(opening: Opening): Interaction;
  get(id: string): Interaction;
  callback(id: string, token: string, body: unknown, withResponse: boolean): Reply;
  followUp(token: string, body: unknown): ShownMessage;
  /** The message a webhook route names: `@original` or an id. */
  messageOf(token: string, name: string): ShownMessage;
  edit(token: string, name: string, body: unknown): ShownMessage;
};

export function createInteractions(
  newId: () => string,
  now: () => number,
  messages: Messages,
  onChange: () => void,
): Interactions {
  const all = new Map<string, Interaction>();

  function byToken(token: string): Interaction {
    const found = [...all.values()].find((interaction) => interaction.token === token);
    if (found === undefined || found.acknowledgement === null)
      throw new ApiError(404, 10015, 'Unknown Webhook');
    if (now() - found.createdMs > tokenMs) throw new ApiError(401, 50027, 'Invalid Webhook Token');
    return found;
  }

  function originalOf(interaction: Interaction): string {
    if (interaction.originalId === null) throw new ApiError(404, 10008, 'Unknown Message');
    return interaction.originalId;
  }

  function place(interaction: Interaction, isEphemeral: boolean) {
    const visibleTo = isEphemeral ? interaction.userId : null;
    return { channel: interaction.channel, visibleTo, interactionId: interaction.id };
  }

  function acknowledge(interaction: Interaction, kind: Acknowledgement['kind'], data: unknown): void {
    const isEphemeral = (Number(fieldsOf('data', data ?? {}).flags ?? 0) & flags.ephemeral) !== 0;
    if (kind === 'defer') {
      onlyFields('data', fieldsOf('data', data ?? {}), ['flags']);
      oneOf('data.flags', fieldsOf('data', data ?? {}).flags ?? 0, [0, flags.ephemeral]);
      interaction.originalId = messages.defer(place(interaction, isEphemeral)).id;
    } else if (kind === 'suggestions') {
      const problems = problemsOfSuggestions(data);
      if (problems.length > 0) throw invalidFields(problems);
      interaction.suggestions = (data as { readonly choices: readonly Suggested[] }).choices;
    } else if (kind === 'modal') {
      interaction.modal = checkedModal(data);
    } else if (kind === 'reply') {
      interaction.originalId = messages.post(data, 'reply', place(interaction, isEphemeral)).id;
    } else {
      if (interaction.pressed === null)
        throw invalidForm('type', 'INTERACTION_RESPONSE_TYPE_INVALID', 'Not a component interaction');
      interaction.originalId = interaction.pressed.id;
      if (kind === 'update') messages.edit(interaction.pressed.id, data);
    }
    interaction.acknowledgement = { kind, isEphemeral, afterMs: now() - interaction.createdMs };
    onChange();
  }

  return {
    open({ lateMs, ...opening }) {
      const interaction: Interaction = {
        ...opening,
        id: newId(),
        token: `interaction-token-${newId()}`,
        createdMs: now() - lateMs,
        followUps: 0,
        suggestions: null,
        acknowledgement: null,
        originalId: null,
        modal: null,
      };
      all.set(interaction.id, interaction);
      return interaction;
    },
    get(id) {
      const found = all.get(id);
      if (found === undefined) throw new Error(`The stand-in has no interaction ${id}.`);
      return found;
    },
    callback(id, token, body, withResponse) {
      const interaction = all.get(id);
      if (interaction === undefined || interaction.token !== token) throw unknownInteraction();
      if (interaction.acknowledgement !== null) {
        throw new ApiError(400, 40060, 'Interaction has already been acknowledged.');
      }
      if (now() - interaction.createdMs > acknowledgeMs) throw unknownInteraction();
      const { type, data } = fieldsOf('callback', body);
      const kind = kindOf(type);
      // Who types gets suggestions and nothing else does; a form does not follow a form.
      if (
        (interaction.type === 4) !== (kind === 'suggestions') ||
        (interaction.type === 5 && kind === 'modal')
      ) {
        throw invalidForm('type', 'INTERACTION_RESPONSE_TYPE_INVALID', 'Not an answer to this interaction');
      }
      acknowledge(interaction, kind, data);
      if (!withResponse || interaction.originalId === null) return { status: 204 };
      const message = messages.json(messages.get(originalOf(interaction)));
      return { status: 200, body: { interaction: { id, type: 2 }, resource: { type, message } } };
    },
    followUp(token, body) {
      const interaction = byToken(token);
      const original = messages.all().find((message) => message.id === interaction.originalId);
      const isThinking = original !== undefined && original.revisions.length === 0 && !original.isDeleted;
      if (isThinking) {
        const { flags: _, ...fields } = fieldsOf('message', body);
        const kept = Number(_ ?? 0) & flags.componentsV2;
        return messages.edit(original.id, { ...fields, flags: kept });
      }
      interaction.followUps += 1;
      if (interaction.isAlone && interaction.followUps > mostFollowUps) {
        throw new ApiError(
          400,
          40094,
          'This interaction has reached the maximum number of follow-up messages.',
        );
      }
      const isEphemeral = (Number(fieldsOf('message', body).flags ?? 0) & flags.ephemeral) !== 0;
      return messages.post(body, 'reply', place(interaction, isEphemeral));
    },
    messageOf(token, name) {
      const interaction = byToken(token);
      return messages.get(name === '@original' ? originalOf(interaction) : name);
    },
    edit(token, name, body) {
      return messages.edit(this.messageOf(token, name).id, body);
    },
  };
}

function kindOf(type: unknown): Acknowledgement['kind'] {
  switch (type) {
    case 4:
      return 'reply';
    case 5:
      return 'defer';
    case 6:
      return 'defer-update';
    case 7:
      return 'update';
    case 8:
      return 'suggestions';
    case 9:
      return 'modal';
    default:
      throw invalidForm('type', 'BASE_TYPE_CHOICES', `Response type ${String(type)} is not spoken here.`);
  }
}

function unknownInteraction(): ApiError {
  return new ApiError(404, 10062, 'Unknown interaction');
}
