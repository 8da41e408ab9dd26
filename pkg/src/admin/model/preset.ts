// Platforms whose JWTs are known: what a trust in one asks for, so that nobody has to look it up. docs/workload-identity.md says why.
import type { Preset } from '../../accounts/credential.js';

/** How the value of a claim is entered. */
export type ClaimForm = 'text' | 'prefix' | 'number' | 'boolean';

/** A claim as it is entered. */
export interface ClaimRow {
  readonly name: string;
  readonly form: ClaimForm;
  readonly value: string;
  /** What it may look like. */
  readonly example?: string | undefined;
}

/** What is known of a platform. */
export interface PresetForm {
  /** The `iss`, where all customers have the same; otherwise what one looks like. */
  readonly issuer?: string;
  readonly exampleIssuer?: string;
  /** Whether its JWTs have a `jti` and are used once. */
  readonly once: boolean;
  /** What a trust asks for as a rule. */
  readonly claims: readonly ClaimRow[];
  /** Other claims that may be asked for. */
  readonly others: readonly string[];
}

const row = (name: string, example: string, form: ClaimForm = 'text', value = ''): ClaimRow => ({ name, form, value, example });

/** The form of each platform. */
export const PRESETS: Readonly<Record<Preset, PresetForm>> = {
  github_actions: {
    issuer: 'https://token.actions.githubusercontent.com',
    once: true,
    claims: [row('repository_id', '74'), row('environment', 'production')],
    others: ['ref', 'workflow_ref', 'job_workflow_ref', 'repository_owner_id', 'sub', 'event_name', 'runner_environment'],
  },
  gitlab: {
    issuer: 'https://gitlab.com',
    once: true,
    claims: [row('project_id', '20'), row('ref_path', 'refs/heads/main'), row('ref_protected', 'true', 'text', 'true')],
    others: ['ref', 'ref_type', 'environment', 'environment_protected', 'ci_config_ref_uri', 'sub', 'pipeline_source'],
  },
  kubernetes: {
    exampleIssuer: 'https://kubernetes.default.svc.cluster.local',
    once: false,
    claims: [row('sub', 'system:serviceaccount:prod:sync'), row('/kubernetes.io/serviceaccount/uid', '14ee3fa4-a7e2-420f-9f9a-dbc4507c3798')],
    others: ['/kubernetes.io/namespace', '/kubernetes.io/serviceaccount/name'],
  },
  google: {
    issuer: 'https://accounts.google.com',
    once: false,
    claims: [row('sub', '112179062720391305885')],
    others: ['/google/compute_engine/project_number', '/google/compute_engine/instance_id', '/google/compute_engine/zone', 'email'],
  },
  circleci: {
    exampleIssuer: 'https://oidc.circleci.com/org/2f0c1b4e-8d11-4a3b-9a4f-1d7f3c9b5e21',
    once: false,
    claims: [
      row('oidc.circleci.com/project-id', '9c1f2a77-5b0e-4f4c-8f6a-3f1d2b7c6e90'),
      row('oidc.circleci.com/vcs-origin', 'github.com/acme/site'),
      row('oidc.circleci.com/vcs-ref', 'refs/heads/main'),
      row('oidc.circleci.com/ssh-rerun', 'false', 'boolean', 'false'),
    ],
    others: ['/oidc.circleci.com~1context-ids/0'],
  },
  buildkite: {
    issuer: 'https://agent.buildkite.com',
    once: false,
    claims: [row('pipeline_id', '0184990a-4782-42b5-afc1-16715b10b1f0'), row('build_branch', 'main')],
    others: ['build_tag', 'cluster_id', 'queue_id', 'organization_id'],
  },
};
