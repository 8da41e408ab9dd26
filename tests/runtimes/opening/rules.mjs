// The first rule checked, for a form.
import { rules } from 'badgehouse/rules'

export async function first() {
  const { checkNewAccount } = await rules()
  if (checkNewAccount({ app_type: 'custom', name: ' ' }).length !== 1) throw new Error('a blank name is taken')
}
