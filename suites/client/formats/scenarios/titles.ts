import { tmpdir } from 'node:os'
import { entriesLayer } from '../../../../src/content/layer.ts'
import { holds, violated } from '../../../../src/engine/judgement.ts'
import { artifactOfFiles } from '../../content/files.ts'
import { outside } from '../../content/outside.ts'
import { contentOf, type Content } from '../../content/tree.ts'
import { ending } from '../../judges/outcome.ts'
import { isRead, pathOf, statusOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge } from '../../seen.ts'

/** By which clients mark folders that they have packed. */
const unpacked = { 'io.deis.oras.content.unpack': 'true' }

const staysBelow: ClientJudge<{ title: string }> = (seen) => {
  const reads = seen.exchanges.filter(
    (each) => isRead(each) && statusOf(each) === 200 && pathOf(each).includes('/manifests/'),
  )
  if (reads.length === 0) return absent('the client does not request the manifest')
  const [path] = seen.escaped
  if (path === undefined) return seenAt(reads, holds())
  return seenAt(
    reads,
    violated(
      'writes a file outside the directory that it pulls into',
      'a file below the folder, or a failure',
      `${path}, from the title ${JSON.stringify(seen.facts.title)}; ${ending(seen)}`,
    ),
  )
}

const file = (title: string, text: string) => ({
  title,
  content: contentOf(Buffer.from(text), 'text/plain'),
})

/** An artifact with a file whose title leads to `place`, which is out of any folder. */
const leading = (
  way: string,
  title: string,
  titled: (place: string) => string,
  before?: () => { title: string; content: Content; annotations: Readonly<Record<string, string>> },
): AnyScenario =>
  defineScenario({
    id: `files-${way}`,
    title,
    operation: 'files',
    stage: ({ random, tag }) => {
      const place = `${outside(random)}-${way}`
      const evil = titled(place)
      const tree = artifactOfFiles([
        file('readme.txt', 'a file of the artifact'),
        ...(before ? [before()] : []),
        file(evil, 'escaped'),
      ])
      return { facts: { title: evil }, watched: [place], registry: { holds: [{ tree, tag }] } }
    },
    judges: { 'client.annotations.title': staysBelow },
  })

/** Artifacts that are pulled as files, by the titles of their layers. */
export const scenarios: readonly AnyScenario[] = [
  leading(
    'traversal',
    'an artifact with a file whose title leads outside the directory',
    (place) =>
      `${'../'.repeat(12)}${place
        .replace(/^[a-z]:/i, '')
        .replaceAll('\\', '/')
        .slice(1)}`,
  ),
  leading('absolute', 'an artifact with a file whose title is an absolute path', (place) => place),
  leading(
    'link',
    'an artifact with a folder that has a link, and a file whose title leads through it',
    (place) => `folder/link${place.slice(tmpdir().length).replaceAll('\\', '/')}`,
    () => ({
      title: 'folder',
      content: entriesLayer([{ name: 'link', linksTo: tmpdir() }]),
      annotations: unpacked,
    }),
  ),
]
