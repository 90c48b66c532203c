import type { Access } from './access.ts'
import { nonceDigits, randomForms } from './names.ts'
import { comment, quote } from './shell.ts'

/** What a finding violates, for the head of its script. */
export interface About {
  id: string
  level: string
  title: string
  link: string
}

/** The first lines of a script: what it shows, and how it ends. */
export const head = ({ id, level, title, link }: About, found: string): string[] => [
  '#!/bin/sh',
  comment(`${id} (${level}): ${oneLine(title)}`),
  comment(link),
  comment(`Found: ${oneLine(found)}`),
  comment('Exit code: 0 it conforms, 1 the violation is shown, 2 the sequence cannot be run.'),
]

const nonceLine = `nonce=\${NONCE:-$(od -An -N3 -tx1 /dev/urandom | tr -d ' \\n')} # ${nonceDigits} digits: content and names are new each time`

/** The random part of names, in the forms in which a script has it. */
export const nonceLines = (body: string): string[] => [
  nonceLine,
  ...randomForms.flatMap(({ variable, made }) =>
    made !== undefined && new RegExp(`\\$\\{?${variable}\\b`).test(body) ? [`${variable}=${made}`] : [],
  ),
]

/** A text as a line of a script has it. */
export const oneLine = (text: string): string => {
  const printed = text.replace(/[^\x20-\x7e]+/g, '?')
  return printed.length > 160 ? `${printed.slice(0, 160)}...` : printed
}

/** What a script can be run with, and what it prepares. */
export function variables({
  registry,
  repositories: { repo, repo2 },
  access,
  body,
  about: { id },
}: {
  about: About
  registry: string
  repositories: { repo: string; repo2: string }
  access: Access
  body: string
}): string[] {
  const uses = (name: string): boolean => new RegExp(`\\$\\{?${name}\\b`).test(body)
  return [
    'set -u; export LC_ALL=C',
    `registry=${defaultTo('REGISTRY', registry)}`,
    ...(uses('repo') ? [`repo=${defaultTo('REPO', repo)}`] : []),
    ...(uses('repo2') ? [`repo2=${defaultTo('REPO2', repo2)}`] : []),
    ...(access.credentials === 'basic' ? [demanded(id, 'REGISTRY_USER', 'REGISTRY_PASSWORD')] : []),
    ...(access.credentials === 'bearer'
      ? [comment('Credentials: REGISTRY_USER and REGISTRY_PASSWORD, or TOKEN.')]
      : []),
    ...(access.secure ? [comment('CACERT: a file with the authority to trust.')] : []),
    ...(access.clientCertificate ? [demanded(id, 'CLIENT_CERT', 'CLIENT_KEY')] : []),
    ...(access.proxy === undefined ? [] : [`proxy=${defaultTo('PROXY', access.proxy)}`]),
    ...(body.includes(nonceLine) ? [] : nonceLines(body)),
    'work=$(mktemp -d) || exit 2',
    `trap 'rm -rf "$work"' EXIT; trap 'exit 2' TERM`,
    'unmet=',
  ]
}

/** The line that ends a script where variables are not set; `:?` would end it with another exit code in some shells. */
const demanded = (id: string, ...names: readonly string[]): string =>
  `for each in ${names.map((name) => `"\${${name}:-}"`).join(' ')}; do [ -n "$each" ] || { echo ${quote(`ERROR ${id}: the sequence cannot be run: set ${names.join(' and ')}`)}; exit 2; }; done`

const defaultTo = (name: string, value: string): string => `\${${name}:-${quote(value)}}`
