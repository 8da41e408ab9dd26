// Programs that use an account. They are code, and belong to no language of people; tests/page/examples.test.mjs runs each.
import { curl } from './examples/curl.js';
import type { Given } from './examples/given.js';
import { go } from './examples/go.js';
import { node } from './examples/node.js';
import { python } from './examples/python.js';
import { rust } from './examples/rust.js';

export type { Given };

/** Each makes its program. */
export const examples = { curl, node, python, go, rust };

/** A program's name. */
export type Example = keyof typeof examples;
