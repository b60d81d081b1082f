import { fieldsOf, invalidForm } from './form-errors.ts';

/** A form as the bot showed it. */
export type Modal = {
  readonly customId: string;
  readonly title: string;
  readonly inputs: readonly ModalInput[];
};

export type ModalInput = {
  readonly name: string;
  readonly value: string;
  readonly required: boolean;
  readonly maxLength: number;
  /** Null in a box for text. */
  readonly choices: readonly string[] | null;
  /** Users and roles are picked: filled with their ids, those of roles after "&". */
  readonly isPeople?: boolean;
};

/** Limits of "Modal", "Label" and "Text Input"; throws what Discord answers to a form it does not take. */
export function checkedModal(data: unknown): Modal {
  const modal = fieldsOf('data', data);
  const customId = text('data.custom_id', modal.custom_id, 100);
  const title = text('data.title', modal.title, 45);
  const rows = Array.isArray(modal.components) ? (modal.components as readonly unknown[]) : [];
  if (rows.length < 1 || rows.length > 5) throw wrong('data.components', 'A form has one to five rows.');
  return {
    customId,
    title,
    inputs: rows.map((row, at) => inputOf(fieldsOf(`data.components.${at}`, row), at)),
  };
}

function inputOf(row: Readonly<Record<string, unknown>>, at: number): ModalInput {
  const place = `data.components.${at}`;
  if (row.type !== 18) throw wrong(`${place}.type`, 'Only labels are spoken here.');
  text(`${place}.label`, row.label, 45);
  if (row.description !== undefined) text(`${place}.description`, row.description, 100);
  const input = fieldsOf(`${place}.component`, row.component);
  if (input.type === 3) return selectOf(input, place);
  if (input.type === 7) return peopleOf(input, place);
  if (input.type !== 4 || (input.style !== 1 && input.style !== 2))
    throw wrong(place, 'Only text inputs are spoken here.');
  const maxLength = Number(input.max_length ?? 4000);
  if (!(maxLength >= 1 && maxLength <= 4000)) throw wrong(place, 'max_length is 1 to 4000.');
  const value = String(input.value ?? '');
  if (value.length > maxLength) throw wrong(place, 'The value is longer than max_length.');
  return {
    name: text(`${place}.custom_id`, input.custom_id, 100),
    value,
    required: input.required !== false,
    maxLength,
    choices: null,
  };
}

/** "Mentionable Select" in a modal. */
function peopleOf(select: Readonly<Record<string, unknown>>, place: string): ModalInput {
  const most = Number(select.max_values ?? 1);
  if (!(most >= 1 && most <= 25)) throw wrong(`${place}.max_values`, 'One to 25 people.');
  const name = text(`${place}.custom_id`, select.custom_id, 100);
  const required = select.required !== false;
  return { name, value: '', required, maxLength: 1000, choices: null, isPeople: true };
}

function pickedJson(typed: string): object {
  return { type: 7, values: typed.split(' ').map((id) => id.replace('&', '')) };
}

/** Who was picked, as a submission tells of them. */
function resolvedIn(inputs: readonly ModalInput[], filled: Readonly<Record<string, string>>): object {
  const picked = inputs.flatMap(({ name, isPeople }) =>
    isPeople === true ? (filled[name] ?? '').split(' ').filter((id) => id !== '') : [],
  );
  const roles = picked.filter((id) => id.startsWith('&')).map((id) => id.slice(1));
  const users = picked.filter((id) => !id.startsWith('&'));
  const role = (id: string) => ({ id, name: 'role', permissions: '0', position: 1, color: 0 });
  const user = (id: string) => ({ id, username: 'user', discriminator: '0', avatar: null });
  return {
    ...(users.length === 0 ? {} : { users: Object.fromEntries(users.map((id) => [id, user(id)])) }),
    ...(roles.length === 0 ? {} : { roles: Object.fromEntries(roles.map((id) => [id, role(id)])) }),
  };
}

/** "String Select" in a modal. */
function selectOf(select: Readonly<Record<string, unknown>>, place: string): ModalInput {
  const options = Array.isArray(select.options) ? (select.options as readonly unknown[]) : [];
  if (options.length < 1 || options.length > 25) throw wrong(`${place}.options`, 'One to 25 options.');
  const read = options.map((option) => fieldsOf(`${place}.options`, option));
  const choices = read.map(({ label, value }) => {
    text(`${place}.options.label`, label, 100);
    return text(`${place}.options.value`, value, 100);
  });
  const chosen = read.findIndex((option) => option.default === true);
  return {
    name: text(`${place}.custom_id`, select.custom_id, 100),
    value: choices[chosen] ?? '',
    required: select.required !== false,
    maxLength: 100,
    choices,
  };
}

function text(place: string, value: unknown, most: number): string {
  if (typeof value === 'string' && value.length >= 1 && value.length <= most) return value;
  throw wrong(place, `A text of 1 to ${most} characters.`);
}

function wrong(place: string, message: string): Error {
  return invalidForm(place, 'BASE_TYPE_BAD_LENGTH', message);
}

/** The data of a form that is sent; what the client would not let anybody send is thrown out. */
export function modalData({ customId, inputs }: Modal, filled: Readonly<Record<string, string>>): object {
  return {
    custom_id: customId,
    resolved: resolvedIn(inputs, filled),
    components: inputs.map(({ name, value, required, maxLength, choices, isPeople = false }, at) => {
      const typed = filled[name] ?? value;
      if (required && typed === '') throw new Error(`The form wants ${name}.`);
      if (typed.length > maxLength) throw new Error(`${name} is too long for its box.`);
      if (choices !== null && typed !== '' && !choices.includes(typed))
        throw new Error(`${name} has no choice "${typed}".`);
      const filledIn = isPeople
        ? pickedJson(typed)
        : choices === null
          ? { type: 4, value: typed }
          : { type: 3, values: typed === '' ? [] : [typed] };
      return { type: 18, id: at * 2 + 1, component: { id: at * 2 + 2, custom_id: name, ...filledIn } };
    }),
  };
}
