// The company's audit.
import type { Administration } from './administration.js';
import { Screen } from './screen.js';

/** The company's audit. */
export class CompanyAudit extends Screen {
  readonly administration: Administration;

  constructor(administration: Administration) {
    super();
    this.administration = administration;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
