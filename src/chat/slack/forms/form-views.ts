import type { types } from '@slack/bolt';
import type { Form } from '../../forms/form-fields.ts';
import { answerLimits, formLimits } from '../rendering/limits.ts';
import { boxesOf, placeBox, plain, type Setting } from './form-boxes.ts';

export const formCallbackId = 'form';

export type FormViewInput = {
  readonly form: Form;
  readonly setting: Setting;
  /** What comes back with it; 3,000 characters at most. */
  readonly metadata: string;
  readonly asksPlace: boolean;
};

export function formView({ form, setting, metadata, asksPlace }: FormViewInput): types.ModalView {
  const boxes = form.fields.flatMap((field) => boxesOf(field, setting));
  return {
    type: 'modal',
    callback_id: formCallbackId,
    private_metadata: metadata,
    title: titleOf(form.title),
    submit: plain(form.fields.some(({ isSecret }) => isSecret) ? 'Look' : 'Send', formLimits.title),
    close: plain('Cancel', formLimits.title),
    blocks: [...boxes, ...(asksPlace ? [placeBox()] : [])].slice(0, formLimits.blocks),
  };
}

/** Words and nothing to fill in: while a form is made, and where there is none. */
export function wordsView(title: string, words: string): types.ModalView {
  return {
    type: 'modal',
    title: titleOf(title),
    close: plain('Close', formLimits.title),
    blocks: [{ type: 'section', text: plain(words, answerLimits.run) }],
  };
}

function titleOf(title: string): types.PlainTextElement {
  return plain(title, formLimits.title);
}
