import { homedir } from 'node:os'
import { normalise, type Credentials } from '../credentials.ts'
import { helperKey, helpersIn, storedIn } from './configuration.ts'
import { readSources, type Surroundings } from './files.ts'
import { askHelper } from './helper.ts'

/** What was found of a login, and what kept from finding one. */
export interface Lookup {
  credentials?: Credentials
  /** Where they come from, for people. */
  from?: string
  /** Why places were passed over; holds no secret. */
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
 * Looks for the login of a registry where docker and podman keep theirs: DOCKER_AUTH_CONFIG,
 * REGISTRY_AUTH_FILE, docker's config.json, podman's auth.json, and the credential helpers that
 * these name. `host` is the name with its port, if any. Never throws.
 */
export async function lookUp(host: string, options: LookupOptions = {}): Promise<Lookup> {
  const { environment = process.env, home = homedir(), repository, helperTimeout = 10_000, signal } = options
  const problems: string[] = []
  for (const { name, configuration, problem } of readSources({ environment, home })) {
    if (problem !== undefined) problems.push(problem)
    if (!configuration) continue
    for (const helper of helpersIn(configuration, host)) {
      const answer = await askHelper(helper, helperKey(host), {
        timeout: helperTimeout,
        environment,
        ...(signal ? { signal } : {}),
      })
      if (answer.problem !== undefined) problems.push(answer.problem)
      const credentials = normalise(answer.credentials)
      if (credentials) return { credentials, from: `docker-credential-${helper}`, problems }
    }
    const credentials = normalise(storedIn(configuration, host, repository))
    if (credentials) return { credentials, from: name, problems }
  }
  return { problems }
}
