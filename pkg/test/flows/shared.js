// What the flows of the page share.
export const KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
export const level = (level) => ({ level, actions: [] });

/** An account on a side of its, as somebody has opened it; `before` does what was done with it until then, and answers what of that one has to know. */
export async function on(side, world, { before, ...wish } = {}) {
  const made = await world.truth.createAccount({ app_type: 'custom', name: 'Nightly', ...wish });
  const more = await before?.(world, made);
  const account = await world.administration.account(made.client_id);
  await account.show(side);
  return { ...world, made, ...more, account, id: made.client_id, [side]: account.side(side) };
}

/** Breaks the contact of an account. */
export async function breakContact(api, id) {
  const { revision } = await api.getContact(id);
  await api.changeContact(id, { companies: [], insist: revision });
}

export const live = async (list) => (await list).items.filter((one) => one.live).length;
export const at = (days) => new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+/, '');
export const truly = (is) => (is ? 1 : 0);
