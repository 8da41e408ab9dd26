// The audit as lines of JSON, as it is chained, to be kept outside.
import type { Administration } from './administration.js';
import { Screen } from './screen.js';

const PAGE = 100;

/** An export of the audit. */
export class AuditExport extends Screen {
  /** Each with its lines, each of which ends with a line break. */
  pages: readonly string[] = [];
  /** How many lines there are. */
  count = 0;
  /** The number of the last event when it began: what it will come to, as far as that is known. */
  total: number | undefined = undefined;
  /** Whether all of it is there. */
  done = false;
  readonly #administration: Administration;
  #cursor: string | undefined = undefined;

  constructor(administration: Administration) {
    super();
    this.#administration = administration;
  }

  /** Reads all of it from the beginning. */
  async start(): Promise<void> {
    if (this.busy !== undefined) return;
    this.forget();
    await this.goOn();
  }

  /** Reads on where it stopped or failed. */
  async goOn(): Promise<void> {
    await this.look('goOn', async (signal) => {
      const { accounts } = this.#administration;
      this.total ??= (await accounts.getAuditHead({ signal })).number;
      while (!this.done) {
        const page = await accounts.exportAuditEvents({ limit: PAGE, ...(this.#cursor !== undefined && { cursor: this.#cursor }) }, { signal });
        this.pages = [...this.pages, page.items.map((line) => `${line}\n`).join('')];
        this.count += page.items.length;
        this.#cursor = page.next_cursor ?? undefined;
        this.done = page.next_cursor === null;
        this.changed();
      }
    });
  }

  /** Reads no further; what was read stays. */
  stop(): void {
    this.leave();
    this.changed();
  }

  /** Forgets what was read. */
  forget(): void {
    this.leave();
    this.pages = [];
    this.count = 0;
    this.total = undefined;
    this.done = false;
    this.#cursor = undefined;
    this.trouble = undefined;
    this.changed();
  }
}
