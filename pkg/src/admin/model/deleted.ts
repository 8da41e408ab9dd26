// Deleted accounts that can be brought back.
import type { Administration } from './administration.js';
import { Screen } from './screen.js';

/** Deleted accounts that can be brought back. */
export class DeletedList extends Screen {
  readonly administration: Administration;

  constructor(administration: Administration) {
    super();
    this.administration = administration;
  }

  /** Reads what it shows, unless it is there. */
  async show(): Promise<void> {}
}
