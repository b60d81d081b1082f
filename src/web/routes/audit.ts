import { UserError } from '../../core/errors.ts';
import type { AuditLog } from '../../core/services.ts';
import { parseDuration } from '../../core/text/duration.ts';
import { type AddRoutes, streamed } from '../app-world.ts';

const rowsPerBatch = 500;

/** The audit log as JSON lines, oldest first: whoever got as far as the console is an admin. */
export const auditRoutes: AddRoutes = (app, { services, now }) => {
  app.get('/audit.jsonl', (context) => {
    const since = context.req.query('since') ?? '30d';
    try {
      const lines = linesSince(new Date(now().getTime() - parseDuration(since)), services.audit);
      const response = streamed(lines, 'application/x-ndjson; charset=utf-8');
      response.headers.set('content-disposition', 'attachment; filename="notafter-audit.jsonl"');
      return response;
    } catch (thrown) {
      if (thrown instanceof UserError) return context.text(`${thrown.message}\n`, 400);
      throw thrown;
    }
  });
};

async function* linesSince(since: Date, audit: Pick<AuditLog, 'find'>): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const rows = await audit.find({ since, after, limit: rowsPerBatch });
    if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    after = rows.at(-1)?.number ?? after;
    if (rows.length < rowsPerBatch) return;
  }
}
