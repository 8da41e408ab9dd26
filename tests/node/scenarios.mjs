// Runs the scenarios of ../scenarios on the npm package. What it is on hands in the scenarios, the keys of ../keys.json and the package, so that this looks for no file.

const ISSUER = 'http://127.0.0.1:8080'
const BEGIN = 1_800_000_000

const publicOf = ({ kty, crv, x, y, n, e }) => JSON.parse(JSON.stringify({ kty, crv, x, y, n, e }))

const requests = { company: { reports: 'read_only' }, project: { schedule: 'standard' } }
const catalogue = (defaults) => ({ ...defaults, version: 2, apps: [{ id: 'schedule-sync', name: 'Schedule Sync', requests }] })

/** What an API asks, of an engine of either module. */
const asked = {
  verify: (badges, { token, company, any_company, audience }) =>
    badges.verify(token && `Bearer ${token}`, any_company ? { anyCompany: true } : { company }, audience),
  authorize: (badges, given) => badges.authorize(called(given), given.need),
}

/**
 * Runs one scenario on a new store, in memory or what `storeOf` makes; throws at the first step that is not as expected. What an API asks is asked of the module
 * that only authorizes as well, and an account that was made is shown to the module of rules.
 */
export async function run(scenario, keys, { open, openAuthorize, rules, MemoryStore, storeOf, BadgehouseError }) {
  let now = BEGIN
  let commits = 0
  const clock = () => now
  const kept = storeOf?.(clock) ?? new MemoryStore({ clock })
  const store = {
    get: (keys) => kept.get(keys),
    list: (prefix, after, limit) => kept.list(prefix, after, limit),
    async commit(changes) {
      const outcome = await kept.commit(changes)
      if (outcome === 'committed' && changes.some((change) => !change.key.startsWith('keys/'))) commits += 1
      return outcome
    },
  }
  const options = {
    issuer: ISSUER,
    contactDomain: 'contacts.example.com',
    sealingKeys: ['KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio'],
    catalogue: catalogue((await rules()).catalogue),
    store,
    clock,
    ...settings(scenario.settings),
  }
  const [badges, authorizing] = [await open(options), await openAuthorize({ ...options, store: { get: store.get } })]
  const { checkNewAccount } = await rules(options.catalogue)
  const publicKeys = Object.fromEntries(Object.entries(keys).map(([name, key]) => [`${name}_jwk`, publicOf(key)]))
  const saved = { issuer: ISSUER, ...publicKeys, rsa_n: keys.rsa.n }
  const forbidden = []
  for (const [index, step] of scenario.steps.entries()) {
    const fail = (why) => {
      throw new Error(`step ${index + 1} (${step.do}): ${why}`)
    }
    const before = commits
    const given = resolve(step.with ?? {}, saved)
    const actor = step.as === undefined ? undefined : scenario.actors[step.as]
    let answer = null
    if (step.do === 'sign') answer = { ok: await sign(given, keys) }
    else if (step.do === 'advance') now += given.seconds
    else if (step.do === 'http') answer = await http(badges, given, actor)
    else answer = await call(badges, step.do, actor, given, BadgehouseError)
    if (step.do in asked) {
      const other = differs(answer, await call(authorizing, step.do, actor, given, BadgehouseError), '')
      if (other) fail(`the module that only authorizes answers otherwise: ${other}`)
    }
    if (step.do === 'create_account' && 'ok' in answer && checkNewAccount(given.new).length > 0) fail('the rules refuse it')
    const text = JSON.stringify(answer)
    if (forbidden.some((secret) => text.includes(secret))) fail('the answer holds a text that was shown before and never again')
    const expected = resolve(step.expect ?? null, saved)
    const wentWell = expected?.ok === true && answer !== null && 'ok' in answer
    const difference = wentWell ? undefined : differs(expected, answer, '')
    if (difference) fail(`${difference}; the answer is ${text}`)
    const refused = answer !== null && ('error' in answer || answer.status >= 400)
    if (refused && commits !== before) fail('it was refused and something was written')
    const body = answer?.ok ?? answer?.body
    for (const pointer of step.absent ?? []) if (at(body, pointer) !== undefined) fail(`${pointer} is there`)
    for (const header of step.absent_headers ?? []) if (answer.headers[header] !== undefined) fail(`the header ${header} is there`)
    for (const [name, pointer] of Object.entries(step.save ?? {})) {
      const value = at(body, pointer)
      if (value === undefined) fail(`there is no ${pointer} to save: ${text}`)
      saved[name] = value
    }
    for (const secret of step.forbid_later ?? []) forbidden.push(resolve(secret, saved))
  }
}

