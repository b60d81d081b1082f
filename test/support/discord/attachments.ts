import { type Fields, fieldsOf, invalidForm, lengthBetween, listOf } from './form-errors.ts';
import type { Attachment } from './shapes.ts';

const mostBytes = 10 * 1024 * 1024;

/** The form of a message with files: `payload_json`, and `files[n]` that its `attachments` name by n. */
export async function readForm(form: FormData): Promise<unknown> {
  const message: unknown = JSON.parse(String(form.get('payload_json') ?? '{}'));
  const uploads: Attachment[] = [];
  for (const [field, part] of form.entries()) {
    const id = /^files\[(\d+)\]$/.exec(field)?.[1];
    if (id === undefined || typeof part === 'string') continue;
    if (part.size > mostBytes) throw new Error('over 10 MiB');
    const bytes = new Uint8Array(await part.arrayBuffer());
    uploads.push({ id, name: part.name, text: Buffer.from(bytes).toString('utf8'), bytes });
  }
  const body = fieldsOf('message', message);
  const fields = fieldsOf('data' in body ? 'data' : 'message', body.data ?? body);
  const listed = fields.attachments === undefined ? uploads : listOf('attachments', fields.attachments);
  const attachments = listed.map((entry) => {
    const { id } = fieldsOf('attachments', entry);
    return { ...fieldsOf('attachments', entry), ...uploads.find((upload) => upload.id === String(id)) };
  });
  return 'data' in body ? { ...body, data: { ...fields, attachments } } : { ...fields, attachments };
}

/** What an edit leaves: `attachments` names the old ones that stay and the new ones; left out, the old ones stay. */
export function attachmentsOf(fields: Fields, before: readonly Attachment[]): readonly Attachment[] {
  if (fields.attachments === undefined) return before;
  const listed = listOf('attachments', fields.attachments).map((entry) => fieldsOf('attachments', entry));
  lengthBetween('attachments', listed, 0, 10);
  return listed.map(({ id, name, text, bytes, description }) => {
    if (description !== undefined) lengthBetween('attachments.description', description, 0, 1024);
    const words = typeof description === 'string' ? { description } : {};
    if (typeof name === 'string' && typeof text === 'string') {
      return { id: String(id), name, text, ...(bytes instanceof Uint8Array ? { bytes } : {}), ...words };
    }
    const kept = before.find((attachment) => attachment.id === String(id));
    if (kept === undefined)
      throw invalidForm('attachments', 'ATTACHMENT_NOT_FOUND', `There is no file ${String(id)}`);
    return kept;
  });
}
