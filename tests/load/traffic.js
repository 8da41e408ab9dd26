// The traffic of the load test, for k6: each kind arrives at a constant rate, however slowly it is answered.
//
// By the environment: ISSUER, SECONDS, RATE (requests a second, of all kinds) and ADMINISTRATORS, the first account of each company as JSON.
// An answer that is not the one that was meant counts in `wrong`, and is printed.

import encoding from 'k6/encoding';
import http from 'k6/http';
import { Counter } from 'k6/metrics';

const issuer = __ENV.ISSUER;
const seconds = Number(__ENV.SECONDS);
const administrators = JSON.parse(__ENV.ADMINISTRATORS);
const base = `${issuer}/badgehouse/v1/companies`;

/** How many accounts each company begins with. */
const ACCOUNTS = 8;
/** A token is fetched anew after so many milliseconds: it is good for an hour. */
const TOKEN_LASTS = 600_000;
/** What share of the requests each kind is; a life is some ten of them. */
const SHARES = { token: 0.4, guess: 0.1, authorize: 0.3, refused: 0.05, read: 0.06, life: 0.009 };

const wrong = new Counter('wrong');

const arrivals = (share) => ({
  executor: 'constant-arrival-rate',
  rate: Math.max(1, Math.round(Number(__ENV.RATE) * share * 60)),
  timeUnit: '60s',
  duration: `${seconds}s`,
  gracefulStop: '30s',
  // One more, when all wait for an answer, is made too late for a request that is due: so there are enough for some seconds.
  preAllocatedVUs: 30,
  maxVUs: 200,
});

export const options = {
  scenarios: Object.fromEntries(Object.entries(SHARES).map(([exec, share]) => [exec, { exec, ...arrivals(share) }])),
  setupTimeout: '300s',
  thresholds: {
    wrong: ['count == 0'],
    dropped_iterations: ['count == 0'],
    // For the summary, which has those that are named here.
    ...Object.fromEntries(['token', 'guess', 'authorize', 'refused', 'read', 'create', 'permit', 'rotate', 'delete'].map((name) => [`http_req_duration{name:${name}}`, ['max >= 0']])),
  },
  summaryTrendStats: ['count', 'min', 'med', 'p(95)', 'p(99)', 'p(99.9)', 'max'],
};

/** Sends one request, and counts an answer that is none of `statuses`. */
function send(name, method, url, body, headers, ...statuses) {
  const json = body !== null && typeof body !== 'string';
  const type = json ? { 'content-type': 'application/json' } : {};
  const response = http.request(method, url, json ? JSON.stringify(body) : body, {
    headers: { 'X-Forwarded-For': '10.0.0.1', ...type, ...headers },
    tags: { name },
    timeout: '30s',
    responseCallback: http.expectedStatuses(...statuses),
  });
  judge(name, response, statuses);
  return response;
}

function judge(name, response, statuses) {
  if (statuses.includes(response.status)) return;
  wrong.add(1);
  console.error(`${name}: ${response.status} ${response.error} ${response.body}`);
}

function fetchToken(name, { client_id, client_secret }, more, ...statuses) {
  const basic = encoding.b64encode(`${client_id}:${client_secret}`);
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
  return send(name, 'POST', `${issuer}/oauth/token`, 'grant_type=client_credentials' + more, headers, ...statuses);
}

/** The tokens that this virtual user has, by account and audience. */
const tokens = new Map();

function bearer(account, audience = '') {
  const key = account.client_id + audience;
  const kept = tokens.get(key);
  if (kept && Date.now() - kept.at < TOKEN_LASTS) return kept.headers;
  const response = fetchToken('token', account, audience && `&resource=${encodeURIComponent(audience)}`, 200);
  const headers = { authorization: `Bearer ${response.json('access_token')}` };
  tokens.set(key, { at: Date.now(), headers });
  return headers;
}

/** The headers of who administers, and changes what is there, whatever that is. */
const administers = (administrator) => ({ ...bearer(administrator, `${issuer}/admin`), 'if-match': '*' });

