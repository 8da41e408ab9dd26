// The catalogue of texts, and how others take its place.
import type { en } from './text/en.js';
import type { Some, Translated } from './text/message.js';

/** Every text of the page. */
export type Texts = Translated<typeof en>;

/** Those of them that are to be others. */
export type OtherTexts = Some<Texts>;
