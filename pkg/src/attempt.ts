// What the module throws, as errors of the package.
import { BadgehouseError, isRefusal, refusalOf } from './error.js';
import { Unreadable } from './given.js';
import { Stopped, type Instances } from './instance.js';

/** Calls what answers at once. */
export function attempt<T>(instances: Instances, call: () => T, ...args: readonly unknown[]): T {
  try {
    readable(instances, args);
    return instances.enter(call);
  } catch (thrown) {
    throw thrown instanceof Stopped ? new BadgehouseError(thrown.refusal(false)) : asError(thrown, undefined);
  }
}

/** Throws the refusal of the first that could not be read; `blamed` where no client wrote what stands after the first. */
export function readable(instances: Instances, args: readonly unknown[], blamed = false): void {
  const index = args.findIndex((arg) => arg instanceof Unreadable);
  if (index < 0) return;
  const { pointer, rule } = args[index] as Unreadable;
  throw refusalOf(instances.enter(() => instances.glue.unreadable(pointer, rule, blamed && index > 0)));
}

/** A refusal as an error of ours; anything else as it is. */
export function asError(thrown: unknown, failure: { readonly cause: unknown } | undefined): unknown {
  if (!isRefusal(thrown)) return thrown;
  // What the operation got around decided nothing, and is no cause.
  const caused = failure !== undefined && thrown.response.diagnostic !== undefined;
  return new BadgehouseError(caused ? { ...thrown, cause: failure.cause } : thrown);
}
