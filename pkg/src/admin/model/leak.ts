// Whether a text that was found somewhere is a secret of the company.
import type { Administration } from './administration.js';
import { Screen } from './screen.js';

/** Whether a text that was found somewhere is a secret of the company. */
export class LeakSearch extends Screen {
  readonly administration: Administration;

  constructor(administration: Administration) {
    super();
    this.administration = administration;
  }

  /** Nothing is read before somebody asks. */
  async show(): Promise<void> {}
}
