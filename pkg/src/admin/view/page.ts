// What every view is given beside its model.
import type { TemplateResult } from 'lit';
import type { Format } from '../format.js';
import type { Administration } from '../model/administration.js';
import type { Route } from '../model/route.js';
import type { Texts } from '../text.js';
import type { Message, Values } from '../text/message.js';

/** What a view answers. */
export type View = TemplateResult;

/** The page that a view is part of. */
export interface Page {
  readonly administration: Administration;
  /** The texts by name. */
  readonly t: Texts;
  /** Which texts are there: those of the first screen, all, or not all since they did not come. */
  readonly has: 'first' | 'all' | 'lost';
  /** Has all of them loaded; those that did not come, `again`. */
  readonly speakAll: (again?: boolean) => void;
  /** A text with its places filled in. */
  readonly say: (message: Message, values?: Values) => string;
  /** What a field breaks, by what the rules say of it; that itself where no catalogue has it. */
  readonly rule: (detail: string) => string;
  readonly format: Format;
  readonly route: Route;
  /** The address of a place, for links. */
  readonly href: (route: Route) => string;
  readonly go: (route: Route) => void;
  /** Tells a screen reader. */
  readonly announce: (text: string) => void;
  /** Draws again, since something that no model knows of has changed. */
  readonly redraw: () => void;
  /** Enters the present place again, since what it is made of could not be loaded. */
  readonly enter: () => void;
  /** What is shown and asked for the moment: which dialog is open, which part is unfolded. Forgotten when one goes to another place. */
  readonly open: ReadonlySet<string>;
  readonly toggle: (name: string, open?: boolean) => void;
  /** Where the API is, for examples; absent where an engine in this page is administered. */
  readonly api: string | undefined;
  /** Where programs fetch tokens, for examples; a name to replace where nobody said. */
  readonly tokenUrl: string;
}
