// Sets what of an element's look is reckoned. By the object model: a strict CSP refuses the attribute.
import { nothing, type ElementPart } from 'lit';
import { Directive, directive } from 'lit/directive.js';

class Styled extends Directive {
  render(_properties: Readonly<Record<string, string>>) {
    return nothing;
  }

  override update(part: ElementPart, [properties]: [Readonly<Record<string, string>>]) {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) style.setProperty(name, value);
    return nothing;
  }
}

/** On any element: properties of CSS by name. */
export const styled = directive(Styled);
