import { withBody } from '../../../src/reference/reply.ts'
import { bare, editing, instead } from '../../../src/reference/effects/alter.ts'
import type { Fault } from '../fault.ts'
import { onReply } from '../../../src/reference/effects/effects.ts'

const discovered = { endpoint: 'discover', status: 200 } as const
type Extension = Record<string, unknown>
const eachExtension = (edit: (extension: Extension) => Extension) =>
  editing(discovered, ({ extensions }) => ({ extensions: (extensions as Extension[]).map(edit) }))
const inRepository = ({ route }: { route: { endpoint: string; repository?: string } }): boolean =>
  route.repository !== undefined

/** Faults in listing extensions. */
export const faults: readonly Fault[] = [
  {
    id: 'extensions-undiscovered',
    violates: 'extensions.discover.registry',
    title: 'has no discovery of extensions',
    verdict: 'unsupported',
    effects: () => ({ options: { extensions: false } }),
  },
  {
    id: 'extensions-of-repository-undiscovered',
    violates: 'extensions.discover.repository',
    title: 'lists the extensions of the whole registry only',
    verdict: 'unsupported',
    effects: () => instead({ ...discovered, when: (ctx) => inRepository(ctx) }, 404),
  },
  {
    id: 'extensions-of-repository-unlisted',
    violates: 'extensions.discover.repository',
    title: 'answers the discovery of a repository’s extensions with something else',
    effects: () =>
      onReply({ ...discovered, when: (ctx) => inRepository(ctx) }, (answer) => withBody(answer, '[]')),
  },
  {
    id: 'extensions-500',
    violates: 'extensions.discover.absent',
    title: 'returns 500 for the discovery of extensions',
    effects: () => instead({ endpoint: 'discover', when: (ctx) => !inRepository(ctx) }, 500),
  },
  {
    id: 'extensions-misnamed',
    violates: 'extensions.discover.list',
    title: 'lists extensions under another name',
    effects: () =>
      onReply({ ...discovered, when: (ctx) => !inRepository(ctx) }, (answer) =>
        withBody(answer, Buffer.from(answer.body).toString('utf8').replace('"extensions"', '"results"')),
      ),
  },
  {
    id: 'extension-nameless',
    violates: 'extensions.discover.name',
    title: 'lists an extension without its name',
    effects: () => eachExtension(({ name: _dropped, ...rest }) => rest),
  },
  {
    id: 'extension-without-url',
    violates: 'extensions.discover.url',
    title: 'lists an extension without its URL',
    effects: () => eachExtension(({ url: _dropped, ...rest }) => rest),
  },
  {
    id: 'extension-url-relative',
    violates: 'extensions.discover.url',
    title: 'returns a path instead of an extension’s URL',
    effects: () => eachExtension((extension) => ({ ...extension, url: 'docs/_oci.md' })),
  },
  {
    id: 'extension-without-endpoints',
    violates: 'extensions.discover.endpoints',
    title: 'lists an extension without its endpoints',
    verdict: 'warn',
    effects: () => eachExtension(({ endpoints: _dropped, ...rest }) => rest),
  },
  {
    id: 'extension-described-by-number',
    violates: 'extensions.discover.description',
    title: 'describes an extension by a number',
    effects: () => eachExtension((extension) => ({ ...extension, description: 1 })),
  },
  {
    id: 'extension-twice',
    violates: 'extensions.name-unique',
    title: 'lists an extension twice',
    effects: () =>
      editing(discovered, ({ extensions }) => ({
        extensions: [...(extensions as Extension[]), ...(extensions as Extension[])],
      })),
  },
  {
    id: 'extension-outside-grammar',
    violates: 'extensions.name-grammar',
    title: 'lists an extension whose name has capital letters',
    verdict: 'warn',
    effects: () => eachExtension((extension) => ({ ...extension, name: '_Search' })),
  },
  {
    id: 'unknown-extension-500',
    violates: 'extensions.unknown',
    title: 'returns 500 for an extension that it does not have',
    effects: () => instead({ endpoint: 'unknown' }, 500),
  },
  {
    id: 'unknown-extension-200',
    violates: 'extensions.unknown',
    title: 'returns its web interface for an extension that it does not have',
    effects: () =>
      onReply({ endpoint: 'unknown' }, () =>
        withBody(
          bare(200, { 'Content-Type': 'text/html', 'Content-Length': '0' }),
          '<!doctype html><p>Welcome',
        ),
      ),
  },
  {
    id: 'extensions-of-repository-500',
    violates: 'extensions.discover.repository',
    title: 'returns 500 for the discovery of the extensions of a repository',
    verdict: 'fail',
    effects: () =>
      instead(
        {
          endpoint: 'discover',
          when: ({ route }) => 'repository' in route && route.repository !== undefined,
        },
        500,
      ),
  },
]
