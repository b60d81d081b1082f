import type { App, types, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import { type Form, type FormField, filledForm, formButton } from '../form-fields.ts';
import { answer, plainMessage } from './answer.ts';
import { type AnswerWorld, drawnFor, drawnPlainly } from './asked.ts';
import { buttonValues, recalled } from './buttons.ts';
import { channelVoice } from './channel-voice.ts';
import { type Conversation, callerOf } from './conversation.ts';
import { formLimits } from './limits.ts';
import { readRefusal } from './refusal.ts';
import { whisper } from './voices.ts';

const callbackId = 'form';

/** What comes back with the form: which command, with what it has already, and where to answer. Nothing secret. */
const origin = z.object({
  button: z.string(),
  channel: z.string(),
  thread: z.string().optional(),
  isShared: z.boolean(),
});

export type FormOrigin = {
  /** Lives 3 s. */
  readonly trigger: string;
  readonly channel: string;
  /** Where an answer that everybody sees goes: under the message that was pressed. */
  readonly thread: string | undefined;
  readonly isShared: boolean;
};

const gone = plainMessage('This form belongs to a command that is no longer there. /help lists them.');

/** Opens a form. False when Slack did not take it. */
export async function openForm(
  form: Form,
  { trigger, channel, thread, isShared }: FormOrigin,
  { client, log, actions }: AnswerWorld,
): Promise<boolean> {
  const button = formButton(form);
  try {
    const values = await buttonValues([button], null, actions);
    const kept = { button: values.get(button) ?? '', channel, thread, isShared };
    await client.views.open({
      trigger_id: trigger,
      view: {
        type: 'modal',
        callback_id: callbackId,
        private_metadata: JSON.stringify(kept),
        title: plain(form.title, formLimits.title),
        submit: plain(form.fields.some(({ isSecret }) => isSecret) ? 'Look' : 'Send', formLimits.title),
        close: plain('Cancel', formLimits.title),
        blocks: form.fields.map(inputBlock),
      },
    });
    return true;
  } catch (thrown) {
    log.error(readRefusal(thrown), 'Slack opened no form');
    return false;
  }
}

function inputBlock(field: FormField): types.InputBlock {
  const { option, isRequired } = field;
  return {
    type: 'input',
    block_id: option.name,
    optional: !isRequired,
    label: plain(option.name, formLimits.label),
    ...(option.summary === '' ? {} : { hint: plain(option.summary, formLimits.label) }),
    element: selectElement(field) ?? textElement(field),
  };
}

/** Null where there is nothing to choose from, or too much. */
function selectElement({ option: { choices = [] }, value }: FormField): types.StaticSelect | null {
  const fits = choices.every((choice) => choice !== '' && choice.length <= formLimits.choice);
  if (choices.length === 0 || choices.length > formLimits.choices || !fits) return null;
  const options = choices.map((choice) => ({ text: plain(choice, formLimits.choice), value: choice }));
  const initial = options.find((option) => option.value === value);
  return {
    type: 'static_select',
    action_id: 'value',
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

function textElement({ isSecret, value }: FormField): types.PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id: 'value',
    multiline: isSecret,
    max_length: formLimits.value,
    ...(value === '' ? {} : { initial_value: value.slice(0, formLimits.value) }),
  };
}

function plain(text: string, most: number) {
  return {
    type: 'plain_text' as const,
    text: text.length <= most ? text : `${text.slice(0, most - 1)}\u2026`,
  };
}

/** Answers a form that was sent: to its sender alone, or under the message whose button opened it. */
export function listenToForms(app: App, conversation: Conversation): void {
  app.view<ViewSubmitAction>(callbackId, async ({ body, view, ack }) => {
    await ack();
    const from = origin.safeParse(jsonIn(view.private_metadata));
    if (!from.success) return;
    const filled = Object.fromEntries(
      Object.entries(view.state.values).map(([name, { value }]) => [
        name,
        value?.value ?? value?.selected_option?.value ?? '',
      ]),
    );
    const { user } = body;
    const caller = callerOf(user.id, user.name ?? user.id, from.data.channel);
    conversation.keep(answerForm(from.data, filled, caller, conversation));
  });
}

async function answerForm(
  { button, thread, isShared }: z.infer<typeof origin>,
  filled: Readonly<Record<string, string>>,
  caller: ReturnType<typeof callerOf>,
  { world, signal }: Conversation,
): Promise<void> {
  const spot = { channel: caller.place.channel, thread, message: undefined };
  const target = await recalled(button, world);
  if (target === null) return whisper(drawnPlainly(world, signal), spot, caller.who.id).finish(gone);
  const parsed = filledForm(target, filled);
  const asked = drawnFor(parsed, caller, isShared, world, signal);
  const voice = isShared ? channelVoice(asked, spot, null) : whisper(asked, spot, caller.who.id);
  await answer({ parsed, caller, way: 'upload' }, voice, world, signal);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
