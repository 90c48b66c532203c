import { exitCodes, Failure } from '../../../results/conclusion/failure.ts'
import type { Translation } from './translation.ts'

export const targetVariables = [
  'OCI_REGISTRY',
  'OCI_TLS',
  'OCI_ROOT_URL',
  'OCI_REPO1',
  'OCI_REPO2',
  'OCI_NAMESPACE',
  'OCI_CROSSMOUNT_NAMESPACE',
  'OCI_VERSION',
  'OCI_RESULTS_DIR',
  'OCI_REPORT_DIR',
]

const protections = ['enabled', 'insecure', 'disabled']

/** The registry's address: a host with a switch for TLS today, a URL in older versions. */
export function translateAddress({ text, fromOf, set }: Translation): void {
  const registry = text('OCI_REGISTRY')
  const root = text('OCI_ROOT_URL')
  if (registry !== undefined) {
    const tls = text('OCI_TLS')?.toLowerCase()
    if (tls !== undefined && !protections.includes(tls)) {
      throw new Failure(`${fromOf('OCI_TLS')}: choose among ${protections.join(', ')}`, exitCodes.usage)
    }
    const target = `${tls === 'disabled' ? 'http' : 'https'}://${registry}`
    set('target', target, fromOf('OCI_REGISTRY', 'OCI_TLS'), `the target ${target}`)
    if (tls === 'insecure') set('insecureSkipVerify', true, fromOf('OCI_TLS'), '--insecure-skip-verify')
  } else if (root !== undefined) {
    const target = /^[a-z]+:\/\//i.test(root) ? root : `https://${root}`
    // The older suite trusted everybody.
    const warning = /^https:/i.test(target)
      ? ' (certificates are verified without --insecure-skip-verify)'
      : ''
    set('target', target, fromOf('OCI_ROOT_URL'), `the target ${target}${warning}`)
  }
}

const repositories = [
  ['repository', '--repository', 'OCI_REPO1', 'OCI_NAMESPACE', 'conformance/repo1'],
  ['secondRepository', '--second-repository', 'OCI_REPO2', 'OCI_CROSSMOUNT_NAMESPACE', 'conformance/repo2'],
] as const

export function translateRepositories({ text, fromOf, set }: Translation): void {
  for (const [key, option, newer, older, usual] of repositories) {
    const name = text(newer) === undefined ? older : newer
    const value = text(name)?.toLowerCase().replace(/\/$/, '')
    if (value !== undefined) set(key, value, fromOf(name), `${option} ${value}`)
    // Users who rely on the default names may have created these repositories beforehand.
    else if (text('OCI_REGISTRY') !== undefined) {
      set(key, usual, fromOf('OCI_REGISTRY'), `${option} ${usual}, since ${newer} is not set`)
    }
  }
}

const versions: Readonly<Record<string, string>> = {
  stable: '1.1',
  '1.1': '1.1',
  '1.0': '1.0',
  dev: 'dev',
  '1.1+dev': 'dev',
}

export function translateVersion({ text, fromOf, set }: Translation): void {
  const version = text('OCI_VERSION')
  if (version === undefined) return
  const spec = versions[version]
  const from = fromOf('OCI_VERSION')
  if (spec === undefined) {
    throw new Failure(
      `${from} is ${version}: choose among ${Object.keys(versions).join(', ')}`,
      exitCodes.usage,
    )
  }
  set('spec', spec, from, `--spec ${spec}`)
}

export function translateReports({ text, fromOf, set, note }: Translation): void {
  const name = text('OCI_RESULTS_DIR') === undefined ? 'OCI_REPORT_DIR' : 'OCI_RESULTS_DIR'
  const folder = text(name)
  if (folder === undefined) return
  if (folder === 'none') note(fromOf(name), 'cannot be mapped: reports are always written (--reports)')
  else set('reports', folder, fromOf(name), `--reports ${folder}`)
}
