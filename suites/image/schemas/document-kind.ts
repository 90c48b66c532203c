/**
 * What a schema judges; `layout-index` is index.json, whose entries may carry names, and `docker-manifest` the manifest.json of a
 * docker archive, whose rules are those of what it corresponds to. Types of the library name it, so it does without the compiler.
 */
export type DocumentKind =
  | 'descriptor'
  | 'index'
  | 'manifest'
  | 'config'
  | 'layout-header'
  | 'layout-index'
  | 'docker-manifest'
