// Every flow of the page, with a network that fails at its n-th request, and with another administrator who was faster.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Administration } from '../dist/admin/model.js';
import { company, until } from './admin-engine.js';
import { flows } from './flows.js';

/** As the client over HTTP tells of a network that is not there, once it has tried as often as it does. */
function gone() {
  return Object.assign(new Error('unavailable', { cause: new TypeError('fetch failed') }), { name: 'BadgehouseError', code: 'unavailable', status: 502, detail: 'unavailable', errors: [] });
}

/** A network: from the n-th request on nothing gets through, or the n-th does and its answer is lost. `done` is what went through. */
class Network {
  done = [];
  #seen = 0;
  #n = Infinity;
  #lost = false;
  #refused = undefined;

  arm(n, lost) {
    this.#seen = 0;
    this.#n = n;
    this.#lost = lost;
    this.done = [];
  }

  /** One call of this name does not get through. */
  refuse(name) {
    this.#refused = name;
  }

  get failed() {
    return this.#seen >= this.#n;
  }

  back() {
    this.#n = Infinity;
  }

  over(accounts) {
    return Object.fromEntries(Object.entries(accounts).map(([name, method]) => [name, (...given) => this.#call(name, () => method(...given))]));
  }

  async #call(name, method) {
    this.#seen += 1;
    const [mine, after] = [this.#seen === this.#n, this.#seen > this.#n];
    const refused = this.#refused === name;
    if (refused) this.#refused = undefined;
    if (refused || after || (mine && !this.#lost)) throw gone();
    const answer = await method();
    this.done.push(name);
    if (mine) throw gone();
    return answer;
  }
}

const settled = (...screens) => until(() => screens.every(({ busy }) => busy === undefined));

async function world() {
  const { engine, accounts: truth } = await company();
  const network = new Network();
  const administration = new Administration({ accounts: network.over(truth) });
  await administration.open();
  const levels = { admin: 'admin', directory: 'admin' };
  const other = engine.accounts({ kind: 'user', company: 'acme', id: 'eve', levels }, 'acme');
  return { engine, truth, other, network, administration, settled };
}

const troublesOf = (flow, ctx) => flow.screens(ctx).flatMap((screen) => (screen.trouble === undefined ? [] : [{ screen, trouble: screen.trouble }]));

/** What a person does who was told of something: tries again what was only a look, and looks again at what may have been done. */
async function goOn(flow, ctx) {
  const told = troublesOf(flow, ctx);
  const looks = told.filter(({ trouble }) => trouble.kind === 'offline');
  for (const { screen } of looks) {
    screen.again?.();
    await settled(...flow.screens(ctx));
  }
  await flow.anew(ctx);
  await settled(...flow.screens(ctx));
  if (flow.again === true || (await flow.effects(ctx)) === 0) await flow.act(ctx);
  await settled(...flow.screens(ctx));
}

for (const flow of flows) {
  for (const lost of [false, true]) {
    test(`${flow.name}: ${lost ? 'an answer that is lost' : 'a network that is gone'} at any request loses nothing and does nothing twice`, async () => {
      for (let n = 1; ; n += 1) {
        assert.ok(n < 20, 'the flow has no end');
        const ctx = await flow.begin(await world());
        await flow.enter(ctx);
        ctx.network.arm(n, lost);
        await flow.act(ctx);
        await settled(...flow.screens(ctx));
        const failed = ctx.network.failed;
        ctx.network.back();
        const at = `at request ${n}`;
        const effects = await flow.effects(ctx);
        const told = troublesOf(flow, ctx).map(({ trouble }) => trouble.kind);
        if (failed && effects === 0) assert.ok(flow.kept(ctx), `${at} what was entered is lost`);
        if (failed && effects === 0) assert.ok(told.length > 0, `${at} nothing is told`);
        assert.ok(told.every((kind) => ['offline', 'outcome'].includes(kind)), `${at} ${told}`);
        if (failed) await goOn(flow, ctx);
        assert.equal(await flow.effects(ctx), 1, `${at} it was done once`);
        assert.ok(flow.shown(ctx), `${at} what is shown is not what is there`);
        const times = ctx.network.done.filter((name) => name === flow.change).length;
        assert.ok(times === 1 || flow.repeats, `${at} ${flow.change} went through ${times} times`);
        if (!failed) break;
      }
    });
  }

  test(`${flow.name}: what another administrator did meanwhile is met, and nothing of either is lost unseen`, async () => {
    const ctx = await flow.begin(await world());
    await flow.enter(ctx);
    await flow.theirs(ctx);
    await flow.act(ctx);
    await settled(...flow.screens(ctx));
    assert.ok(flow.met(ctx), 'what the other did is not met');
    if (flow.resolve !== undefined) {
      assert.ok(flow.kept(ctx), 'what was entered is lost');
      await flow.resolve(ctx);
      await settled(...flow.screens(ctx));
    }
    assert.equal(await flow.effects(ctx), 1);
    if (flow.end !== undefined) assert.ok(await flow.end(ctx), 'what the other did is lost');
  });
}
