// The account by Python and its standard library.
import { parameters, quoted, type Given } from './given.js';

export function python(given: Given): string {
  const fields = parameters(given).map(([name, value]) => `    ${quoted(name)}: ${quoted(value)},\n`);
  return `import json
import os
from urllib.parse import urlencode
from urllib.request import Request, urlopen

form = {
${fields.join('')}    "client_id": ${quoted(given.clientId)},
    "client_secret": os.environ["CLIENT_SECRET"],
}
with urlopen(Request(${quoted(given.tokenUrl)}, urlencode(form).encode())) as answer:
    token = json.load(answer)["access_token"]

call = Request(${quoted(given.call)}, headers={"Authorization": f"Bearer {token}"})
with urlopen(call) as answer:
    print(answer.status, answer.read().decode())
`;
}
