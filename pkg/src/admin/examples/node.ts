// The account by Node, which has fetch since version 18.
import { parameters, quoted, type Given } from './given.js';

export function node(given: Given): string {
  const fields = parameters(given).map(([name, value]) => `    ${name}: ${quoted(value)},\n`);
  return `const answer = await fetch(${quoted(given.tokenUrl)}, {
  method: 'POST',
  body: new URLSearchParams({
${fields.join('')}    client_id: ${quoted(given.clientId)},
    client_secret: process.env.CLIENT_SECRET,
  }),
});
if (!answer.ok) throw new Error(await answer.text());
const { access_token } = await answer.json();

const call = await fetch(${quoted(given.call)}, {
  headers: { authorization: \`Bearer \${access_token}\` },
});
console.log(call.status, await call.text());
`;
}
