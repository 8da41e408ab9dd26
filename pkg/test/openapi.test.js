// The client is what docs/openapi.json says: its operations, and the types that are written by hand.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { operations } from '../dist/accounts/operations.js';
import { declared, separated } from './declared.js';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { paths, components } = JSON.parse(readFileSync(here('../docs/openapi.json'), 'utf8'));
const company = '/companies/{company}/';

/** The operations of the document by their name here. */
const documented = Object.fromEntries(
  Object.entries(paths).flatMap(([path, { parameters: _, ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => {
      const name = operation.operationId.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
      return [name, { ...operation, method: method.toUpperCase(), path }];
    }),
  ),
);

const files = ['account', 'catalogue', 'error', 'principal', 'accounts/account', 'accounts/audit', 'accounts/credential', 'accounts/me', 'accounts/permission'];
const { shape } = declared(files.map((file) => here(`dist/${file}.d.ts`)));

/** What the interface says of each operation: its ids, what it takes beside them, its options and what it answers. */
const api = readFileSync(here('dist/accounts/api.d.ts'), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
const methods = Object.fromEntries(
  [...api.matchAll(/^ {4}(\w+)\((.*)\): Promise<(.*)>;$/gm)].map(([, name, args, answer]) => {
    const all = separated(args).map((arg) => /^(\w+)(\??): (.*)$/.exec(arg)).map(([, name, optional, type]) => ({ name, optional: optional === '?', type }));
    const options = all.pop();
    return [name, { ids: all.filter(({ name, type }) => type === 'string' && /(Id|^kid)$/.test(name)), taken: all.find(({ name, type }) => !(type === 'string' && /(Id|^kid)$/.test(name))), options, answer }];
  }),
);

const parameters = (name, place) => (documented[name].parameters ?? []).filter((parameter) => parameter.in === place);
const header = (name, header) => parameters(name, 'header').some((parameter) => parameter.name === header);

test('no operation is missing, and none is made up', () => {
  const names = Object.keys(documented).sort();
  assert.ok(names.length > 50);
  assert.deepEqual(Object.keys(operations).sort(), names);
  assert.deepEqual(Object.keys(methods).sort(), names);
});

test('each is at its address, and takes and answers what the document says', () => {
  for (const [name, { method, path, takes, always, again, answers }] of Object.entries(operations)) {
    const { responses, requestBody, ...there } = documented[name];
    assert.deepEqual([method, company + path], [there.method, there.path], name);
    assert.equal(takes === 'body', requestBody !== undefined, `${name}: a body`);
    assert.equal(takes === 'query' || always !== undefined, parameters(name, 'query').length > 0, `${name}: a query`);
    assert.equal(again === 'keyed', header(name, 'Idempotency-Key'), `${name}: an idempotency key`);
    const [status] = Object.keys(responses).filter((code) => code.startsWith('2'));
    assert.equal(status === '204', answers === 'nothing' || answers === 'revision', `${name}: ${status}`);
    assert.equal('application/jsonl' in (responses[status].content ?? {}), answers === 'lines', `${name}: lines`);
  }
});

test('each method takes the ids of its path, and options as the document has headers', () => {
  for (const [name, { ids, options }] of Object.entries(methods)) {
    const camel = [...operations[name].path.matchAll(/\{(\w+)\}/g)].map(([, id]) => id.replace(/_(.)/g, (_, letter) => letter.toUpperCase()));
    assert.deepEqual(ids.map((id) => id.name), camel, name);
    const needed = '428' in documented[name].responses;
    const conditional = needed ? 'Decided' : header(name, 'If-Match') ? 'Conditional' : undefined;
    const keyed = header(name, 'Idempotency-Key') ? 'Keyed' : undefined;
    assert.equal(options.type, conditional ?? keyed ?? (header(name, 'X-Request-Id') ? 'Noted' : 'Called'), name);
    assert.equal(options.optional, !needed, name);
    assert.equal(header(name, 'X-Request-Id'), header(name, 'Badgehouse-Reason'), name);
  }
});

test('each query has the parameters of the document', () => {
  for (const [name, { takes, always }] of Object.entries(operations)) {
    const there = parameters(name, 'query').filter((parameter) => always !== `${parameter.name}=${parameter.schema.const}`);
    if (takes !== 'query') continue;
    const { taken } = methods[name];
    const members = Object.fromEntries(there.map(({ name, required, schema }) => [name, { schema, required: required === true }]));
    agree(shape(taken.type), { members }, `${name} query`);
    assert.equal(taken.optional, !there.some(({ required }) => required), name);
  }
});

test('each body and each answer has the members of its schema, and closed unions are the same', () => {
  for (const [name, { taken, answer }] of Object.entries(methods)) {
    const { requestBody, responses } = documented[name];
    const { takes, member, answers } = operations[name];
    const body = requestBody?.content['application/json'].schema;
    if (takes === 'body') {
      const type = member === undefined ? taken.type : `{ readonly ${member}: ${taken.type} }`;
      agree(shape(type), read(body), `${name} body`);
    }
    const content = Object.values(responses).find((response) => response.content?.['application/json'])?.content['application/json'];
    if (answers === undefined) agree(shape(answer), read(content.schema), `${name} answer`);
  }
});

/** What a schema says, in the form of a declared type. */
function read(schema) {
  if (schema.$ref !== undefined) return read(components.schemas[schema.$ref.split('/').at(-1)]);
  const { anyOf, oneOf, properties, required = [], items, const: value, enum: values } = schema;
  if (value !== undefined) return { literals: [value] };
  if (values !== undefined) return { literals: values };
  const choices = (anyOf ?? oneOf)?.filter(({ type }) => type !== 'null').map(read) ?? [];
  if (choices.length === 1 && properties === undefined) return choices[0];
  if (choices.length > 0 && choices.every(({ literals }) => literals)) return { literals: choices.flatMap(({ literals }) => literals) };
  if (items !== undefined) return { list: items };
  if (properties !== undefined || (choices.length > 0 && choices.every(({ members }) => members))) {
    const own = Object.entries(properties ?? {}).map(([name, schema]) => [name, { schema, required: required.includes(name) }]);
    const members = Object.fromEntries(own);
    for (const name of new Set(choices.flatMap(({ members }) => Object.keys(members)))) {
      const found = choices.map(({ members }) => members[name]).filter(Boolean);
      const different = [...new Set(found.map(({ schema }) => JSON.stringify(schema)))].map((text) => JSON.parse(text));
      members[name] ??= { schema: different.length > 1 ? { oneOf: different } : different[0], required: found.length === choices.length && found.every(({ required }) => required) };
    }
    return { members };
  }
  if (choices.length > 0) return { name: 'several' };
  const [type] = [schema.type ?? 'anything'].flat();
  return type === 'object' ? { map: true } : { name: type === 'integer' ? 'number' : type };
}

/** Where the document has text, or any level, and words say which there are. */
const CLOSER = [
  'addKey answer.algorithm',
  'changeKey answer.algorithm',
  'checkPermissions body.level',
  'createAccount body.app_type',
  'getCatalogue answer.tools[].actions[].included_from',
  'getCatalogue answer.tools[].levels[]',
  'listHolders query.level',
  'listKeys answer.items[].algorithm',
];
const looked = new Set();
const closer = new Set();

function agree(type, there, where) {
  if (CLOSER.includes(where)) {
    closer.add(where);
    return assert.ok(type.literals && (there.name === 'string' || type.literals.every((level) => there.literals.includes(level))), where);
  }
  if (there.literals) return assert.deepEqual(new Set(type.literals), new Set(there.literals.map(String)), where);
  if (there.list) return agree(shape(type.list ?? 'none'), read(there.list), `${where}[]`);
  if (there.map) return assert.ok(type.map, where);
  if (there.name) {
    const name = there.name === 'anything' ? 'Json' : there.name;
    return assert.ok(type.name === name || (name === 'Json' && type.name === 'several') || (there.name === 'boolean' && type.name === 'true'), `${where}: ${type.name} is not ${name}`);
  }
  assert.ok(type.members, `${where}: ${JSON.stringify(type)} has no members`);
  const names = (members, sure) => Object.entries(members).filter(([, member]) => sure(member)).map(([name]) => name).sort();
  assert.deepEqual(names(type.members, () => true), names(there.members, () => true), where);
  assert.deepEqual(names(type.members, ({ optional }) => !optional), names(there.members, ({ required }) => required), `${where}: what is always there`);
  for (const [name, { schema }] of Object.entries(there.members)) agree(shape(type.members[name].type), read(schema), `${where}.${name}`);
  looked.add(where);
}

test('the comparison has looked at what is deep inside', () => {
  for (const where of ['listAccounts answer.items[].reasons[]', 'getPermissions answer.projects.items[]', 'verifyAudit body.head', 'checkPermissions answer.results[].missing', 'getMe answer.account.bring_credential.missing']) {
    assert.ok(looked.has(where), where);
  }
  assert.deepEqual([...closer].sort(), CLOSER);
});
