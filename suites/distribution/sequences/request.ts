import type { TestRequest } from '../target/context.ts'
import { blobPath, manifestPath, referrersPath, uploadsPath, withQuery } from '../requests/paths.ts'
import type { Sender } from './sender.ts'
import { acceptHeaders, conditionHeaders, rangeHeader } from './fields.ts'
import type { Reference, Step } from './sequence.ts'

type Of<Do extends Step['do']> = Extract<Step, { do: Do }>

/** What a step that is one request sends. */
type Make<Do extends Step['do']> = (step: Of<Do>, sender: Omit<Sender, 'send'>) => TestRequest

const empty = { 'Content-Length': '0' }

const referenceOf = (by: Reference, { materials }: Pick<Sender, 'materials'>): string =>
  'tag' in by ? materials.tag(by.tag) : materials.manifest(by.digest).digest

const pushManifest: Make<'push-manifest'> = (step, sender) => {
  const { materials, tagged, repositoryAt } = sender
  const content = materials.manifest(step.manifest)
  if ('tag' in step.by) tagged.set(`${step.at} ${step.by.tag}`, content)
  const path = manifestPath(repositoryAt(step.at), referenceOf(step.by, sender))
  const tags = (step.tags ?? []).map((tag) => `tag=${materials.tag(tag)}`).join('&')
  const headers = { 'Content-Type': content.mediaType }
  return { method: 'PUT', path: tags === '' ? path : `${path}?${tags}`, headers, body: content.bytes }
}

const pushWrongManifest: Make<'push-wrong-manifest'> = (
  { at, manifest, under },
  { materials, repositoryAt },
) => {
  const { mediaType, bytes } = materials.manifest(manifest)
  const path = manifestPath(repositoryAt(at), materials.manifest(under).digest)
  return { method: 'PUT', path, headers: { 'Content-Type': mediaType }, body: bytes }
}

const pushDamagedManifest: Make<'push-damaged-manifest'> = (
  { at, manifest, tag },
  { materials, repositoryAt },
) => {
  const { mediaType, bytes } = materials.manifest(manifest)
  const path = manifestPath(repositoryAt(at), materials.tag(tag))
  // What comes behind its last brace is no part of the document.
  const body = bytes.subarray(0, bytes.lastIndexOf(0x7d))
  return { method: 'PUT', path, headers: { 'Content-Type': mediaType }, body }
}

const pushLackingManifest: Make<'push-lacking-manifest'> = (
  { at, manifest, tag },
  { materials, repositoryAt },
) => {
  const { mediaType, bytes } = materials.manifest(manifest)
  const path = manifestPath(repositoryAt(at), materials.tag(tag))
  return { method: 'PUT', path, headers: { 'Content-Type': mediaType }, body: bytes }
}

const readManifest: Make<'read-manifest'> = (step, sender) => {
  const { materials, tagged, repositoryAt } = sender
  const content =
    'tag' in step.by ? tagged.get(`${step.at} ${step.by.tag}`) : materials.manifest(step.by.digest)
  const headers = [
    ...acceptHeaders(step.accept, content?.mediaType),
    ...conditionHeaders(step.condition, content?.digest),
  ]
  return {
    method: step.method,
    path: manifestPath(repositoryAt(step.at), referenceOf(step.by, sender)),
    headers,
  }
}

const readBlob: Make<'read-blob'> = ({ method, at, blob, range: form }, { materials, repositoryAt }) => {
  const { digest, bytes } = materials.blob(blob)
  const range = form && rangeHeader(form, bytes.length)
  const path = blobPath(repositoryAt(at), digest)
  return { method, path, ...(range === undefined ? {} : { headers: { Range: range } }) }
}

const mount: Make<'mount'> = (step, { materials, repositoryAt }) => {
  const from = repositoryAt(step.from)
  const path = uploadsPath(repositoryAt(step.at), { mount: materials.blob(step.blob).digest, from })
  return { method: 'POST', path, headers: empty, scopes: [`repository:${from}:pull`] }
}

const listReferrers: Make<'list-referrers'> = (
  { at, subject, artifactType },
  { materials, repositoryAt },
) => {
  const { digest } = subject === 'missing' ? materials.missing : materials.manifest(subject.manifest)
  const path = referrersPath(repositoryAt(at), digest)
  return { method: 'GET', path: artifactType === undefined ? path : withQuery(path, { artifactType }) }
}

const deletion = (path: string): TestRequest => ({ method: 'DELETE', path, headers: empty })

const makers = {
  'push-manifest': pushManifest,
  'push-wrong-manifest': pushWrongManifest,
  'push-lacking-manifest': pushLackingManifest,
  'push-damaged-manifest': pushDamagedManifest,
  'read-manifest': readManifest,
  'read-blob': readBlob,
  mount,
  'list-referrers': listReferrers,
  'delete-tag': ({ at, tag }, { materials, repositoryAt }) =>
    deletion(manifestPath(repositoryAt(at), materials.tag(tag))),
  'delete-manifest': ({ at, manifest }, { materials, repositoryAt }) =>
    deletion(manifestPath(repositoryAt(at), materials.manifest(manifest).digest)),
  'delete-blob': ({ at, blob }, { materials, repositoryAt }) =>
    deletion(blobPath(repositoryAt(at), materials.blob(blob).digest)),
} satisfies { [Do in Step['do']]?: Make<Do> }

type SingleRequest = Of<keyof typeof makers>

/** The request of a step that sends one. */
export const requestOf = (step: SingleRequest, sender: Omit<Sender, 'send'>): TestRequest =>
  (makers[step.do] as Make<SingleRequest['do']>)(step, sender)
