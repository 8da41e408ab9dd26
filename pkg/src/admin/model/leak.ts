// Whether a text that was found somewhere is a secret of the company.
import type { Leak } from '../../account.js';
import type { Administration } from './administration.js';
import { Screen } from './screen.js';

/** Whether a text that was found somewhere is a secret of the company. The text is held no longer than it is looked up. */
export class LeakSearch extends Screen {
  readonly administration: Administration;
  /** What the text turned out to be; nothing before somebody asked. */
  answer: Leak | undefined = undefined;
  /** Of what was found and is not revoked yet. */
  #text: string | undefined = undefined;

  constructor(administration: Administration) {
    super();
    this.administration = administration;
  }

  /** Nothing is read before somebody asks. */
  async show(): Promise<void> {}

  /** Whose a text is. */
  async lookUp(text: string): Promise<void> {
    this.forget();
    const secret = text.trim();
    if (secret === '') return;
    await this.look('lookUp', async (signal) => {
      const answer = await this.administration.accounts.lookUpLeak({ secret }, { signal });
      signal.throwIfAborted();
      this.answer = answer;
      this.#text = answer.found?.revoked === false ? secret : undefined;
    });
  }

  /** Revokes what was found: tokens that were fetched with it are refused, too. */
  async revoke(reason = ''): Promise<void> {
    const secret = this.#text;
    if (secret === undefined) return;
    await this.change('revoke', async (signal) => {
      this.answer = await this.administration.accounts.lookUpLeak({ secret, revoke: true }, { signal, ...(reason && { reason }) });
      this.#text = undefined;
      this.administration.outdate();
    });
  }

  /** Forgets the text and what it was. */
  forget(): void {
    this.answer = undefined;
    this.#text = undefined;
    this.changed();
  }

  override leave(): void {
    super.leave();
    this.forget();
  }
}
