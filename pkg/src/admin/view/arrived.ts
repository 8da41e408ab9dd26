// Brings what has just appeared into sight, where what one did has come to something else than was expected.
import { nothing, type ElementPart } from 'lit';
import { Directive, directive } from 'lit/directive.js';

class Arrived extends Directive {
  #seen = false;

  render() {
    return nothing;
  }

  override update(part: ElementPart) {
    if (this.#seen) return nothing;
    this.#seen = true;
    const element = part.element as HTMLElement;
    // A dialog that closes gives the focus back before.
    requestAnimationFrame(() => {
      element.scrollIntoView({ block: 'nearest' });
      element.focus({ preventScroll: true });
    });
    return nothing;
  }
}

/** On an element with `tabindex="-1"`: gets the focus when it is drawn first. */
export const arrived = directive(Arrived);
