// An account’s usage by day.
import type { AccountUsage, DayUsage } from '../../accounts/audit.js';
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** What is counted. */
export const COUNTED = ['tokens', 'refusals', 'revocations'] as const;
/** One of them. */
export type Counted = (typeof COUNTED)[number];

/** For how many days usage is kept. */
const DAYS = 90;
const DAY_MS = 86_400_000;

/** An account’s usage by day. */
export class Usage extends Screen {
  readonly of: AccountModel;
  usage: AccountUsage | undefined = undefined;
  /** When it was read, in milliseconds. */
  readAt: number | undefined = undefined;

  constructor(of: AccountModel) {
    super();
    this.of = of;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {
    if (this.usage === undefined) await this.reload();
  }

  /** Looks again at what is there. */
  async reload(): Promise<void> {
    await this.look('reload', async (signal) => {
      const { clientId, administration } = this.of;
      this.usage = await administration.accounts.getUsage(clientId, { signal });
      this.readAt = administration.now();
    });
  }

  /** Each of the last ninety days, in UTC, up to the one on which it was read; those without anything among them. */
  get days(): readonly DayUsage[] {
    const { usage, readAt } = this;
    if (usage === undefined || readAt === undefined) return [];
    const counted = new Map(usage.days.map((day) => [day.day, day]));
    return Array.from({ length: DAYS }, (_, at) => {
      const day = new Date(readAt - (DAYS - 1 - at) * DAY_MS).toISOString().slice(0, 10);
      return counted.get(day) ?? { day, tokens: 0, refusals: 0, revocations: 0 };
    });
  }

  /** How many there were in these days. */
  total(what: Counted): number {
    return this.days.reduce((sum, day) => sum + day[what], 0);
  }
}
