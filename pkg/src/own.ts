// Options, as they were handed in.

/** The own members of options as they are now: what is set later changes nothing, and what stands in a prototype says nothing. */
export function own<T extends object>(options: T | null | undefined): { readonly [Name in keyof T]?: T[Name] | undefined } {
  return { __proto__: null, ...options } as T;
}
