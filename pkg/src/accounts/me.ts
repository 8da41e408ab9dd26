// Who asks, as the admin API tells it.
import type { Levels } from '../principal.js';

/** Who asks, what it may do, and within which bounds. */
export interface Me {
  readonly kind: 'user' | 'service_account' | 'platform';
  readonly id: string;
  readonly rights: {
    readonly administer_accounts: boolean;
    readonly administer_directory: boolean;
    readonly bring_credentials: boolean;
  };
  readonly levels: Levels;
  readonly policy: {
    readonly overlap_seconds: number;
    readonly live_secrets: number;
    readonly credential_seconds?: number;
    readonly credential_warning_seconds: number;
    readonly undelete_seconds: number;
    readonly token_seconds: number;
    readonly longest_token_seconds: number;
    readonly accounts_per_company: number;
    readonly audit_retention_seconds?: number;
  };
  readonly now: string;
}
