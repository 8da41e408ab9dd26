// The operations of the admin API: where each is, what it takes behind the ids of its path, and what it answers. docs/openapi.json has the same.
import type { AccountsApi } from './api.js';

/** One operation. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind the company; each name in braces stands for an argument, in their order. */
  readonly path: string;
  /** Whether an argument comes behind the ids, and where it goes. */
  readonly takes?: 'query' | 'body';
  /** The member of the body that the argument is, where it is not all of it. */
  readonly member?: string;
  /** What stands in the query whatever is asked. */
  readonly always?: string;
  /** Whether the answer is lines of JSON, nothing, or the revision in its header; JSON when left out. */
  readonly answers?: 'lines' | 'nothing' | 'revision';
  /** Of a POST, why it may be sent again: it writes nothing, or the second changes nothing that one may not want; or it is done once for each key. */
  readonly again?: 'harmless' | 'keyed';
}

const account = 'service-accounts/{client_id}';
const permissions = `${account}/permissions`;
const job = `${permissions}/jobs/{job_id}`;
const secret = `${account}/secrets/{secret_id}`;
const key = `${account}/keys/{kid}`;
const template = 'templates/{template_id}';

export const operations: { readonly [Name in keyof AccountsApi]: Operation } = {
  getMe: { method: 'GET', path: 'me', takes: 'query' },

  createAccount: { method: 'POST', path: 'service-accounts', takes: 'body', again: 'keyed' },
  getAccount: { method: 'GET', path: account },
  listAccounts: { method: 'GET', path: 'service-accounts', takes: 'query' },
  updateAccount: { method: 'PATCH', path: account, takes: 'body' },
  deleteAccount: { method: 'DELETE', path: account, answers: 'nothing' },
  listDeletedAccounts: { method: 'GET', path: 'deleted-accounts', takes: 'query' },
  undeleteAccount: { method: 'POST', path: `${account}/undelete` },
  disableAccount: { method: 'POST', path: `${account}/disable`, takes: 'body' },
  enableAccount: { method: 'POST', path: `${account}/enable` },
  revokeTokens: { method: 'POST', path: `${account}/revoke-tokens`, answers: 'nothing' },
  getUsage: { method: 'GET', path: `${account}/usage` },

  listSecrets: { method: 'GET', path: `${account}/secrets` },
  addSecret: { method: 'POST', path: `${account}/secrets`, takes: 'body', again: 'keyed' },
  changeSecret: { method: 'PATCH', path: secret, takes: 'body' },
  revokeSecret: { method: 'DELETE', path: secret, answers: 'nothing' },
  finishRotation: { method: 'POST', path: `${secret}/finish-rotation` },
  lookUpLeak: { method: 'POST', path: 'leaks', takes: 'body' },
  listKeys: { method: 'GET', path: `${account}/keys` },
  addKey: { method: 'POST', path: `${account}/keys`, takes: 'body' },
  changeKey: { method: 'PATCH', path: key, takes: 'body' },
  revokeKey: { method: 'DELETE', path: key, answers: 'nothing' },
  listTrusts: { method: 'GET', path: `${account}/trusts` },
  addTrust: { method: 'POST', path: `${account}/trusts`, takes: 'body' },
  revokeTrust: { method: 'DELETE', path: `${account}/trusts/{trust_id}`, answers: 'nothing' },

  getCatalogue: { method: 'GET', path: 'catalogue' },
  getPermissions: { method: 'GET', path: permissions, takes: 'query' },
  setPermissions: { method: 'PUT', path: permissions, takes: 'body', answers: 'revision' },
  previewPermissions: { method: 'POST', path: `${permissions}/preview`, takes: 'body', again: 'harmless' },
  effectivePermissions: { method: 'GET', path: `${permissions}/effective`, takes: 'query' },
  requestedPermissions: { method: 'GET', path: `${permissions}/requested`, takes: 'query' },
  checkPermissions: { method: 'POST', path: `${permissions}/check`, takes: 'body', again: 'harmless' },
  listHolders: { method: 'GET', path: 'permissions/holders', takes: 'query' },
  createPermissionsJob: { method: 'POST', path: `${permissions}/jobs`, takes: 'body' },
  getPermissionsJob: { method: 'GET', path: job },
  continuePermissionsJob: { method: 'POST', path: `${job}/continue`, again: 'harmless' },
  getAssignedTemplate: { method: 'GET', path: `${permissions}/template` },
  assignTemplate: { method: 'POST', path: `${permissions}/template`, takes: 'body' },
  listTemplates: { method: 'GET', path: 'templates', takes: 'query' },
  createTemplate: { method: 'POST', path: 'templates', takes: 'body' },
  getTemplate: { method: 'GET', path: template },
  changeTemplate: { method: 'PATCH', path: template, takes: 'body' },
  deleteTemplate: { method: 'DELETE', path: template, answers: 'nothing' },

  listMachineContacts: { method: 'GET', path: 'contacts', takes: 'query', always: 'machine=true' },
  getContact: { method: 'GET', path: 'contacts/{client_id}' },
  changeContact: { method: 'PATCH', path: 'contacts/{client_id}', takes: 'body' },
  repairContact: { method: 'POST', path: `${account}/repair`, takes: 'body', member: 'how' },
  createContact: { method: 'POST', path: 'contacts', takes: 'body' },

  listAuditEvents: { method: 'GET', path: 'audit-events', takes: 'query' },
  exportAuditEvents: { method: 'GET', path: 'audit-events/export', takes: 'query', answers: 'lines' },
  verifyAudit: { method: 'POST', path: 'audit-events/verify', takes: 'body', again: 'harmless' },
  getAuditHead: { method: 'GET', path: 'audit-head' },
};
