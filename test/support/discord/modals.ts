import { invalidFields } from './form-errors.ts';
import { problemsOfModal } from './validating/validate.ts';

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
  /** A channel is picked: filled with its id. */
  readonly isChannel?: boolean;
};

/** A form as Discord takes it; throws what it answers to another one. */
export function checkedModal(data: unknown): Modal {
  const problems = problemsOfModal(data);
  if (problems.length > 0) throw invalidFields(problems);
  const { custom_id, title, components } = data as Form;
  const inputs = components.flatMap(({ component }) => (component === undefined ? [] : [inputOf(component)]));
  return { customId: custom_id, title, inputs };
}

type Input = {
  readonly type: number;
  readonly custom_id: string;
  readonly value?: string;
  readonly required?: boolean;
  readonly max_length?: number;
  readonly default_values?: readonly { readonly id: string; readonly type: string }[];
  readonly options?: readonly { readonly value: string; readonly default?: boolean }[];
};
type Form = {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly { readonly component?: Input }[];
};

function inputOf({
  type,
  custom_id: name,
  value = '',
  required = true,
  max_length,
  options,
  default_values = [],
}: Input): ModalInput {
  if (type === 4) return { name, value, required, maxLength: max_length ?? 4000, choices: null };
  if (options === undefined) {
    const value = default_values.map((one) => `${one.type === 'role' ? '&' : ''}${one.id}`).join(' ');
    const kind = type === 8 ? { isChannel: true } : { isPeople: true };
    return { name, value, required, maxLength: 1000, choices: null, ...kind };
  }
  const chosen = options.find((option) => option.default === true)?.value ?? '';
  return { name, value: chosen, required, maxLength: 100, choices: options.map((option) => option.value) };
}

function idsIn(typed: string): readonly string[] {
  return typed.split(' ').filter((id) => id !== '');
}

function pickedJson(typed: string): object {
  return { type: 7, values: idsIn(typed).map((id) => id.replace('&', '')) };
}

/** Who was picked, as a submission tells of them. */
function resolvedIn(inputs: readonly ModalInput[], filled: Readonly<Record<string, string>>): object {
  const picked = inputs.flatMap(({ name, isPeople, value }) =>
    isPeople === true ? idsIn(filled[name] ?? value) : [],
  );
  const channels = inputs.flatMap(({ name, isChannel, value }) =>
    isChannel === true ? idsIn(filled[name] ?? value) : [],
  );
  const roles = picked.filter((id) => id.startsWith('&')).map((id) => id.slice(1));
  const users = picked.filter((id) => !id.startsWith('&'));
  const role = (id: string) => ({ id, name: 'role', permissions: '0', position: 1, color: 0 });
  const user = (id: string) => ({ id, username: 'user', discriminator: '0', avatar: null });
  const channel = (id: string) => ({ id, name: 'channel', type: 0, permissions: '0' });
  return {
    ...(channels.length === 0
      ? {}
      : { channels: Object.fromEntries(channels.map((id) => [id, channel(id)])) }),
    ...(users.length === 0 ? {} : { users: Object.fromEntries(users.map((id) => [id, user(id)])) }),
    ...(roles.length === 0 ? {} : { roles: Object.fromEntries(roles.map((id) => [id, role(id)])) }),
  };
}

/** The data of a form that is sent; what the client would not let anybody send is thrown out. */
export function modalData({ customId, inputs }: Modal, filled: Readonly<Record<string, string>>): object {
  return {
    custom_id: customId,
    resolved: resolvedIn(inputs, filled),
    components: inputs.map(({ name, value, required, maxLength, choices, isPeople, isChannel }, at) => {
      const typed = filled[name] ?? value;
      if (required && typed === '') throw new Error(`The form wants ${name}.`);
      if (typed.length > maxLength) throw new Error(`${name} is too long for its box.`);
      if (choices !== null && typed !== '' && !choices.includes(typed))
        throw new Error(`${name} has no choice "${typed}".`);
      const filledIn =
        isPeople === true
          ? pickedJson(typed)
          : isChannel === true
            ? { type: 8, values: idsIn(typed) }
            : choices === null
              ? { type: 4, value: typed }
              : { type: 3, values: typed === '' ? [] : [typed] };
      return { type: 18, id: at * 2 + 1, component: { id: at * 2 + 2, custom_id: name, ...filledIn } };
    }),
  };
}
