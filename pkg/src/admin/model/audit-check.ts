// Whether the audit is as it was written, by the chain of its events and by a head that was kept outside.
import type { AuditHead, AuditVerification } from '../../accounts/audit.js';
import type { Administration } from './administration.js';
import { Screen } from './screen.js';

/** A check of the audit. */
export class AuditCheck extends Screen {
  /** What was found so far. */
  found: AuditVerification | undefined = undefined;
  /** The number of the last event when it began. */
  total: number | undefined = undefined;
  /** The head that the chain has to lead through. */
  kept: AuditHead | undefined = undefined;
  /** Whether what was given for a kept head is none. */
  noHead = false;
  readonly #administration: Administration;

  constructor(administration: Administration) {
    super();
    this.#administration = administration;
  }

  /** Whether it came to its end: to that of the audit, or to what is not in order. */
  get done(): boolean {
    return this.found !== undefined && this.found.next_cursor === undefined;
  }

  /** Checks all of it from the beginning. */
  async start(): Promise<void> {
    if (this.busy !== undefined) return;
    this.found = undefined;
    this.total = undefined;
    await this.goOn();
  }

  /** Goes on where it stopped or failed. */
  async goOn(): Promise<void> {
    await this.look('goOn', async (signal) => {
      const { accounts } = this.#administration;
      this.total ??= (await accounts.getAuditHead({ signal })).number;
      while (!this.done) {
        const cursor = this.found?.next_cursor;
        const found = await accounts.verifyAudit({ ...(this.kept && { head: this.kept }), ...(cursor !== undefined && { cursor }) }, { signal });
        this.found = found;
        this.changed();
      }
    });
  }

  /** Goes no further for the moment. */
  stop(): void {
    this.leave();
    this.changed();
  }

  /** Takes a head that was kept, as text; an empty one lets it go. What was found was found without it. */
  keep(text: string): void {
    this.stop();
    const head = text.trim() === '' ? undefined : headIn(text);
    this.kept = head;
    this.noHead = head === undefined && text.trim() !== '';
    this.found = undefined;
    this.trouble = undefined;
    this.changed();
  }

  /** The head as it stands, to be kept outside. */
  async head(): Promise<AuditHead | undefined> {
    return await this.look('head', (signal) => this.#administration.accounts.getAuditHead({ signal }));
  }
}

/** The head in a text; whether it is one of this service the service says. */
function headIn(text: string): AuditHead | undefined {
  try {
    const told: Partial<Record<keyof AuditHead, unknown>> = Object(JSON.parse(text));
    const { number, hash, mac, key_id } = told;
    const isHead = typeof number === 'number' && [hash, mac, key_id].every((member) => typeof member === 'string');
    return isHead ? (told as unknown as AuditHead) : undefined;
  } catch {
    return undefined;
  }
}
