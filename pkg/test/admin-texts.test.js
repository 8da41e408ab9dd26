// The texts of the administrator's page: all in the catalogue, all of the catalogue in use, all of it in every language.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

import { de } from '../dist/admin/text/de.js';
import { en } from '../dist/admin/text/en.js';
import { replaced, say } from '../dist/admin/text/message.js';
import { ruleIn } from '../dist/admin/text/rule.js';
import { rules } from '../dist/rules.inline.js';
import { catalogue } from './admin-engine.js';

const source = new URL('../src/admin/', import.meta.url);
const names = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts') && !name.startsWith('text'));
const files = await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, source), 'utf8')]));

/** The templates in a source, each with `\0` in place of its expressions; those within expressions, too. */
function templates(code) {
  const found = [];
  const strings = [];
  // Reads code from `at` to the brace that closes it, or to the end.
  const read = (at, until) => {
    for (; at < code.length; at += 1) {
      const [character, two] = [code[at], code.slice(at, at + 2)];
      if (two === '//') at = code.indexOf('\n', at);
      else if (two === '/*') at = code.indexOf('*/', at) + 1;
      else if (character === '/' && /[(,=:!&|?{};[\s]$/.test(code.slice(0, at).trimEnd().slice(-1))) at += /^\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+\/|^\//.exec(code.slice(at))[0].length - 1;
      else if (character === "'" || character === '"') {
        const end = (character === "'" ? /^'((?:[^'\\\n]|\\.)*)'/ : /^"((?:[^"\\\n]|\\.)*)"/).exec(code.slice(at));
        if (end !== null) {
          strings.push(end[1]);
          at += end[0].length - 1;
        }
      } else if (character === '`') {
        const tag = /(\w*)$/.exec(code.slice(0, at))[1];
        let text = '';
        for (at += 1; code[at] !== '`'; at += 1) {
          assert.ok(at < code.length, 'a template has an end');
          if (code.slice(at, at + 2) === '${') {
            at = read(at + 2, '}');
            text += '\0';
          } else text += code[at] === '\\' ? code[(at += 1)] : code[at];
        }
        found.push({ tag, text });
      } else if (character === '{') at = read(at + 1, '}');
      else if (character === until) return at;
    }
    return at;
  };
  read(0, '');
  return { found, strings };
}

const READ = /\s(?:aria-label|aria-description|aria-placeholder|title|placeholder|alt|label|data-label)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/g;

