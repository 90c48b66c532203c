import { instead, setting } from '../../../src/reference/effects/alter.ts'
import type { Fault } from '../fault.ts'

const withNs = {
  method: 'GET',
  status: 200,
  when: ({ query }: { query: URLSearchParams }) => query.has('ns'),
} as const

/** Faults in pulling with `ns`. */
export const faults: readonly Fault[] = [
  {
    id: 'ns-manifest-500',
    violates: 'proxying.ns-manifest',
    title: 'returns 500 for a manifest that is pulled with ns',
    effects: () => instead({ ...withNs, endpoint: 'manifest' }, 500),
  },
  {
    id: 'ns-manifest-400',
    violates: 'proxying.ns-manifest',
    title: 'returns 400 for a manifest that is pulled with ns',
    verdict: 'unsupported',
    effects: () => instead({ ...withNs, endpoint: 'manifest' }, 400),
  },
  {
    id: 'ns-blob-500',
    violates: 'proxying.ns-blob',
    title: 'returns 500 for a blob that is pulled with ns',
    effects: () => instead({ ...withNs, endpoint: 'blob' }, 500),
  },
  {
    id: 'ns-renamed',
    violates: 'proxying.namespace-header-value',
    title: 'names another host in OCI-Namespace than the one in ns',
    effects: () => setting(withNs, 'OCI-Namespace', 'registry.example'),
  },
]
