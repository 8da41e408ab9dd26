// Declarations of types as values to compare with a schema: enough of TypeScript for data, which is what the package's declarations have.
import { readFileSync } from 'node:fs';

/** The types that are declared in these files: `shape` makes a type's text what it says. */
export function declared(paths) {
  const types = new Map();
  for (const path of paths) {
    const text = readFileSync(path, 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
    for (const { 0: head, 1: name, 2: bases, index } of text.matchAll(/interface (\w+)(?:<\w+>)?(?: extends ([\w, ]+))? (?=\{)/g)) {
      types.set(name, [...(bases?.split(', ') ?? []), braced(text, index + head.length)].join(' & '));
    }
    for (const [, name, type] of text.matchAll(/^(?:export )?type (\w+) = (.*?);$(?=\n(?:\/|\w|$))/gms)) types.set(name, type);
  }
  return { types, shape: (type) => shape(type, types) };
}

/** `{ members }`, a set of `literals`, a `list` of a type, a `map`, or the name of what is neither. */
function shape(text, types) {
  const type = text.trim().replace(/^readonly /, '').replace(/^[|&] /, '');
  const alternatives = parts(type, '|').filter((part) => part !== 'null' && part !== 'undefined');
  if (alternatives.length > 1) return union(alternatives.map((part) => shape(part, types)));
  const [one] = alternatives;
  const joined = parts(one, '&');
  if (joined.length > 1) return { members: Object.assign({}, ...joined.map((part) => shape(part, types).members)) };
  if (one.endsWith('[]')) return { list: one.slice(0, -2) };
  if (one.startsWith('(')) return shape(one.slice(1, -1), types);
  if (one.startsWith('{')) return object(one);
  if (/^'.*'$/.test(one)) return { literals: [one.slice(1, -1)] };
  const [, wanted] = /^Exclude<Level, '(\w+)'>$/.exec(one) ?? [];
  if (wanted !== undefined) return { literals: shape('Level', types).literals.filter((level) => level !== wanted) };
  if (/^Readonly<Record</.test(one)) return { map: true };
  const [, items] = /^(?:\w+\.)?Page<(.*)>$/.exec(one) ?? [];
  if (items !== undefined) return object(types.get('Page').replace(/\bT\b/, items));
  const name = one.replace(/^\w+\./, '');
  return types.has(name) ? shape(types.get(name), types) : { name };
}

/** What each may be: a member is there for sure where it is in all. */
function union(shapes) {
  if (shapes.every(({ literals }) => literals)) return { literals: shapes.flatMap(({ literals }) => literals) };
  if (!shapes.every(({ members }) => members)) return { name: 'several' };
  const members = {};
  for (const name of new Set(shapes.flatMap(({ members }) => Object.keys(members)))) {
    const found = shapes.map((one) => one.members[name]).filter((member) => member !== undefined && member.type !== 'never');
    const sure = found.length === shapes.length && found.every(({ optional }) => !optional);
    const said = [...new Set(found.map(({ type }) => type).filter((type) => type !== 'undefined'))];
    if (said.length > 0) members[name] = { optional: !sure, type: said.join(' | ') };
  }
  return { members };
}

function object(text) {
  const members = {};
  for (const part of parts(text.slice(1, -1), ';')) {
    if (/^(readonly )?\[/.test(part)) return { map: true };
    const [, name, optional, type] = /^(?:readonly )?(\w+)(\??): (.*)$/s.exec(part);
    members[name] = { optional: optional === '?', type };
  }
  return { members };
}

/** Splits where no bracket is open. */
function parts(text, separator) {
  const found = [''];
  let depth = 0;
  for (const character of text) {
    if ('{([<'.includes(character)) depth += 1;
    if ('})]>'.includes(character)) depth -= 1;
    if (character === separator && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  return found.map((part) => part.trim()).filter((part) => part !== '');
}

/** Splits the arguments of a method. */
export const separated = (text) => parts(text, ',');

function braced(text, start) {
  let depth = 0;
  for (let end = start; ; end += 1) {
    if (text[end] === '{') depth += 1;
    if (text[end] === '}') depth -= 1;
    if (depth === 0) return text.slice(start, end + 1);
  }
}