async function call(badges, operation, actor, given, BadgehouseError) {
  const { company, client_id: id, limit, cursor, attention } = given
  const options = { idempotencyKey: given.idempotency_key }
  const operations = {
    create_account: () => badges.createAccount(actor, company, given.new, options),
    get_account: () => badges.getAccount(actor, company, id),
    list_accounts: () => badges.listAccounts(actor, company, { limit, cursor, attention }),
    delete_account: () => badges.deleteAccount(actor, company, id),
    add_secret: () => badges.addSecret(actor, company, id, given.new, options),
    list_secrets: () => badges.listSecrets(actor, company, id),
    revoke_secret: () => badges.revokeSecret(actor, company, id, given.secret_id),
    get_permissions: () => badges.getPermissions(actor, company, id, { limit, cursor }),
    set_permissions: () => badges.setPermissions(actor, company, id, given.change, { revision: given.revision }),
    get_contact: () => badges.getContact(actor, company, id),
    change_contact: () => badges.changeContact(actor, company, id, given.change),
    repair_contact: () => badges.repairContact(actor, company, id, given.how),
    create_contact: () => badges.createContact(actor, company, given.new),
    record_usage: () => badges.recordUsage(),
    report_contact: () => badges.reportContact(company, id, given.report),
    maintain: () => badges.maintain(),
    purge_accounts: () => badges.purgeAccounts(company),
    cut_audit: () => badges.cutAudit(company),
    erase_company: () => badges.eraseCompany(company, given.confirmation),
    mark_resource_server: () => badges.markResourceServer(company, id, given.audiences),
    put_trusted_issuer: () => badges.putTrustedIssuer(given.issuer),
    reseal: () => badges.reseal(),
    reseal_company: () => badges.resealCompany(company, given.input),
    replace_signing_key: () => badges.replaceSigningKey(given.earlier),
    look_up_leak: () => badges.lookUpLeak(given.input),
    request_token: () =>
      badges.requestToken({ client_id: id, client_secret: given.client_secret, scope: given.scope, resource: given.resource, dpop: given.dpop }),
    ...Object.fromEntries(Object.entries(asked).map(([name, ask]) => [name, () => ask(badges, given)])),
  }
  try {
    const answer = await operations[operation]()
    return { ok: answer === undefined ? null : JSON.parse(JSON.stringify(answer)) }
  } catch (error) {
    if (!(error instanceof BadgehouseError)) throw error
    if (operation === 'request_token') return { error: { error: error.code, error_description: error.detail } }
    const { code, detail, errors, required, contactRevision } = error
    return { error: JSON.parse(JSON.stringify({ code, detail, errors, required, contact_revision: contactRevision })) }
  }
}

/** What an API hands in: the header's value, or with a proof the request. */
function called({ token, authorization = token && `Bearer ${token}`, dpop }) {
  if (dpop === undefined) return authorization
  const headers = new Headers({ dpop: dpop.proof, ...(authorization && { authorization }) })
  return { headers, method: dpop.method, url: dpop.url }
}

function settings({ audiences, policy = {} } = {}) {
  const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
  const named = Object.fromEntries(Object.entries(policy).map(([name, value]) => [camel(name), value]))
  return { ...(audiences && { audiences }), policy: named }
}

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const bytesOf = (text) => new TextEncoder().encode(text)