/** A call of the admin API by a company's first account. */
function administer(name, administrator, method, path, body, ...statuses) {
  return send(name, method, `${base}/${administrator.company}/${path}`, body, administers(administrator), ...statuses);
}

function create(administrator, name) {
  return administer('create', administrator, 'POST', 'service-accounts', { app_type: 'custom', name }, 201).json();
}

const levels = { company: { rfis: 'read_only' }, projects: [{ project: 'bridge-7', levels: { drawings: 'standard' } }] };

function permit(administrator, id) {
  administer('permit', administrator, 'PUT', `service-accounts/${id}/permissions`, levels, 204);
}

/** Makes the accounts that the traffic is about. */
export function setup() {
  return administrators.flatMap((administrator) => Array.from({ length: ACCOUNTS }, (_, number) => {
    const { client_id, client_secret } = create(administrator, `Account ${number}`);
    permit(administrator, client_id);
    return { company: administrator.company, client_id, client_secret };
  }));
}

const any = (list) => list[Math.floor(Math.random() * list.length)];

function call(name, account, query, ...statuses) {
  return send(name, 'GET', `${issuer}/sample/${query}&company=${account.company}`, null, bearer(account), ...statuses);
}

/** A token by a secret. */
export function token(accounts) {
  fetchToken('token', any(accounts), '', 200);
}

/** Somebody guesses, from one of a few addresses: each is held up after ten. */
export function guess(accounts) {
  const guessed = { client_id: any(accounts).client_id, client_secret: `no-secret-${Math.random()}` };
  const basic = encoding.b64encode(`${guessed.client_id}:${guessed.client_secret}`);
  const headers = {
    authorization: `Basic ${basic}`,
    'content-type': 'application/x-www-form-urlencoded',
    'X-Forwarded-For': `10.9.9.${Math.floor(Math.random() * 20)}`,
  };
  send('guess', 'POST', `${issuer}/oauth/token`, 'grant_type=client_credentials', headers, 401, 429);
}

/** A call of an API that the account may make. */
export function authorize(accounts) {
  call('authorize', any(accounts), any(['tools/rfis?level=read_only', 'projects/bridge-7/drawings?level=standard']), 200);
}

/** One that it may not. */
export function refused(accounts) {
  call('refused', any(accounts), 'tools/rfis?level=admin', 403);
}

/** What an administrator looks at. */
export function read(accounts) {
  const account = any(accounts);
  const administrator = administrators.find(({ company }) => company === account.company);
  const path = any([
    'service-accounts?limit=20',
    'service-accounts?name=account',
    `service-accounts/${account.client_id}`,
    `service-accounts/${account.client_id}/permissions`,
    `service-accounts/${account.client_id}/secrets`,
    'permissions/holders?tool=rfis&level=read_only',
    'audit-events?limit=20',
  ]);
  administer('read', administrator, 'GET', path, null, 200);
}

/** An account from its beginning to its end. */
export function life() {
  const administrator = any(administrators);
  const made = create(administrator, `Life ${Math.random()}`);
  const account = { company: administrator.company, client_id: made.client_id, client_secret: made.client_secret };
  const place = `service-accounts/${account.client_id}`;
  // Two at a time, of which one runs into the other, and is decided again.
  const headers = { 'X-Forwarded-For': '10.0.0.1', 'content-type': 'application/json', ...administers(administrator) };
  const change = ['PUT', `${base}/${account.company}/${place}/permissions`, JSON.stringify(levels), { headers, tags: { name: 'permit' }, timeout: '30s' }];
  http.batch([change, change]).forEach((response) => judge('permit', response, [204]));
  call('authorize', account, 'tools/rfis?level=read_only', 200);
  const second = administer('rotate', administrator, 'POST', `${place}/secrets`, { overlap_seconds: 60 }, 201).json();
  fetchToken('token', { ...account, client_secret: second.client_secret }, '', 200);
  administer('delete', administrator, 'DELETE', place, null, 204);
  call('refused', account, 'tools/rfis?level=read_only', 401);
  fetchToken('refused', account, '', 401);
  tokens.delete(account.client_id);
}
