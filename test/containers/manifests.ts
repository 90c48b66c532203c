import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'

/** An example of Kubernetes, as it is parsed. */
interface Example<Manifest> {
  documents: ReturnType<typeof parseAllDocuments>
  /** Throws where there is none. */
  named: (kind: string, name: string) => Manifest
}

/** The manifests of an example in docs/examples/, by kind and name. */
export function manifestsIn<Manifest extends { kind: string; metadata: { name: string } }>(
  example: string,
): Example<Manifest> {
  const file = new URL(`../../docs/examples/${example}`, import.meta.url)
  const documents = parseAllDocuments(readFileSync(file, 'utf8'))
  const manifests = documents.map((each) => each.toJS() as Manifest)
  return {
    documents,
    named: (kind, name) => {
      const found = manifests.find((each) => each.kind === kind && each.metadata.name === name)
      if (!found) throw new Error(`there is no ${kind} ${name}`)
      return found
    },
  }
}
