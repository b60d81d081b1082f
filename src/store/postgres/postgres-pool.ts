import pg from 'pg';
import type { Log } from '../../core/log.ts';
import { clientUrl } from './client-url.ts';
import { createPatience, type Patience } from './patience.ts';

/** Each process has two pools, one of the main thread and one of its watch worker. */
const mostConnections = 5;
/** To be connected, or to be handed a connection that another call gives back. */
const connectTimeoutMs = 10_000;
/** The longest a statement may take; what is asked for here takes milliseconds. */
const statementTimeoutMs = 30_000;
/** A process that hangs in a transaction holds up all the others. */
const idleTransactionMs = 60_000;
const lockTimeoutMs = 15_000;

/** `bigint` and `numeric` come as text otherwise. All we keep, times above all, is far below 2^53. */
const numberTypes = new Set([20, 1700]);

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/** One that could not log in would keep its socket, and the server a process, until that gives up after a minute. */
class TidyClient extends pg.Client {
  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    if (callback === undefined) return super.connect();
    const done = callback as (error: Error | null, client?: pg.Client) => void;
    super.connect((error: Error | null, client?: pg.Client) => {
      if (error) this.end(() => undefined);
      done(error, client);
    });
    return undefined;
  }
}

export type PoolOptions = {
  readonly url: string;
  /** Migrations of a large store take as long as they take. */
  readonly isPatient?: boolean;
  readonly connections?: number;
  readonly log?: Log | undefined;
  /** Left out: nothing may come for a bit longer than a statement may take. */
  readonly patience?: Patience;
};

/** The server ends every statement before, and says so; one that says nothing for so long is not there any more. */
export function usualPatience(): Patience {
  return createPatience(statementTimeoutMs + 5000);
}

export function openPool({
  url,
  isPatient = false,
  connections = mostConnections,
  log,
  patience = usualPatience(),
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    Client: TidyClient,
    connectionString: clientUrl(url),
    application_name: 'notafter',
    max: isPatient ? 1 : connections,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    ...(isPatient
      ? {}
      : {
          statement_timeout: statementTimeoutMs,
          lock_timeout: lockTimeoutMs,
          idle_in_transaction_session_timeout: idleTransactionMs,
          stream: patience.socket,
        }),
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        numberTypes.has(type) ? Number : pg.types.getTypeParser(type, format),
    },
  });
  // Nobody waits for an idle connection, and an event that nobody listens to would end the process.
  const lost = (error: Error) => {
    if (!patience.isHurried()) log?.warn({ reason: error.message }, 'a database connection was lost');
  };
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
