// A change of many projects, done by and by; it goes on after the page was loaded again.
import type { PermissionChange } from '../../account.js';
import type { JobProgress } from '../../accounts/permission.js';
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';
import { isRefusal } from './trouble.js';

/** A change of many projects. */
export class PermissionsJob extends Screen {
  /** How far it has come, from when it is there; absent when there is none. */
  progress: JobProgress | undefined = undefined;
  readonly #of: AccountModel;
  readonly #done: () => Promise<void>;

  /** `done` is called when one has come to its end. */
  constructor(of: AccountModel, done: () => Promise<void>) {
    super();
    this.#of = of;
    this.#done = done;
  }

  /** Goes on with what was begun before the page was loaded again or left. */
  async resume(): Promise<void> {
    if (this.busy !== undefined) return;
    const jobId = this.progress?.job_id ?? remembered(this.#of.clientId);
    if (jobId === undefined || this.progress?.state === 'done') return;
    await this.look('proceed', async (signal) => {
      try {
        this.progress ??= await this.#of.administration.accounts.getPermissionsJob(this.#of.clientId, jobId, { signal });
      } catch (thrown) {
        // It was done long ago, or its account is another's.
        if (!(isRefusal(thrown) && ['not_found', 'invalid_input'].includes(thrown.code))) throw thrown;
        remember(this.#of.clientId, undefined);
        return;
      }
      await this.#proceed(signal);
    });
  }

  /** Stores a change as a job and does it. Answers whether it was stored. */
  async begin(change: PermissionChange, noted: { readonly reason?: string }): Promise<boolean> {
    const stored = await this.change('begin', async (signal) => {
      this.progress = await this.#of.administration.accounts.createPermissionsJob(this.#of.clientId, change, { signal, ...noted });
      remember(this.#of.clientId, this.progress.job_id);
      return true;
    });
    if (stored) void this.resume();
    return stored === true;
  }

  /** It was looked at. */
  close(): void {
    this.progress = undefined;
    this.changed();
  }

  async #proceed(signal: AbortSignal): Promise<void> {
    while (this.progress?.state === 'open') {
      this.progress = await this.#of.administration.accounts.continuePermissionsJob(this.#of.clientId, this.progress.job_id, { signal });
      this.changed();
    }
    remember(this.#of.clientId, undefined);
    await this.#done();
  }
}

/** The id of a job is no secret; it is kept for this tab while the job is open, where there is something to keep it in. */
function remember(clientId: string, jobId: string | undefined): void {
  try {
    if (jobId === undefined) sessionStorage.removeItem(place(clientId));
    else sessionStorage.setItem(place(clientId), jobId);
  } catch {
    // It goes on as long as the page is there.
  }
}

function remembered(clientId: string): string | undefined {
  try {
    return sessionStorage.getItem(place(clientId)) ?? undefined;
  } catch {
    return undefined;
  }
}

function place(clientId: string): string {
  return `badgehouse-job-${clientId}`;
}
