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

class Current extends Directive {
  #place: string | undefined = undefined;

  render(_place: string) {
    return nothing;
  }

  override update(part: ElementPart, [place]: [string]) {
    if (place === this.#place) return nothing;
    this.#place = place;
    const navigation = part.element as HTMLElement;
    requestAnimationFrame(() => {
      const current = navigation.querySelector<HTMLElement>('[aria-current]');
      if (current !== null) navigation.scrollLeft += current.getBoundingClientRect().x - navigation.getBoundingClientRect().x - (navigation.clientWidth - current.offsetWidth) / 2;
    });
    return nothing;
  }
}

/** On a row of links that may be wider than the page: scrolls it to the one of the place where one is. */
export const current = directive(Current);
