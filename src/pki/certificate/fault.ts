/** One thing that is wrong with the writing of a certificate. */
export type Fault = {
  /** Stable, for programs: "serial-zero". */
  readonly code: string;
  /** One sentence without its citation and place. */
  readonly text: string;
  /** "RFC 5280 §4.1.2.2". */
  readonly citation: string;
  /**
   * `refuse`: a MUST is broken and a strict validator refuses the certificate. `lint`: a SHOULD, a rule that no
   * validator holds, or a writing that is legal and unwise.
   */
  readonly weight: 'refuse' | 'lint';
  /** Bytes from the start of the certificate; left out where no one place is at fault. */
  readonly at?: number;
};

/** A hostile certificate could break one rule in every byte; the first faults say all that is to be said. */
const mostFaults = 100;

export function refuse(faults: Fault[], code: string, text: string, citation: string, at?: number): void {
  add(faults, code, text, citation, 'refuse', at);
}

export function lint(faults: Fault[], code: string, text: string, citation: string, at?: number): void {
  add(faults, code, text, citation, 'lint', at);
}

function add(
  faults: Fault[],
  code: string,
  text: string,
  citation: string,
  weight: Fault['weight'],
  at: number | undefined,
): void {
  if (faults.length >= mostFaults) return;
  faults.push({ code, text, citation, weight, ...(at === undefined ? {} : { at }) });
}
