// A secret that is shown this once. It is held here and nowhere else, until it is closed.
import type { Shown } from '../../account.js';

/** What a secret belongs to. */
interface Made {
  readonly client_id: string;
  readonly name: string;
}

/** A secret, this once; or, where its answer was lost and another told what became of it, what to do about that. */
export class ShownOnce {
  readonly clientId: string;
  readonly name: string;
  /** Why there is no secret to show: add another. */
  readonly notice: string | undefined;
  #secret: string | undefined;

  constructor({ client_id, name, client_secret, notice }: Made & Shown) {
    this.clientId = client_id;
    this.name = name;
    this.notice = notice;
    this.#secret = client_secret;
  }

  /** Nothing once it was closed. */
  get secret(): string | undefined {
    return this.#secret;
  }

  /** Whether leaving would lose it. */
  get unstored(): boolean {
    return this.#secret !== undefined;
  }

  /** As lines of a `.env` file. */
  get env(): string {
    return `CLIENT_ID=${this.clientId}\nCLIENT_SECRET=${this.#secret ?? ''}\n`;
  }

  /** A command that fetches a token with it. */
  curl(tokenUrl: string): string {
    return `curl -u '${this.clientId}:${this.#secret ?? ''}' -d grant_type=client_credentials ${tokenUrl}`;
  }

  /** Forgets it. */
  close(): void {
    this.#secret = undefined;
  }
}
