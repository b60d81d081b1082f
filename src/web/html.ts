import { html as template } from 'hono/html';

/** Markup that is escaped already. The promise is hono's, for values that are promises; none of ours are. */
export type Html = ReturnType<typeof template>;

/** `hono/html`: every value is escaped unless it came out of this tag itself. */
export const html = template;

export async function htmlText(markup: Html): Promise<string> {
  return String(await markup);
}
