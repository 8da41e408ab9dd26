// State that somebody watches.

/** Something whose public members change, and who wants to know. What they hold is not altered in place. */
export abstract class Observed {
  readonly #listeners = new Set<() => void>();

  /** Calls `listener` after each change, until what is answered is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  protected changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
