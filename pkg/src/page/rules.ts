// The rules for forms, where the page was built with them: `WITH_RULES` is decided by the build.
import type { LoadRules } from '../admin/model/administration.js';

declare const WITH_RULES: boolean;

export const loadRules: LoadRules | undefined = WITH_RULES ? async (catalogue) => (await import('../rules.fetch.js')).rules(catalogue) : undefined;
