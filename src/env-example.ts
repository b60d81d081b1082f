import { type SettingPage, settingFamilies, settings } from './settings.ts';

/** One row per variable, in order: what `.env.example` and the README's table are made of and tested against. */
export function settingRows(): readonly (SettingPage & { readonly name: string })[] {
  return Object.entries(settings.shape).flatMap(([name, schema]) => [
    { name, ...(schema.meta() as SettingPage) },
    ...settingFamilies.filter(({ after }) => after === name),
  ]);
}

/** In place of a row more for every secret. */
const fileNote =
  'A secret may stand in a file instead: NAME_FILE=/run/secrets/name for any setting that holds one (tokens, secrets, passwords, DATABASE_URL, WEBHOOK_URL, HEARTBEAT_URL, INTROSPECTION_CLIENTS).';

/** The text of `.env.example`: every variable empty, which means "not set", so that copying it changes nothing. */
export function envExample(): string {
  const lines = [
    '# Copy to .env and fill in what you need. Empty means not set; nothing here is required.',
    `# ${fileNote}`,
  ];
  let group = '';
  for (const row of settingRows()) {
    if (row.group !== group) {
      group = row.group;
      lines.push('', `## ${group}`);
    }
    lines.push(
      `# ${row.about} Example: ${row.example}`,
      row.name.includes('<') ? `# ${row.name}=` : `${row.name}=`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The README's configuration table. */
export function settingsTable(): string {
  const rows = settingRows().map((row) => `| \`${row.name}\` | ${row.about} | \`${row.example}\` |`);
  return ['| variable | meaning | example |', '| --- | --- | --- |', ...rows].join('\n');
}
