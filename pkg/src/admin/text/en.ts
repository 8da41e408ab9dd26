// All texts of the page in English, which is what the others are translated from.
import { audit } from './en/audit.js';
import { contact } from './en/contact.js';
import { contacts } from './en/contacts.js';
import { creation, shown } from './en/creation.js';
import { credentials } from './en/credentials.js';
import { deleted } from './en/deleted.js';
import { examples } from './en/examples.js';
import { history } from './en/history.js';
import { holders } from './en/holders.js';
import { leak } from './en/leak.js';
import { list } from './en/list.js';
import { overview } from './en/overview.js';
import { page } from './en/page.js';
import { rights } from './en/rights.js';
import { rules } from './en/rules.js';
import { templates } from './en/templates.js';
import { trouble } from './en/trouble.js';
import { usage } from './en/usage.js';

export const en = {
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
