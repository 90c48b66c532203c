/** What clients do, each with what its command line is given and has to lead to. */
export const operations = {
  pull: 'pulls an image into a layout, or into the storage of the client',
  platform: 'pulls the image of one platform',
  mirror: 'pulls an image through a mirror of its registry',
  tls: 'pulls an image over TLS',
  push: 'pushes an image from a layout',
  copy: 'copies an image between repositories',
  inspect: 'prints a manifest as it is',
  fetch: 'fetches a blob',
  files: 'pulls the files of an artifact into a folder',
  tags: 'lists tags',
  referrers: 'lists referrers',
  attach: 'attaches files to an image',
  delete: 'deletes a manifest',
} as const

export type Operation = keyof typeof operations
export const operationNames = Object.keys(operations) as readonly Operation[]

/** What the words of a command line may refer to, by `{name}`. */
export const placeholders = {
  registry: 'host:port of the registry',
  repository: 'name of the repository',
  name: 'host:port/repository',
  parent: 'name without the last part of the repository',
  tag: 'tag of the image',
  digest: 'digest of the image, or of the blob',
  ref: 'host:port/repository:tag, or host:port/repository@digest where the scenario is about a digest',
  ref2: 'where to copy to, in the form of ref',
  registry2: 'host:port of the registry to copy to',
  layout: 'folder of an image layout: to be written by pull, to be read by push',
  out: 'folder or file for what the operation writes',
  file: 'a file to attach',
  file2: 'another file to attach',
  type: 'artifactType of what is attached',
  platform: 'os/architecture[/variant] of the image to pull',
  os: 'os of the image to pull',
  architecture: 'architecture of the image to pull',
  variant: 'variant of the image to pull, empty where there is none',
  username: 'user name at the registry, where it requires one',
  password: 'password at the registry, where it requires one',
  home: 'home folder of the invocation',
  plain: 'options of the recipe for plain HTTP',
  login: 'options of the recipe for credentials, where the registry requires some',
} as const

export type Placeholder = keyof typeof placeholders
