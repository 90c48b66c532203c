import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientTrip, Side } from '../../../../suites/roundtrip/clients/client.ts'
import type { Passage } from '../../../../suites/roundtrip/clients/passage.ts'
import type { PushedImage } from '../../../../suites/roundtrip/context.ts'
import { contentOf } from '../../../../suites/roundtrip/content.ts'
import { copiesImages } from '../../../client/known.ts'
import type { Recipe } from '../../../client/recipe.ts'
import { recipes } from '../../../client/recipes/index.ts'
import type { Login } from '../../../client/surroundings.ts'
import { withoutUndefined } from '../../../engine/optional.ts'
import { Blocked, NotEvaluated } from '../../../engine/record.ts'
import type { SpecVersion } from '../../../engine/requirement.ts'
import { ImageError } from '../../../image/error.ts'
import { openImage, type OpenOptions } from '../../../image/source/open/open.ts'
import { exitCodes, Failure } from '../../../results/conclusion/failure.ts'
import { accessTo } from '../../registry/access.ts'
import type { AssayOptions } from '../../options.ts'
import { clientOf, prepareBlobs, type ClientTools } from './clients.ts'

/** The recipes that `--with` names, separated by commas. Throws Failure. */
export function recipesNamed(names: readonly string[]): Recipe[] {
  const known = recipes.filter(copiesImages)
  return [...new Set(names)].map((name) => {
    const found = known.find((recipe) => recipe.name === name)
    if (found) return found
    const advice = `choose from ${known.map((each) => each.name).join(', ')}`
    throw new Failure(
      `--with: there is no recipe for a client named ${JSON.stringify(name)}`,
      exitCodes.usage,
      advice,
    )
  })
}

interface Accompanying {
  options: AssayOptions
  base: URL
  repository: string
  own: () => Promise<Side>
  /** Resolves once the image can be pulled, or cannot be pushed. */
  pushed: Promise<PushedImage>
  spec: SpecVersion
  signal: AbortSignal
  /** How the registry is reached for reading what clients pushed. */
  connect: OpenOptions['connect']
  onPassage?: (passage: Passage) => void
}

/** Prepares clients for a round trip. Throws Failure where one cannot be started. Call `close` at the end. */
export async function accompaniedBy(
  wanted: readonly Recipe[],
  { options, base, repository, own, pushed, spec, signal, connect, onPassage }: Accompanying,
): Promise<ClientTrip & { close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'oci-with-'))
  const close = (): void => rmSync(folder, { recursive: true, force: true })
  const plainHttp = base.protocol === 'http:'
  try {
    const login = await loginOf(options, base, repository)
    const tools: ClientTools = {
      folder,
      host: base.host,
      plainHttp,
      own,
      spec,
      signal,
      ...(login ? { login } : {}),
      ...withoutUndefined({ ca: options.ca }),
    }
    const clients = []
    for (const recipe of wanted) clients.push(await clientOf(recipe, tools))
    return {
      close,
      clients,
      repository,
      ...(onPassage ? { onPassage } : {}),
      async pushed() {
        const image = await pushed
        if (!('tag' in image)) throw notPushed(image.rejected)
        await prepareBlobs(tools)
        return { own: await own(), tags: image.all }
      },
      async open(from, tag, use) {
        const what = `${base.href}${from}:${tag}`
        try {
          const source = await openImage(what, { signal, plainHttp, ...(connect ? { connect } : {}) })
          try {
            const content = await contentOf(source, { spec, signal })
            const [missing] = content.missing
            if (missing !== undefined)
              throw new NotEvaluated(`${from}:${tag} as the registry returns it: ${missing}`)
            return await use({ source, content })
          } finally {
            await source.close()
          }
        } catch (error) {
          if (error instanceof ImageError) throw new NotEvaluated(`${from}:${tag}: ${error.message}`)
          throw error
        }
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

const notPushed = (rejected: string | undefined): Error =>
  rejected === undefined
    ? new NotEvaluated('the image was not pushed, so clients have nothing to compare with')
    : new Blocked(rejected, 'the image could not be pushed')

/** The credentials of the run, for clients that log in by user name and password. */
async function loginOf(options: AssayOptions, base: URL, repository: string): Promise<Login | undefined> {
  if (options.dispatcher) return undefined
  const { client } = await accessTo({ ...options, target: base.href, repository })
  const { credentials } = client
  if (!credentials || !('username' in credentials) || !('password' in credentials)) return undefined
  return { registry: base.host, username: credentials.username, password: credentials.password }
}
