// Templates of levels.
import type { Administration } from './administration.js';
import { Screen } from './screen.js';

/** Templates of levels. */
export class TemplateList extends Screen {
  readonly administration: Administration;

  constructor(administration: Administration) {
    super();
    this.administration = administration;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
