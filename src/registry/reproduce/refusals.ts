import type { Access } from './access.ts'
import type { ShellFunction } from './functions/shell-function.ts'
import { quote } from './shell.ts'

/**
 * How often requests that were in flight at once are sent, first in their order, before a script concludes that the registry
 * conforms.
 */
export const mostTries = 4

/** Statuses that are about access, a limit of requests or an outage: they show neither a violation nor that a registry conforms. */
const unrelated = [401, 403, 429, 502, 503, 504]

/** Whether a response is of this kind: the finding is about that then, and its script compares it. */
export const isUnrelated = (status: number | undefined): boolean =>
  status === undefined || unrelated.includes(status)

/** What to do where a request is refused for want of access. */
const credentialsFor: Readonly<Record<Access['credentials'], string>> = {
  none: 'the run needed no credentials: run oci-assay again with --username and --password-stdin',
  basic: 'check REGISTRY_USER and REGISTRY_PASSWORD',
  bearer:
    'set REGISTRY_USER and REGISTRY_PASSWORD, or TOKEN, to an account with access; TOKEN_SERVER to the origin of a token server elsewhere',
}

/** What to do next, by what came back. */
const adviceFor = ({ credentials, proxy }: Access): readonly [pattern: string, advice: string][] => [
  // A response that should lead on led nowhere.
  ['"000 no URL"', ''],
  ['401*', credentialsFor[credentials]],
  ['403*', 'set REPO and REPO2 to repositories in which the account is allowed to do this'],
  ['404*NAME_UNKNOWN*', 'set REPO and REPO2 to repositories that exist'],
  ['429*', 'wait until the limit of requests is reset'],
  [
    '*"curl: (60)"*',
    'set CACERT to a file with the certificate of the CA that the registry has its own from',
  ],
  ['*"curl: (35)"*', 'set REGISTRY to a URL with the scheme of the registry, http or https'],
  [
    '*"curl: ("[567]")"*',
    `set REGISTRY to the URL at which the registry is reached${proxy === undefined ? '' : ', and PROXY to that of the proxy'}`,
  ],
  ['000* | 5*', 'try again when the registry works'],
]

/**
 * The functions that end a script with exit code 2 where a request is refused without which nothing can be compared. What is refused for
 * another reason than access or an outage may be refused rightly by a registry that conforms: that counts only where the comparison shows
 * a violation. Where requests are sent at once it is chance what fails: then they end the try, and the script in the last one.
 */
export function refusalFunctions(id: string, access: Access, isRepeated: boolean): readonly ShellFunction[] {
  const end = `${isRepeated ? `[ "$tries" = ${mostTries} ] || return 1; ` : ''}refusal "$1"; exit 2`
  const advice = adviceFor(access).map(
    ([pattern, text]) => `    ${pattern}) ${text === '' ? '' : `next=${quote(text)} `};;`,
  )
  return [
    [
      'needs',
      `# A request that the rest depends on: needs <number>
needs() {
  case $(received "$1") in
    2*) ;;
    "000 no URL") unmet=\${unmet:-$1} ;;
    000* | 401* | 403* | 404*NAME_UNKNOWN* | 429* | 5*) ${end} ;;
    *) unmet=\${unmet:-$1} ;;
  esac
}`,
    ],
    [
      'evaluable',
      `# Nothing can be compared where this is about access or an outage, or with 404 about an unknown repository: evaluable <number> [404]
evaluable() {
  case $(received "$1") in
    "000 no URL") ;;
    000* | ${unrelated.map((status) => `${status}*`).join(' | ')} | "\${2:-none}"*NAME_UNKNOWN*) ${end} ;;
  esac
}`,
    ],
    [
      'refusal',
      `# Which request cannot be evaluated, and what to do next: refusal <number>
refusal() {
  came=$(received "$1") next=
  case $came in
${advice.join('\n')}
  esac
  case $came in 000*) came="failed: \${came#000 }" ;; *) came="returned $came" ;; esac
  echo ${quote(`ERROR ${id}: the sequence cannot be run:`)} "$(cat "$work/$1.request") $came\${next:+; $next}"
}`,
    ],
  ]
}
