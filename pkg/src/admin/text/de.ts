// All texts of the page in German.
import type { Texts } from '../text.js';
import { audit } from './de/audit.js';
import { contact } from './de/contact.js';
import { contacts } from './de/contacts.js';
import { creation, shown } from './de/creation.js';
import { credentials } from './de/credentials.js';
import { deleted } from './de/deleted.js';
import { examples } from './de/examples.js';
import { history } from './de/history.js';
import { holders } from './de/holders.js';
import { leak } from './de/leak.js';
import { list } from './de/list.js';
import { overview } from './de/overview.js';
import { page } from './de/page.js';
import { rights } from './de/rights.js';
import { rules } from './de/rules.js';
import { templates } from './de/templates.js';
import { trouble } from './de/trouble.js';
import { usage } from './de/usage.js';

export const de: Texts = {
  page,
  trouble,
  list,
  creation,
  shown,
  overview,
  credentials,
  rights,
  contact,
  usage,
  history,
  examples,
  templates,
  audit,
  deleted,
  contacts,
  holders,
  rules,
  leak,
};
