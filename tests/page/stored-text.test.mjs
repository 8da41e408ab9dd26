// Texts of people are drawn as texts: nothing that somebody stored runs in the page of who reads it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { company } from './place.mjs'
import { screens } from './screens.mjs'

const run = 'globalThis.ran=1'
const corpus = [
  `<img src=x onerror=${run}>`,
  `"><script>${run}</script>`,
  `'><svg onload=${run}>`,
  `</style><script>${run}</script>`,
  `<iframe srcdoc="<script>parent.${run}</script>">`,
  `javascript:${run}`,
  `\${${run}} {{${run}}} {count} {name}`,
  `<a href="javascript:${run}">x</a><template><script>${run}</script></template>`,
  `<!--><img src=x onerror=${run}>-->`,
]

test('nothing runs that was stored in a name, a description, metadata, an owner, a reason, a project or a template', { timeout: 300_000 }, async (context) => {
  const { page, accounts, wrong } = await company(context, { count: 8 })
  const api = await accounts()
  const made = []
  for (const text of corpus) {
    const account = await api.createAccount({ app_type: 'custom', name: text, description: text, owner: text, metadata: { note: text } })
    await api.addSecret(account.client_id, { name: text })
    const project = { company: {}, projects: [{ project: text, levels: { rfis: 'read_only' } }] }
    await api.setPermissions(account.client_id, project, { revision: '*' }).catch(({ code }) => assert.equal(code, 'invalid_input'))
    await api.createTemplate({ name: text, levels: {} })
    await api.disableAccount(account.client_id, { reason: text }, { reason: text })
    made.push(account)
  }
  const shown = { main: made[0], erp: made[1], cameras: made[2], payroll: made[3] }
  for (const [name, show] of Object.entries(screens)) {
    // What makes or sends something of its own.
    if (['new-wrong', 'rotate', 'disable', 'delete', 'add-key', 'trust-issuer', 'no-network', 'permissions-preview', 'shown-once'].includes(name)) continue
    for (const [index, main] of made.entries()) {
      if (index > 0 && !['account', 'credentials', 'permissions', 'account-audit'].includes(name)) break
      await show(page, { ...shown, main })
      assert.equal(await page.evaluate(() => globalThis.ran), undefined, name)
      const foreign = await page.evaluate(() => document.querySelector('badgehouse-accounts').shadowRoot.querySelectorAll('script, iframe, img, a[href^="javascript:" i], style').length)
      assert.equal(foreign, 0, name)
    }
  }
  // The browser itself would tell of what the content security policy has refused.
  assert.deepEqual(wrong, [])
})