/** What of a template a person could read that comes from no expression. JSON is a sample in every language. */
function literal(text) {
  const tag = /<(?:"[^"]*"|'[^']*'|[^<>"'])*>/g;
  const read = [...text.matchAll(tag)].flatMap(([tag]) => [...tag.matchAll(READ)].map(([, ...values]) => values.join('')));
  return [text.replace(/<!--.*?-->/gs, '').replaceAll(tag, '\0'), ...read].flatMap((each) => each.split('\0')).filter((each) => /\p{L}/u.test(each.replaceAll(/&\w+;|^\{".*\}$/g, '')));
}

test('a text that is not in the catalogue is found', () => {
  assert.deepEqual(templates('html`<p>${a ? html`<b>Hi</b>` : b}</p>`').found.flatMap(({ text }) => literal(text)), ['Hi']);
  assert.deepEqual(literal('<p class="x" title="Hello">\0</p>'), ['Hello']);
  assert.deepEqual(literal('<a href="#" aria-label=\0 part="x">\0 · <b>\0</b></a>'), []);
});

test('every text that is drawn is in the catalogue', () => {
  let count = 0;
  for (const [name, code] of files) {
    const { found, strings } = templates(code);
    const drawn = found.filter(({ tag }) => tag === 'html' || tag === 'svg');
    count += drawn.length;
    for (const { text } of drawn) assert.deepEqual(literal(text), [], `${name} has a text of its own`);
    // A sentence that is handed on.
    if (name.startsWith('view')) assert.deepEqual(strings.filter((text) => /^\p{Lu}\p{Ll}+ /u.test(text)), [], `${name} has a text of its own`);
  }
  assert.ok(count > 40, String(count));
});

/** The messages of a catalogue, each with the way to it. */
function messages(texts, way = []) {
  return Object.entries(texts).flatMap(([name, text]) => (typeof text === 'string' || 'other' in text ? [[[...way, name], text]] : messages(text, [...way, name])));
}

test('every text of the catalogue is drawn somewhere', () => {
  const all = files.map(([, code]) => code).join('\n');
  const says = (expression) => new RegExp(expression).test(all);
  const isUsed = (way) => {
    const [last, parent] = [way.at(-1), way.at(-2)];
    if (says(`\\bt\\.${way.join('\\.')}\\b`)) return true;
    // One of several, chosen by a name that is no text.
    if (says(`\\b${parent}\\[`) || says(`: Readonly<Record<string, string>> = [\\w.]*\\b${parent}\\b`)) return true;
    if (way.slice(0, -1).some((group) => says(`\\bt\\.(\\w+\\.)*${group}\\[`)) && says(`[.{,] ?${last}\\b`)) return true;
    // Of a group that is handed on together, or taken apart.
    const groups = way.slice(1).map((_, index) => way.slice(0, index + 1).join('\\.'));
    return groups.some((group) => says(`\\bt\\.${group}\\b(?![.[])`)) && says(`[.{,] ?${last}\\b`);
  };
  // What the rules say is found by what they say.
  const unused = messages(en).map(([way]) => way).filter(([group]) => group !== 'rules').filter((way) => !isUsed(way)).map((way) => way.join('.'));
  assert.deepEqual(unused, []);
});

test('German has every text, with the same places in it', () => {
  const places = (text) => [...new Set(Object.values(typeof text === 'string' ? { other: text } : text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();
  const english = new Map(messages(en).map(([way, text]) => [way.join('.'), text]));
  const german = new Map(messages(de).map(([way, text]) => [way.join('.'), text]));
  assert.deepEqual([...german.keys()].sort(), [...english.keys()].sort());
  for (const [way, text] of english) assert.deepEqual(places(german.get(way)), places(text), way);
});

test('a text is said with its places filled in, in the plural and with the digits of the language', () => {
  assert.equal(say('en', { one: '{count} day', other: '{count} days' }, { count: 1 }), '1 day');
  assert.equal(say('de', { one: '{count} Tag', other: '{count} Tage' }, { count: 12_345 }), '12.345 Tage');
  assert.equal(say('en', '{name} is {constructor}', { name: '{name}' }), '{name} is {constructor}');
});

test('a host replaces texts by name, and nothing else', () => {
  const other = replaced(en, { page: { new: 'Add' }, list: { count: { other: '{count} robots' } }, unknown: { a: 'b' } });
  assert.equal(other.page.new, 'Add');
  assert.deepEqual(other.list.count, { other: '{count} robots' });
  assert.equal(other.page.close, en.page.close);
  assert.ok(!('unknown' in other));
});

/** What no form of the page sends: it says nothing of it to people. */
const NOT_SENT = /^(invalid type|invalid value|missing field|unknown field|unknown variant|name the |an app type is )/;

test('what a field breaks is said in every language, as the rules say it in English', async () => {
  const forms = JSON.parse(await readFile(new URL('../../tests/corpus/forms.json', import.meta.url), 'utf8'));
  const { check, checkNewAccount } = await rules(catalogue);
  const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  const found = forms.flatMap(({ form, body }) => (form === 'create_account' ? checkNewAccount(body) : check(camel(form), body)));
  const told = new Set();
  for (const { detail } of found) {
    if (NOT_SENT.test(detail)) continue;
    const [english, values] = ruleIn(en.rules, en.rules, detail) ?? assert.fail(`no catalogue has the rule: ${detail}`);
    assert.equal(say('en', english, values), detail);
    assert.notEqual(say('de', ...ruleIn(de.rules, en.rules, detail)), detail);
    told.add(english);
  }
  // And none is there that no rule says any more, as far as the corpus comes to it.
  assert.deepEqual(Object.values(en.rules).filter((text) => !told.has(text)), [en.rules.app]);
  const [app] = checkNewAccount({ app_type: 'marketplace', app: 'none', name: 'Sync' });
  assert.equal(app.detail, en.rules.app);
});
