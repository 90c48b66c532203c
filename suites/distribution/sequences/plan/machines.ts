import type { BlobState, ManifestState, TagState, UploadState } from '../state.ts'

/**
 * Which operations each state has, and the state that each leads to. What is not listed is no valid pair: there is nothing
 * to push again before the first push. These are the pairs that a plan covers, and the ways from state to state.
 */

export type Machine = Readonly<Record<string, Readonly<Record<string, string>>>>

const reads = <State extends string>(state: State) => ({ GET: state, HEAD: state })

const pushesOfManifest = <State extends string>(state: State) => ({
  'push by digest': state,
  'push by tag': state,
  'push with tag parameters': state,
})

const anywhere = (state: ManifestState) => ({ ...reads(state), 'push elsewhere': state })

export const manifestMachine = {
  never: {
    ...pushesOfManifest('present'),
    ...reads('never'),
    'push elsewhere': 'other only',
    delete: 'never',
  },
  'other only': { ...pushesOfManifest('present'), ...reads('other only'), delete: 'other only' },
  present: {
    ...anywhere('present'),
    'push by digest': 'pushed again',
    'push by the same tag': 'pushed again',
    'push by tag': 'several tags',
    'push with tag parameters': 'several tags',
    delete: 'deleted',
  },
  'several tags': {
    ...anywhere('several tags'),
    ...pushesOfManifest('several tags'),
    'push by the same tag': 'several tags',
    delete: 'deleted',
  },
  'pushed again': {
    ...anywhere('pushed again'),
    ...pushesOfManifest('several tags'),
    'push by digest': 'pushed again',
    'push by the same tag': 'pushed again',
    delete: 'deleted',
  },
  deleted: { ...reads('deleted'), ...pushesOfManifest('again after deletion'), delete: 'deleted' },
  'again after deletion': {
    ...reads('again after deletion'),
    ...pushesOfManifest('again after deletion'),
    'push by the same tag': 'again after deletion',
    delete: 'deleted',
  },
} as const satisfies Readonly<Record<ManifestState, Readonly<Record<string, ManifestState>>>>

const ends = { delete: 'deleted', 'delete its manifest': 'manifest deleted' } as const

export const tagMachine = {
  never: { ...reads('never'), 'push another': 'set', delete: 'never' },
  set: { ...reads('set'), ...ends, 'push the same': 'set again', 'push another': 'moved once' },
  'set again': { ...reads('set again'), ...ends, 'push the same': 'set again', 'push another': 'moved once' },
  'moved once': {
    ...reads('moved once'),
    ...ends,
    'push the same': 'moved once',
    'push another': 'moved twice',
    'push an earlier one': 'moved back',
  },
  'moved twice': {
    ...reads('moved twice'),
    ...ends,
    'push the same': 'moved twice',
    'push an earlier one': 'moved back',
  },
  'moved back': {
    ...reads('moved back'),
    ...ends,
    'push the same': 'moved back',
    'push another': 'moved twice',
    'push an earlier one': 'moved back',
  },
  deleted: {
    ...reads('deleted'),
    'push the same': 'set after deletion',
    'push another': 'set after deletion',
    delete: 'deleted',
  },
  'manifest deleted': {
    ...reads('manifest deleted'),
    'push the same': 'set after deletion',
    'push another': 'set after deletion',
    delete: 'manifest deleted',
  },
  'set after deletion': {
    ...reads('set after deletion'),
    ...ends,
    'push the same': 'set after deletion',
    'push another': 'moved once',
  },
} as const satisfies Readonly<Record<TagState, Readonly<Record<string, TagState>>>>

const pushesOfBlob = <State extends string>(state: State) => ({
  'push by post-put': state,
  'push by single-post': state,
  'push by chunks': state,
  'push by chunks-and-final': state,
  'push by stream': state,
})

const blobReads = <State extends string>(state: State) => ({
  ...reads(state),
  'GET of a range': state,
  'push under a wrong digest': state,
})

export const blobMachine = {
  never: {
    ...pushesOfBlob('present'),
    ...blobReads('never'),
    'push elsewhere': 'other only',
    delete: 'never',
  },
  'other only': {
    ...pushesOfBlob('present'),
    ...blobReads('other only'),
    mount: 'mounted',
    delete: 'other only',
  },
  present: {
    ...pushesOfBlob('pushed again'),
    ...blobReads('present'),
    'push elsewhere': 'present',
    mount: 'pushed again',
    delete: 'deleted',
  },
  'pushed again': {
    ...pushesOfBlob('pushed again'),
    ...blobReads('pushed again'),
    mount: 'pushed again',
    delete: 'deleted',
  },
  mounted: {
    ...pushesOfBlob('pushed again'),
    ...blobReads('mounted'),
    mount: 'mounted',
    delete: 'deleted',
  },
  deleted: {
    ...pushesOfBlob('again after deletion'),
    ...blobReads('deleted'),
    mount: 'again after deletion',
    'push elsewhere': 'deleted',
    delete: 'deleted',
  },
  'again after deletion': {
    ...pushesOfBlob('again after deletion'),
    ...blobReads('again after deletion'),
    mount: 'again after deletion',
    delete: 'deleted',
  },
} as const satisfies Readonly<Record<BlobState, Readonly<Record<string, BlobState>>>>

const open = <State extends string>(state: State) => ({
  status: state,
  close: 'closed' as const,
  cancel: 'cancelled' as const,
  'close under a wrong digest': 'after a refused closing' as const,
})
const refused = {
  'chunk after a gap': 'after a refused chunk',
  'chunk again': 'after a refused chunk',
} as const
const over = <State extends string>(state: State) => ({
  status: state,
  chunk: state,
  close: state,
  cancel: state,
})

export const uploadMachine = {
  'open, empty': {
    ...open('open, empty'),
    chunk: 'one chunk',
    'chunk after a gap': 'after a refused chunk',
  },
  'one chunk': { ...open('one chunk'), ...refused, chunk: 'several chunks' },
  'several chunks': { ...open('several chunks'), ...refused, chunk: 'several chunks' },
  'after a refused chunk': {
    ...open('after a refused chunk'),
    ...refused,
    chunk: 'one chunk',
  },
  'after a refused closing': {
    status: 'after a refused closing',
    close: 'closed',
    cancel: 'cancelled',
    chunk: 'several chunks',
  },
  closed: over('closed'),
  cancelled: over('cancelled'),
} as const satisfies Readonly<Record<UploadState, Readonly<Record<string, UploadState>>>>

/** The shortest way from a state to each other one, as the first operation and the number of operations. */
export function waysIn(
  machine: Machine,
  has: (operation: string) => boolean = () => true,
): (from: string, to: string) => { first: string; length: number } | undefined {
  const ways = new Map<string, { first: string; length: number }>()
  for (const start of Object.keys(machine)) {
    const next = [{ state: start, first: '', length: 0 }]
    for (let at = next.shift(); at; at = next.shift()) {
      for (const [operation, state] of Object.entries(machine[at.state] ?? {})) {
        if (!has(operation) || state === start || ways.has(`${start}>${state}`)) continue
        const way = { first: at.first || operation, length: at.length + 1 }
        ways.set(`${start}>${state}`, way)
        next.push({ state, ...way })
      }
    }
  }
  return (from, to) => (from === to ? { first: '', length: 0 } : ways.get(`${from}>${to}`))
}
