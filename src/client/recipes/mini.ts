import { honest, type Behaviour } from '../../mini-client/behaviour.ts'
import { miniClient } from '../../mini-client/main.ts'
import type { Recipe } from '../recipe.ts'

/** The client of this project, within this process: the honest one, or one that deviates. */
export const miniRecipe = (behaviour: Behaviour = honest): Recipe => ({
  name: 'mini',
  title: 'the client of oci-assay itself',
  operations: {
    pull: 'mini pull {ref} {layout}',
    platform: 'mini pull {ref} {layout} {platform}',
    mirror: 'mini mirror {registry} {ref2} {layout}',
    tls: 'mini tls {ref} {layout}',
    push: 'mini push {layout} {tag} {ref}',
    copy: 'mini copy {ref} {ref2}',
    inspect: 'mini manifest {ref}',
    fetch: 'mini blob {name}@{digest} {out}',
    files: 'mini files {ref} {out}',
    tags: 'mini tags {name}',
    referrers: 'mini referrers {name}@{digest}',
    attach: 'mini attach {ref} {type} {file} {file2}',
    delete: 'mini delete {name}@{digest}',
  },
  async run([, ...args], { env }) {
    const begun = performance.now()
    const ended = await miniClient(args, env, behaviour)
    return { ...ended, timedOut: false, duration: performance.now() - begun }
  },
})
