import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import GithubSlugger from 'github-slugger'
import { marked, type Token } from 'marked'
import { expect, it } from 'vitest'

/** Links between the documents of the project: to files, to headings, to anchors. Links to other hosts are not followed. */

const root = join(import.meta.dirname, '../..')

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'reports/matrix'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
]

interface Read {
  links: string[]
  anchors: Set<string>
}

/** The links of a document, and what a link into it may name: slugs of its headings, and ids in its HTML. */
function read(text: string): Read {
  const slugger = new GithubSlugger()
  const links: string[] = []
  const anchors = new Set<string>()
  void marked.walkTokens(marked.lexer(text), (token: Token) => {
    if (token.type === 'link' || token.type === 'image') links.push(String(token.href))
    if (token.type === 'heading') anchors.add(slugger.slug(plainText(token.tokens ?? [])))
    if (token.type === 'html') {
      for (const [, id] of token.raw.matchAll(/\bid="(?<id>[^"]+)"/g)) anchors.add(id ?? '')
    }
  })
  return { links, anchors }
}

/** A heading as it is read, without markup. */
const plainText = (tokens: readonly Token[]): string =>
  tokens
    .filter(({ type }) => type !== 'html')
    .map((token) =>
      'tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? String(token.text) : '',
    )
    .join('')

const memory = new Map<string, Read>()
function readFile(path: string): Read {
  const known = memory.get(path) ?? read(readFileSync(join(root, path), 'utf8'))
  memory.set(path, known)
  return known
}

/** What is wrong with a link of a document; undefined where it leads somewhere. */
function problemOf(document: string, link: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(link)) return undefined
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? document : relative(root, join(root, dirname(document), decodeURI(path)))
  if (!existsSync(join(root, target))) return `${document}: ${link}: no such file`
  if (anchor === undefined || !target.endsWith('.md') || statSync(join(root, target)).isDirectory())
    return undefined
  return readFile(target).anchors.has(decodeURI(anchor)) ? undefined : `${document}: ${link}: no such heading`
}

it('finds links, headings and anchors', () => {
  const { links, anchors } = read(
    '# The `run` command\n\n## <a id="a.b"></a>`a.b`\n\n[one](x.md#y), ![two](z.png)\n',
  )
  expect(links).toEqual(['x.md#y', 'z.png'])
  expect([...anchors]).toEqual(['the-run-command', 'ab', 'a.b'])
})

it('reports a link to a file or a heading that does not exist', () => {
  expect(problemOf('README.md', 'docs/none.md')).toBe('README.md: docs/none.md: no such file')
  expect(problemOf('README.md', '#none')).toBe('README.md: #none: no such heading')
})

it('has no link that leads nowhere', () => {
  const links = documents.flatMap((document) => readFile(document).links.map((link) => ({ document, link })))
  expect(links.length).toBeGreaterThan(1000)
  expect(links.map(({ document, link }) => problemOf(document, link)).filter(Boolean)).toEqual([])
})
