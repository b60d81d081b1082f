import { buttonFields, clearedValue, type FormField } from '../chat/forms/form-fields.ts';
import type { Command } from '../core/command.ts';
import type { Button } from '../core/message.ts';
import { visibleLine } from '../core/text/visible-text.ts';
import { type Html, html } from './html.ts';

/**
 * What it runs, and what it asks for first, as the page's script reads it. `describedBy`: the id of what it is about, where
 * its label alone does not say that.
 */
export function buttonHtml(
  button: Button,
  { commands = [] }: { readonly commands?: readonly Command[] },
  describedBy = '',
): Html {
  const { label, command, subcommand, values, style } = button;
  const run = asciiJson({ command, action: subcommand ?? '', values });
  const fields = buttonFields(button, commands);
  const asks =
    fields.length === 0 ? '' : html` data-asks="${asciiJson(fields.map(fieldJson))}" aria-haspopup="dialog"`;
  // The answer it stands in takes the new one: nobody wants two of the same.
  const again = label === 'Run again' ? html` data-again` : '';
  const about = describedBy === '' ? '' : html` aria-describedby="${describedBy}"`;
  return html`<button type="button" class="${style ?? 'plain'}" data-run="${run}"${again}${asks}${about}>${visibleLine(label)}</button>`;
}

export function fieldJson({ option, isSecret, isRequired, value }: FormField): object {
  const { name, summary, choices = [] } = option;
  const emptied = value === '' ? '' : (clearedValue(option) ?? '');
  return { name, summary: visibleLine(summary), choices, isSecret, isRequired, value, emptied };
}

/** JSON may spell every character as an escape: the page gets it back whole, and nothing hidden stands in the markup. */
function asciiJson(value: object): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
