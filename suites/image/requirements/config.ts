import { must, should, type Requirement } from '../../../src/engine/requirement.ts'

/** The image configuration, and its lists against the layers of the manifest (config.md). */
export const requirements: readonly Requirement[] = [
  {
    id: 'config.is-object',
    title: 'writes the image configuration as a JSON object',
    section: 'image-json',
    at: {
      '1.0': must('config.md#21!'),
      '1.1': must('config.md#21!'),
      dev: must('config.md#21!'),
    },
    buildsOn: ['json.well-formed'],
    ruling: 'Judged where the media type is that of an image configuration.',
  },
  {
    id: 'config.created.rfc3339',
    title: 'writes created as an RFC 3339 date and time',
    section: 'properties',
    at: {
      '1.0': must('config.md#97!'),
      '1.1': must('config.md#97!'),
      dev: must('config.md#97!'),
    },
    field: 'Go clients fail to decode the whole configuration over a date of another form.',
  },
  {
    id: 'config.author.is-string',
    title: 'writes author as a string',
    section: 'properties',
    at: {
      '1.0': must('config.md#99!'),
      '1.1': must('config.md#99!'),
      dev: must('config.md#99!'),
    },
  },
  {
    id: 'config.architecture.exists',
    title: 'names the architecture in the configuration',
    section: 'properties',
    at: {
      '1.0': must('config.md#103'),
      '1.1': must('config.md#103'),
      dev: must('config.md#103'),
    },
    buildsOn: ['config.is-object'],
    field: 'Runtimes cannot tell whether the host can run the image.',
  },
  {
    id: 'config.architecture.is-string',
    title: 'writes the architecture of the configuration as a string',
    section: 'properties',
    at: {
      '1.0': must('config.md#103'),
      '1.1': must('config.md#103'),
      dev: must('config.md#103'),
    },
  },
  {
    id: 'config.architecture.goarch',
    title: 'uses an architecture in the configuration that Go knows',
    section: 'properties',
    at: {
      '1.0': should('config.md#106:1'),
      '1.1': should('config.md#106:1'),
      dev: should('config.md#106:1'),
    },
    buildsOn: ['config.architecture.is-string'],
  },
  {
    id: 'config.os.exists',
    title: 'names the operating system in the configuration',
    section: 'properties',
    at: {
      '1.0': must('config.md#108'),
      '1.1': must('config.md#108'),
      dev: must('config.md#108'),
    },
    buildsOn: ['config.is-object'],
  },
  {
    id: 'config.os.is-string',
    title: 'writes the operating system of the configuration as a string',
    section: 'properties',
    at: {
      '1.0': must('config.md#108'),
      '1.1': must('config.md#108'),
      dev: must('config.md#108'),
    },
  },
  {
    id: 'config.os.goos',
    title: 'uses an operating system in the configuration that Go knows',
    section: 'properties',
    at: {
      '1.0': should('config.md#111:1'),
      '1.1': should('config.md#111:1'),
      dev: should('config.md#111:1'),
    },
    buildsOn: ['config.os.is-string'],
  },
  {
    id: 'config.os-version.is-string',
    title: 'writes os.version of the configuration as a string',
    section: 'properties',
    at: {
      '1.1': must('config.md#113!'),
      dev: must('config.md#113!'),
    },
  },
  {
    id: 'config.os-features.is-string-array',
    title: 'writes os.features of the configuration as an array of strings',
    section: 'properties',
    at: {
      '1.1': must('config.md#119!'),
      dev: must('config.md#119!'),
    },
  },
  {
    id: 'config.os-features.windows',
    title: 'names only win32k as a feature of windows in the configuration',
    section: 'properties',
    at: {
      '1.1': should('config.md#122:1'),
      dev: should('config.md#122:1'),
    },
    buildsOn: ['config.os-features.is-string-array'],
    ruling: 'The sentence speaks of image indexes, in the text on configurations; read as meant for these.',
  },
  {
    id: 'config.variant.is-string',
    title: 'writes the variant of the configuration as a string',
    section: 'properties',
    at: {
      '1.1': must('config.md#126!'),
      dev: must('config.md#126!'),
    },
  },
  {
    id: 'config.variant.listed',
    title: 'uses a variant in the configuration that the table of variants has',
    section: 'properties',
    at: {
      '1.1': should('config.md#129:1'),
      dev: should('config.md#129:1'),
    },
    buildsOn: ['config.variant.is-string'],
    ruling:
      'Rows that end in an ellipsis stand for the values of the Go variable they name. Architectures without a row are free.',
  },
  {
    id: 'config.config.is-object',
    title: 'writes the execution parameters as an object',
    section: 'properties',
    at: {
      '1.0': must('config.md#113!'),
      '1.1': must('config.md#131!'),
      dev: must('config.md#131!'),
    },
  },
  {
    id: 'config.user.is-string',
    title: 'writes User as a string',
    section: 'properties',
    at: {
      '1.0': must('config.md#118!'),
      '1.1': must('config.md#136!'),
      dev: must('config.md#136!'),
    },
  },
  {
    id: 'config.user.form',
    title: 'writes User as a user, with a group after a colon at most',
    section: 'properties',
    at: {
      '1.0': should('config.md#122!'),
      '1.1': should('config.md#140!'),
      dev: should('config.md#140!'),
    },
    buildsOn: ['config.user.is-string'],
    ruling:
      'The forms that are valid on Linux are listed without a key word: another form warns. Not judged for other operating systems.',
  },
  {
    id: 'config.exposed-ports.is-set',
    title: 'maps each of ExposedPorts to an empty object',
    section: 'properties',
    at: {
      '1.0': must('config.md#125!', 'config.md#131!'),
      '1.1': must('config.md#144!', 'config.md#150!'),
      dev: must('config.md#144!', 'config.md#150!'),
    },
    field: 'Go clients fail to decode an array of ports, which is how many people expect it.',
  },
  {
    id: 'config.exposed-ports.form',
    title: 'names ports as a number with tcp or udp at most',
    section: 'properties',
    at: {
      '1.0': should('config.md#128!'),
      '1.1': should('config.md#147!'),
      dev: should('config.md#147!'),
    },
    buildsOn: ['config.exposed-ports.is-set'],
    ruling: 'The text says that keys can be of that form: another one warns.',
  },
  {
    id: 'config.env.is-string-array',
    title: 'writes Env as an array of strings',
    section: 'properties',
    at: {
      '1.0': must('config.md#133!'),
      '1.1': must('config.md#152!'),
      dev: must('config.md#152!'),
    },
  },
  {
    id: 'config.env.form',
    title: 'writes each of Env as a name, an equals sign and a value',
    section: 'properties',
    at: {
      '1.0': must('config.md#135!'),
      '1.1': must('config.md#154!'),
      dev: must('config.md#154!'),
    },
    buildsOn: ['config.env.is-string-array'],
    ruling:
      'The form is stated, without a key word; an entry without a name or without = is no variable: fails. An empty value passes.',
    field: 'Runtimes refuse to start, or pass a variable without a name.',
  },
  {
    id: 'config.entrypoint.is-string-array',
    title: 'writes Entrypoint as an array of strings',
    section: 'properties',
    at: {
      '1.0': must('config.md#138!'),
      '1.1': must('config.md#157!'),
      dev: must('config.md#157!'),
    },
    field: 'A shell line in one string is the usual mistake; clients fail to decode it.',
  },
  {
    id: 'config.cmd.is-string-array',
    title: 'writes Cmd as an array of strings',
    section: 'properties',
    at: {
      '1.0': must('config.md#143!'),
      '1.1': must('config.md#162!'),
      dev: must('config.md#162!'),
    },
    field: 'A shell line in one string is the usual mistake; clients fail to decode it.',
  },
  {
    id: 'config.volumes.is-set',
    title: 'maps each of Volumes to an empty object',
    section: 'properties',
    at: {
      '1.0': must('config.md#149!', 'config.md#152!'),
      '1.1': must('config.md#168!', 'config.md#171!'),
      dev: must('config.md#168!', 'config.md#171!'),
    },
  },
  {
    id: 'config.working-dir.is-string',
    title: 'writes WorkingDir as a string',
    section: 'properties',
    at: {
      '1.0': must('config.md#154!'),
      '1.1': must('config.md#173!'),
      dev: must('config.md#173!'),
    },
  },
  {
    id: 'config.stop-signal.is-string',
    title: 'writes StopSignal as a string',
    section: 'properties',
    at: {
      '1.0': must('config.md#164!'),
      '1.1': must('config.md#183!'),
      dev: must('config.md#183!'),
    },
  },
  {
    id: 'config.stop-signal.form',
    title: 'names the stop signal as SIGNAME',
    section: 'properties',
    at: {
      '1.0': should('config.md#166!'),
      '1.1': should('config.md#185!'),
      dev: should('config.md#185!'),
    },
    buildsOn: ['config.stop-signal.is-string'],
    ruling:
      'The text says that it can be a name; a number passes too, as runtimes take it. Any other form warns.',
  },
  {
    id: 'config.args-escaped.is-boolean',
    title: 'writes ArgsEscaped as a boolean',
    section: 'properties',
    at: {
      '1.1': must('config.md#187!'),
      dev: must('config.md#187!'),
    },
  },
  {
    id: 'config.args-escaped.unused',
    title: 'does without the deprecated ArgsEscaped',
    section: 'properties',
    at: {
      '1.1': should('config.md#189!'),
      dev: should('config.md#189!'),
    },
    buildsOn: ['config.args-escaped.is-boolean'],
    ruling: 'Deprecated and meant for Windows images of old: true warns, false passes.',
  },
  {
    id: 'config.memory.is-integer',
    title: 'writes the reserved Memory as an integer',
    section: 'properties',
    at: {
      '1.1': must('config.md#194!'),
      dev: must('config.md#194!'),
    },
  },
  {
    id: 'config.memory-swap.is-integer',
    title: 'writes the reserved MemorySwap as an integer',
    section: 'properties',
    at: {
      '1.1': must('config.md#198!'),
      dev: must('config.md#198!'),
    },
  },
  {
    id: 'config.cpu-shares.is-integer',
    title: 'writes the reserved CpuShares as an integer',
    section: 'properties',
    at: {
      '1.1': must('config.md#202!'),
      dev: must('config.md#202!'),
    },
  },
  {
    id: 'config.healthcheck.is-object',
    title: 'writes the reserved Healthcheck as an object',
    section: 'properties',
    at: {
      '1.1': must('config.md#206!'),
      dev: must('config.md#206!'),
    },
  },
  {
    id: 'config.rootfs.exists',
    title: 'has rootfs in the configuration',
    section: 'properties',
    at: {
      '1.0': must('config.md#168'),
      '1.1': must('config.md#210'),
      dev: must('config.md#210'),
    },
    buildsOn: ['config.is-object'],
  },
  {
    id: 'config.rootfs.is-object',
    title: 'writes rootfs as an object',
    section: 'properties',
    at: {
      '1.0': must('config.md#168'),
      '1.1': must('config.md#210'),
      dev: must('config.md#210'),
    },
    buildsOn: ['config.rootfs.exists'],
  },
  {
    id: 'config.rootfs.type.exists',
    title: 'names the type of rootfs',
    section: 'properties',
    at: {
      '1.0': must('config.md#173'),
      '1.1': must('config.md#215'),
      dev: must('config.md#215'),
    },
    buildsOn: ['config.rootfs.is-object'],
  },
  {
    id: 'config.rootfs.type.is-layers',
    title: 'sets the type of rootfs to layers',
    section: 'properties',
    at: {
      '1.0': must('config.md#175'),
      '1.1': must('config.md#217'),
      dev: must('config.md#217'),
    },
    buildsOn: ['config.rootfs.type.exists'],
    field: 'Implementations have to refuse any other value.',
  },
  {
    id: 'config.rootfs.diff-ids.exists',
    title: 'lists the DiffIDs in rootfs',
    section: 'properties',
    at: {
      '1.0': must('config.md#178'),
      '1.1': must('config.md#220'),
      dev: must('config.md#220'),
    },
    buildsOn: ['config.rootfs.is-object'],
  },
  {
    id: 'config.rootfs.diff-ids.is-string-array',
    title: 'writes diff_ids as an array of strings',
    section: 'properties',
    at: {
      '1.0': must('config.md#178'),
      '1.1': must('config.md#220'),
      dev: must('config.md#220'),
    },
    buildsOn: ['config.rootfs.diff-ids.exists'],
  },
  {
    id: 'config.rootfs.diff-ids.digests',
    title: 'writes each DiffID as a digest',
    section: 'layer-diffid',
    at: {
      '1.0': must('config.md#28!'),
      '1.1': must('config.md#28!'),
      dev: must('config.md#28!'),
    },
    buildsOn: ['config.rootfs.diff-ids.is-string-array'],
  },
  {
    id: 'config.rootfs.diff-ids.count',
    title: 'lists as many DiffIDs as the manifest has layers',
    section: 'properties',
    at: {
      '1.0': must('config.md#180!'),
      '1.1': must('config.md#222!'),
      dev: must('config.md#222!'),
    },
    buildsOn: ['config.rootfs.diff-ids.is-string-array', 'manifest.layers.is-array'],
    ruling:
      'No one sentence says so, but each layer has its DiffID and each DiffID its layer: for the image configuration a difference fails.',
    field: 'Clients refuse to unpack: the numbers of layers and DiffIDs differ.',
  },
  {
    id: 'config.rootfs.diff-ids.match',
    title: 'lists the digests of its uncompressed layers as DiffIDs',
    section: 'layer-diffid',
    at: {
      '1.0': must('config.md#28!', 'config.md#180!'),
      '1.1': must('config.md#28!', 'config.md#222!'),
      dev: must('config.md#28!', 'config.md#222!'),
    },
    buildsOn: [
      'config.rootfs.diff-ids.digests',
      'config.rootfs.diff-ids.count',
      'content.digest.matches',
      'layer.compression.gzip',
      'layer.compression.zstd',
    ],
    ruling:
      'Layers whose blob is missing are passed over. The same DiffIDs in another order are told by manifest.layers.stack-order.',
    field:
      'Builders have listed the digest of the compressed blob; clients refuse the layer after unpacking it.',
  },
  {
    id: 'config.history.is-object-array',
    title: 'writes history as an array of objects',
    section: 'properties',
    at: {
      '1.0': must('config.md#182!'),
      '1.1': must('config.md#224!'),
      dev: must('config.md#224!'),
    },
  },
  {
    id: 'config.history.created.rfc3339',
    title: 'writes created in history as an RFC 3339 date and time',
    section: 'properties',
    at: {
      '1.0': must('config.md#190!'),
      '1.1': must('config.md#232!'),
      dev: must('config.md#232!'),
    },
    buildsOn: ['config.history.is-object-array'],
    field: 'Go clients fail to decode the whole configuration over a date of another form.',
  },
  {
    id: 'config.history.author.is-string',
    title: 'writes author in history as a string',
    section: 'properties',
    at: {
      '1.0': must('config.md#192!'),
      '1.1': must('config.md#234!'),
      dev: must('config.md#234!'),
    },
    buildsOn: ['config.history.is-object-array'],
  },
  {
    id: 'config.history.created-by.is-string',
    title: 'writes created_by in history as a string',
    section: 'properties',
    at: {
      '1.0': must('config.md#196!'),
      '1.1': must('config.md#238!'),
      dev: must('config.md#238!'),
    },
    buildsOn: ['config.history.is-object-array'],
  },
  {
    id: 'config.history.comment.is-string',
    title: 'writes comment in history as a string',
    section: 'properties',
    at: {
      '1.0': must('config.md#200!'),
      '1.1': must('config.md#242!'),
      dev: must('config.md#242!'),
    },
    buildsOn: ['config.history.is-object-array'],
  },
  {
    id: 'config.history.empty-layer.is-boolean',
    title: 'writes empty_layer in history as a boolean',
    section: 'properties',
    at: {
      '1.0': must('config.md#204!'),
      '1.1': must('config.md#246!'),
      dev: must('config.md#246!'),
    },
    buildsOn: ['config.history.is-object-array'],
  },
  {
    id: 'config.history.count',
    title: 'has an entry in history for each layer where it has a history',
    section: 'properties',
    at: {
      '1.0': should('config.md#184!', 'config.md#207!'),
      '1.1': should('config.md#226!', 'config.md#249!'),
      dev: should('config.md#226!', 'config.md#249!'),
    },
    buildsOn: ['config.history.is-object-array', 'config.rootfs.diff-ids.is-string-array'],
    ruling:
      'Stated without a key word, and a valid example of the schema breaks it: entries that are not marked empty_layer and differ in number from diff_ids warn.',
    field: 'Tools that pair the two attribute layers to the wrong commands, or stop.',
  },
]
