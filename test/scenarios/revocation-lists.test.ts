import { describe, it } from 'vitest';
import { expectRow } from '../support/revocation/revocation-rows.ts';
import { listRows } from '../support/stages/revocation-lists.ts';

describe('revocation by CRL and staple: one root cause each', () => {
  it.each(listRows)('%s', (...row) => expectRow(row));
});
