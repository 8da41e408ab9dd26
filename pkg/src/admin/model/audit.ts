// The company's audit: its events, its export, and whether it is as it was written.
import type { Administration } from './administration.js';
import { AuditCheck } from './audit-check.js';
import { AuditExport } from './audit-export.js';
import { EventList } from './events.js';
import { Screen } from './screen.js';

/** The company's audit. */
export class CompanyAudit extends Screen {
  readonly administration: Administration;
  readonly events: EventList;
  readonly exported: AuditExport;
  readonly check: AuditCheck;

  constructor(administration: Administration) {
    super();
    this.administration = administration;
    this.events = this.#part(new EventList(administration));
    this.exported = this.#part(new AuditExport(administration));
    this.check = this.#part(new AuditCheck(administration));
  }

  /** Reads its events, unless they are there. */
  async show(): Promise<void> {
    await this.events.show();
  }

  override leave(): void {
    super.leave();
    for (const part of [this.events, this.exported, this.check]) part.leave();
  }

  #part<Model extends Screen>(model: Model): Model {
    model.subscribe(() => this.changed());
    return model;
  }
}
