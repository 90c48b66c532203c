import { refused, type Endpoint } from '../context.ts'
import { jsonReply } from '../reply.ts'

/** Lists the extensions, of the registry or of one repository (extensions/_oci.md). */
export const discoverExtensions: Endpoint<'discover'> = (ctx) => {
  if (!ctx.options.extensions) return refused(ctx, 'endpoint-unknown')
  const { repository } = ctx.route
  if (repository !== undefined && ctx.store.find(repository) === undefined) {
    return refused(ctx, 'name-unknown', repository)
  }
  return jsonReply(200, {
    extensions: [
      {
        name: '_oci',
        description: 'lists the extensions of this registry',
        url: 'https://github.com/opencontainers/distribution-spec/blob/main/extensions/_oci.md',
        endpoints: ['_oci/ext/discover'],
      },
    ],
  })
}