const ALGORITHM = { EC: 'ES256', OKP: 'EdDSA', RSA: 'RS256' }
const WEB_CRYPTO = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
}

/** A compact JWS by a key of `tests/keys.json`, as the runner in Rust makes it. */
async function sign({ key: name, header = {}, claims = {} }, keys) {
  const key = keys[name]
  const own = ALGORITHM[key.kty]
  const full = { ...header, alg: header.alg ?? own, ...(header.jwk === 'public' && { jwk: publicOf(key) }) }
  const { ath_of: token, ...plain } = claims
  if (token !== undefined) plain.ath = base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(token))))
  const input = [full, plain].map((part) => base64url(bytesOf(JSON.stringify(part)))).join('.')
  const algorithm = WEB_CRYPTO[key.kty === 'RSA' && full.alg === 'PS256' ? 'PS256' : own]
  const imported = await crypto.subtle.importKey('jwk', key, algorithm, false, ['sign'])
  return `${input}.${base64url(new Uint8Array(await crypto.subtle.sign(algorithm, imported, bytesOf(input))))}`
}

async function http(badges, given, actor) {
  const headers = Object.entries(given.headers ?? {})
  const typed = headers.some(([name]) => name === 'content-type')
  let body
  if (given.basic) headers.push(['authorization', `Basic ${btoa(given.basic.join(':'))}`])
  if (given.json !== undefined) {
    headers.push(['content-type', 'application/json'])
    body = JSON.stringify(given.json)
  } else if (given.form) {
    if (!typed) headers.push(['content-type', 'application/x-www-form-urlencoded'])
    body = new URLSearchParams(Object.entries(given.form).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))).toString()
  } else if (given.hex !== undefined) body = Uint8Array.from(given.hex.match(/../g), (byte) => parseInt(byte, 16))
  else if (given.text !== undefined) body = new TextEncoder().encode(given.text)
  if (typeof body === 'string') body = new TextEncoder().encode(body)
  const request = new Request(ISSUER + given.path, { method: given.method, headers, body })
  const response = await badges.handle(request, { actor, source: given.source })
  const text = await response.text()
  return { status: response.status, headers: Object.fromEntries(response.headers), body: parse(text) }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function resolve(value, saved) {
  if (typeof value === 'string') {
    const whole = /^\$\{([^}]+)\}$/.exec(value)
    if (whole && whole[1] in saved) return saved[whole[1]]
    return value.replace(/\$\{([^}]+)\}/g, (found, name) => (typeof saved[name] === 'string' ? saved[name] : found))
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, saved))
  if (value === null || typeof value !== 'object') return value
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member, saved)]))
  return made(members) ?? members
}

function made({ repeat, times, cut, characters, alter, at }) {
  if (repeat !== undefined && times !== undefined) return repeat.repeat(times)
  if (cut !== undefined && characters !== undefined) return cut.slice(0, cut.length - characters)
  if (alter === undefined || at === undefined) return undefined
  const place = at < 0 ? alter.length + at : at
  return alter.slice(0, place) + (alter[place] === 'a' ? 'b' : 'a') + alter.slice(place + 1)
}

function differs(expected, actual, place) {
  if (expected === '*') return actual === null || actual === undefined ? `${place} is missing` : undefined
  if (expected === null) return actual === null || actual === undefined ? undefined : `${place} is there`
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length)
    return first(expected.map((item, index) => differs(item, actual[index], `${place}/${index}`)))
  if (!Array.isArray(expected) && typeof expected === 'object' && actual !== null && typeof actual === 'object')
    return first(Object.entries(expected).map(([name, member]) => differs(member, actual[name], `${place}/${name}`)))
  return expected === actual ? undefined : `${place} is ${JSON.stringify(actual)} and not ${JSON.stringify(expected)}`
}

const first = (differences) => differences.find((difference) => difference !== undefined)

const at = (value, pointer) =>
  pointer.split('/').slice(1).reduce((inner, name) => (inner === null || inner === undefined ? undefined : inner[name]), value)
