// What was done to an account.
import type { History } from '../model/history.js';
import { eventsView } from './events.js';
import type { Page, View } from './page.js';

export function historyView(page: Page, history: History): View {
  return eventsView(page, history, false);
}
