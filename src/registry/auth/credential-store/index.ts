import { homedir } from 'node:os'
import { withoutUndefined } from '../../../engine/optional.ts'
import { normalise, type Credentials } from '../credentials.ts'
import { helperKey, helpersIn, storedIn } from './configuration.ts'
import { readSources, type Surroundings } from './files.ts'
import { credentialsFromHelper } from './helper.ts'

/** The login that was found, and what kept from finding one. */
export interface Lookup {
  credentials?: Credentials
  /** Where they come from, for people. */
  from?: string
  /** Why places were skipped; contains no secret. */
  problems: readonly string[]
}

export interface LookupOptions extends Partial<Surroundings> {
  /** For logins of namespaces, as podman keeps them. */
  repository?: string
  /** Milliseconds that a helper has to answer; default 10,000. */
  helperTimeout?: number
  /** Ends a helper that is waiting. */
  signal?: AbortSignal
}

/**
 * Looks for the login of a registry where docker and podman keep theirs: DOCKER_AUTH_CONFIG, REGISTRY_AUTH_FILE, docker's
 * config.json, podman's auth.json, and the credential helpers that these name. `host` is the name with its port, if any.
 * Never throws.
 */
export async function lookUp(host: string, options: LookupOptions = {}): Promise<Lookup> {
  const { environment = process.env, home = homedir(), repository, helperTimeout = 10_000, signal } = options
  const problems: string[] = []
  const helperOptions = withoutUndefined({ timeout: helperTimeout, environment, signal })
  for (const { name, configuration, problem } of readSources({ environment, home })) {
    if (problem !== undefined) problems.push(problem)
    if (!configuration) continue
    for (const helper of helpersIn(configuration, host)) {
      const result = await credentialsFromHelper(helper, helperKey(host), helperOptions)
      if (result.problem !== undefined) problems.push(result.problem)
      const credentials = normalise(result.credentials)
      if (credentials) return { credentials, from: `docker-credential-${helper}`, problems }
    }
    const credentials = normalise(storedIn(configuration, host, repository))
    if (credentials) return { credentials, from: name, problems }
  }
  return { problems }
}
