// The usage of many accounts, of which only those that are looked at are read: a few at a time, each once.
import type { AccountUsage } from '../../accounts/audit.js';
import type { Administration } from './administration.js';
import { Observed } from './observed.js';

/** How many are read at a time. */
const AT_A_TIME = 4;
/** How long one has to look before anything is read, in milliseconds: who scrolls by reads nothing. */
const PAUSE = 150;

/** What was read of accounts' usage. */
export class UsageOfMany extends Observed {
  readonly #administration: Administration;
  readonly #read = new Map<string, AccountUsage | null>();
  readonly #asked = new Set<string>();
  #wanted: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;
  #under = 0;

  constructor(administration: Administration) {
    super();
    this.#administration = administration;
  }

  /** Nothing until it was read; `null` where it could not be. */
  of(clientId: string): AccountUsage | null | undefined {
    return this.#read.get(clientId);
  }

  /** These are looked at now. Those that were wanted before and are no longer looked at are not read. */
  see(clientIds: readonly string[]): void {
    this.#wanted = clientIds;
    clearTimeout(this.#timer);
    if (clientIds.some((id) => !this.#asked.has(id))) this.#timer = setTimeout(() => this.#go(), PAUSE);
  }

  #go(): void {
    for (const id of this.#wanted) {
      if (this.#under >= AT_A_TIME) return;
      if (!this.#asked.has(id)) void this.#look(id);
    }
  }

  async #look(id: string): Promise<void> {
    this.#asked.add(id);
    this.#under += 1;
    try {
      this.#read.set(id, await this.#administration.accounts.getUsage(id));
    } catch {
      // A list is a list without it, too. A service that has no time is not asked for more before one looks elsewhere.
      this.#read.set(id, null);
      this.#wanted = [];
    }
    this.#under -= 1;
    this.changed();
    this.#go();
  }
}
