// A company as there are: long names, sixty tools, hundreds of accounts, some broken, some about to end, some never used.
const LEVELS = ['read_only', 'standard', 'admin']
const DAY_MS = 86_400_000

const companyTools = ['Administration', 'Directory', 'Portfolio', 'Reports', 'Budget', 'Commitments', 'Change orders', 'Invoicing', 'Prime contracts', 'Funding', 'Conversations', 'Timecards', 'Equipment', 'Workforce planning', 'Bidding', 'Prequalification', 'ERP integration', 'Tax codes', 'Webhooks', 'Single sign-on']
const projectTools = ['RFIs', 'Submittals', 'Drawings', 'Specifications', 'Daily log', 'Punch list', 'Photos', 'Documents', 'Inspections', 'Observations', 'Incidents', 'Action plans', 'Meetings', 'Schedule', 'Tasks', 'Transmittals', 'Correspondence', 'Emails', 'Models', 'Coordination issues', 'Forms', 'Instructions', 'Crews', 'Project timesheets', 'T&M tickets', 'Deliveries', 'Locations', 'Bid packages', 'Project budget', 'Project commitments', 'Direct costs', 'Forecast', 'Cash flow', 'Materials', 'Permits', 'Weather', 'Site access', 'Handover', 'Warranty', 'Close-out']
const id = (name) => (name === 'Administration' ? 'admin' : name.toLowerCase().replace(/[^a-z0-9]+/g, '_'))

/** Sixty tools, some with actions, and five apps. */
export const catalogue = {
  version: 7,
  tools: [
    ...companyTools.map((name) => ({ id: id(name), name, scope: 'company' })),
    ...projectTools.map((name, index) => ({ id: id(name), name, scope: 'project', ...(index % 6 === 0 && { actions: [{ id: 'approve', name: 'Approve', included_from: 'admin' }, { id: 'export', name: 'Export as PDF' }] }) })),
  ],
  apps: [
    { id: 'field_scheduler', name: 'Field Scheduler', requests: { company: { portfolio: 'read_only' }, project: { schedule: 'standard', tasks: 'standard', crews: 'read_only' } } },
    { id: 'ledgerline', name: 'Ledgerline ERP Connector', requests: { company: { budget: 'standard', commitments: 'standard', erp_integration: 'admin' } } },
    { id: 'drawing_robot', name: 'Drawing Robot', requests: { project: { drawings: 'standard' } } },
    { id: 'safety_first', name: 'Safety First', requests: { project: { incidents: 'admin', inspections: 'standard' } } },
    { id: 'insight', name: 'Insight — dashboards for owners and lenders' },
  ],
}

const names = ['Nightly RFI export', 'ERP sync — purchase orders, commitments and change events (production, do not touch)', 'Drawing robot 🤖', 'تصدير التقارير اليومية', 'Überwachung der Baustellenkameras Süd', 'Payroll', 'CI deploy', 'Warehouse mirror', 'Power BI — portfolio dashboards', 'Timesheet import', 'Permit watcher', 'דוחות בטיחות', 'Lender reporting', 'Model coordination (Navisworks)', 'Weather stations 🌧️', 'Sandbox of Dana']
const apps = catalogue.apps.map(({ id }) => id)

/** Fills a company by its `AccountsApi`; gives the accounts by what they are for. */
export async function fill(accounts, count = 400) {
  const made = []
  const later = (days) => new Date(Date.now() + days * DAY_MS).toISOString().replace(/\.\d+/, '')
  for (let first = 0; first < count; first += 8) {
    const batch = Array.from({ length: Math.min(8, count - first) }, (_, offset) => {
      const index = first + offset
      const name = names[index % names.length] + (index < names.length ? '' : ` ${Math.floor(index / names.length) + 1}`)
      const kind = index % 5 === 3 ? { app_type: 'marketplace', app: apps[Math.floor(index / 5) % apps.length] } : { app_type: 'custom' }
      const more = { ...(index % 3 === 0 && { owner: ['dana.levi', 'm.okafor', 'j.schneider'][index % 3] ?? 'dana.levi' }), ...(index % 11 === 5 && { expires_at: later(3 + index) }), ...(index % 7 === 0 && { description: 'Reads the open RFIs of every project each night and writes them to the data lake.' }) }
      return accounts.createAccount({ ...kind, name, ...more })
    })
    made.push(...(await Promise.all(batch)))
  }
  // Most apps have what they ask for; every fourth awaits it, and one has more.
  const bought = made.filter(({ app_type }) => app_type === 'marketplace')
  for (const [index, { client_id, app }] of bought.entries()) if (index % 4 !== 0) await accounts.setPermissions(client_id, asked(app, index === 1), { revision: '*' })
  const [main, erp, robot, arabic, cameras, payroll, ci] = made
  const revision = '*'
  await accounts.setPermissions(main.client_id, { company: { reports: 'read_only', portfolio: 'read_only' }, projects: [{ project: 'bridge-7', levels: { rfis: 'standard', drawings: 'read_only', photos: 'read_only' } }, { project: 'harbour-tunnel', levels: { rfis: 'read_only' } }] }, { revision })
  await accounts.setPermissions(erp.client_id, { company: Object.fromEntries(catalogue.tools.slice(2, 12).map(({ id }, index) => [id, LEVELS[index % 3]])) }, { revision })
  await accounts.addSecret(main.client_id, { name: 'Rotated in November', overlap_seconds: 86_400 })
  await accounts.disableAccount(cameras.client_id, { reason: 'The contractor has left the project' })
  await broken(accounts, payroll.client_id)
  await broken(accounts, made[23 % made.length].client_id)
  await accounts.deleteAccount(made.at(-1).client_id)
  await accounts.deleteAccount(made.at(-2).client_id)
  await accounts.createTemplate({ name: 'Reads everything in the field', levels: Object.fromEntries(['rfis', 'drawings', 'photos', 'daily_log'].map((tool) => [tool, 'read_only'])) })
  const template = await accounts.createTemplate({ name: 'ERP connector', levels: { budget: 'standard' } })
  await accounts.assignTemplate(robot.client_id, { template_id: template.template_id })
  await accounts.changeTemplate(template.template_id, { levels: { budget: 'standard', commitments: 'standard' } }, template)
  return { main, erp, robot, arabic, cameras, payroll, ci, made }
}

/** What an app asks for, or more. */
function asked(app, more) {
  const { company = {}, project = {} } = catalogue.apps.find(({ id }) => id === app).requests ?? {}
  return { company: { ...company, ...(more && { portfolio: 'admin' }) }, projects: [{ project: 'bridge-7', levels: project }] }
}

/** Its contact has another address since. */
async function broken(accounts, clientId) {
  const { bound_email } = await accounts.getContact(clientId)
  const email = bound_email.replace('@', '.old@')
  const refusal = await accounts.changeContact(clientId, { email }).catch((error) => error)
  await accounts.changeContact(clientId, { email, insist: refusal.contactRevision })
}
