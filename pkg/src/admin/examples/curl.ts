// The account by curl and jq.
import { parameters, type Given } from './given.js';

export function curl(given: Given): string {
  const fields = parameters(given).map(([name, value]) => ` \\\n  --data-urlencode ${quoted(`${name}=${value}`)}`);
  return `TOKEN=$(curl -sS --fail-with-body -u ${quoted(given.clientId)}:"$CLIENT_SECRET"${fields.join('')} \\
  ${quoted(given.tokenUrl)} | jq -r .access_token)

curl -sS -H "Authorization: Bearer $TOKEN" ${quoted(given.call)}
`;
}

/** As a shell takes a text as it stands. */
function quoted(text: string): string {
  return /^[\w.:/=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
