// How a program uses an account: in a shell and four languages, with the secret left out.
import { examples, type Example } from '../examples.js';
import type { AccountModel } from './account.js';
import { Screen } from './screen.js';

/** What a program needs to know. */
export interface ExampleForm {
  /** Where tokens are fetched. */
  readonly tokenUrl: string;
  /** What the token is for (RFC 8707); empty: the service's usual audience. */
  readonly resource: string;
  /** What the token is limited to; empty: everything that the account holds. */
  readonly scope: string;
  /** What is called with the token. */
  readonly call: string;
}

/** How a program uses an account. Nothing is read for it. */
export class Examples extends Screen {
  readonly of: AccountModel;
  /** What was entered in place of what is known. */
  entered: Partial<ExampleForm> = {};
  language: Example = 'curl';

  constructor(of: AccountModel) {
    super();
    this.of = of;
  }

  /** There is nothing to look at first. */
  async show(): Promise<void> {}

  /** What is entered, by its name. */
  enter(name: keyof ExampleForm, value: string): void {
    this.entered = { ...this.entered, [name]: value };
    this.changed();
  }

  /** In which language the example is shown. */
  choose(language: Example): void {
    this.language = language;
    this.changed();
  }

  /** The program, given what is known where nothing was entered. */
  program(known: ExampleForm, language: Example = this.language): string {
    return examples[language]({ clientId: this.of.clientId, ...known, ...this.entered });
  }
}
