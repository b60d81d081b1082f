/**
 * What running something takes: `anyone` who can talk to the bot, a `member` (no guest, no stranger of another
 * organization), or an `admin`.
 */
export const allNeeds = ['anyone', 'member', 'admin'] as const;
export type Needs = (typeof allNeeds)[number];

/** What it takes to run an action with these values: to change the rule for all is more than to read it. */
export function needsOf<Given>(
  { needs }: { readonly needs: Needs | ((values: Given) => Needs) },
  values: Given,
): Needs {
  return typeof needs === 'string' ? needs : needs(values);
}
