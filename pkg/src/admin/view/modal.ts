// Puts a `<dialog>` in front of everything while it is drawn. Esc and the platform's own close ask instead of closing.
import { nothing, type ElementPart } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive } from 'lit/directive.js';

class Modal extends AsyncDirective {
  #dialog: HTMLDialogElement | undefined = undefined;
  #before: Element | null = null;
  #cancel: () => void = () => undefined;

  render(_cancel: () => void) {
    return nothing;
  }

  override update(part: ElementPart, [cancel]: [() => void]) {
    this.#cancel = cancel;
    if (this.#dialog !== undefined) return nothing;
    const dialog = part.element as HTMLDialogElement;
    this.#dialog = dialog;
    this.#before = (dialog.getRootNode() as ShadowRoot).activeElement;
    dialog.addEventListener('cancel', this.#asked);
    // It has to be in the document first.
    queueMicrotask(() => dialog.isConnected && !dialog.open && dialog.showModal());
    return nothing;
  }

  override disconnected(): void {
    this.#dialog?.close();
    const before = this.#before;
    if (before instanceof HTMLElement) queueMicrotask(() => before.isConnected && before.focus());
  }

  override reconnected(): void {
    if (this.#dialog?.isConnected) this.#dialog.showModal();
  }

  readonly #asked = (event: Event): void => {
    event.preventDefault();
    this.#cancel();
  };
}

/** On a `<dialog>`: shows it; `cancel` is called when somebody wants it closed by Esc. */
export const modal = directive(Modal);
