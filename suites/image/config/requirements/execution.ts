import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived } from '../../../../src/engine/requirement.ts'
import { declaredSet, declaredType } from '../../reasoning.ts'

/** The execution parameters of a configuration (config.md, below config). */
export const execution = defineRequirements([
  {
    id: 'config.config.is-object',
    title: 'has an object as execution parameters',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#113'),
      '1.1': derived('MUST', 'config.md#131'),
      dev: derived('MUST', 'config.md#131'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.user.is-string',
    title: 'has a string as User',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#118'),
      '1.1': derived('MUST', 'config.md#136'),
      dev: derived('MUST', 'config.md#136'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.user.form',
    title: 'specifies User as a user, optionally with a group after a colon',
    section: 'properties',
    at: {
      '1.0': derived('SHOULD', 'config.md#122'),
      '1.1': derived('SHOULD', 'config.md#140'),
      dev: derived('SHOULD', 'config.md#140'),
    },
    reasoning: 'The valid forms for Linux are listed, without a keyword.',
    dependsOn: ['config.user.is-string'],
    ruling:
      'The forms that are valid on Linux are listed without a keyword: another form warns, and so does a number that is negative or has more than 32 bits, which no user of Linux has. Not judged for other operating systems.',
    impact: 'Runtimes refuse to start the container, or run it as another user.',
  },
  {
    id: 'config.exposed-ports.is-set',
    title: 'maps each key of ExposedPorts to an empty object',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#125', 'config.md#131'),
      '1.1': derived('MUST', 'config.md#144', 'config.md#150'),
      dev: derived('MUST', 'config.md#144', 'config.md#150'),
    },
    reasoning: declaredSet,
    impact: 'Go clients fail to decode an array of ports, which is how many people expect it.',
  },
  {
    id: 'config.exposed-ports.form',
    title: 'specifies ports as a number up to 65535, optionally with tcp or udp',
    section: 'properties',
    at: {
      '1.0': derived('SHOULD', 'config.md#128'),
      '1.1': derived('SHOULD', 'config.md#147'),
      dev: derived('SHOULD', 'config.md#147'),
    },
    reasoning: 'The text describes the form that keys can have, without a keyword.',
    dependsOn: ['config.exposed-ports.is-set'],
    ruling:
      'The text states that keys can be of that form: another one warns, and so does a number beyond 65535, which is not a port.',
  },
  {
    id: 'config.env.is-string-array',
    title: 'has an array of strings as Env',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#133'),
      '1.1': derived('MUST', 'config.md#152'),
      dev: derived('MUST', 'config.md#152'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.env.form',
    title: 'specifies each entry of Env as name=value',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#135'),
      '1.1': derived('MUST', 'config.md#154'),
      dev: derived('MUST', 'config.md#154'),
    },
    reasoning:
      'Entries are defined as a name, an equals sign and a value, and an entry of another form is not an environment variable.',
    dependsOn: ['config.env.is-string-array'],
    ruling:
      'The form is stated, without a keyword; an entry without a name or without = is not a variable and fails. An empty value passes.',
    impact: 'Runtimes refuse to start, or pass a variable without a name.',
  },
  {
    id: 'config.entrypoint.is-string-array',
    title: 'has an array of strings as Entrypoint',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#138'),
      '1.1': derived('MUST', 'config.md#157'),
      dev: derived('MUST', 'config.md#157'),
    },
    reasoning: declaredType,
    impact: 'A shell line in one string is the usual mistake; clients fail to decode it.',
  },
  {
    id: 'config.cmd.is-string-array',
    title: 'has an array of strings as Cmd',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#143'),
      '1.1': derived('MUST', 'config.md#162'),
      dev: derived('MUST', 'config.md#162'),
    },
    reasoning: declaredType,
    impact: 'A shell line in one string is the usual mistake; clients fail to decode it.',
  },
  {
    id: 'config.volumes.is-set',
    title: 'maps each key of Volumes to an empty object',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#149', 'config.md#152'),
      '1.1': derived('MUST', 'config.md#168', 'config.md#171'),
      dev: derived('MUST', 'config.md#168', 'config.md#171'),
    },
    reasoning: declaredSet,
  },
  {
    id: 'config.working-dir.is-string',
    title: 'has a string as WorkingDir',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#154'),
      '1.1': derived('MUST', 'config.md#173'),
      dev: derived('MUST', 'config.md#173'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.stop-signal.is-string',
    title: 'has a string as StopSignal',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#164'),
      '1.1': derived('MUST', 'config.md#183'),
      dev: derived('MUST', 'config.md#183'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.stop-signal.form',
    title: 'specifies the stop signal as a signal name',
    section: 'properties',
    at: {
      '1.0': derived('SHOULD', 'config.md#166'),
      '1.1': derived('SHOULD', 'config.md#185'),
      dev: derived('SHOULD', 'config.md#185'),
    },
    reasoning: 'The text describes the form that a signal can have, without a keyword.',
    dependsOn: ['config.stop-signal.is-string'],
    ruling:
      'The text states that it can be a name; a number passes too, as runtimes take it. Any other form warns.',
  },
  {
    id: 'config.args-escaped.is-boolean',
    title: 'has a boolean as ArgsEscaped',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'config.md#187'),
      dev: derived('MUST', 'config.md#187'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.args-escaped.unused',
    title: 'does not use the deprecated ArgsEscaped',
    section: 'properties',
    at: {
      '1.1': derived('SHOULD', 'config.md#189'),
      dev: derived('SHOULD', 'config.md#189'),
    },
    reasoning: 'The text advises against the property in lower case, which is not a keyword.',
    dependsOn: ['config.args-escaped.is-boolean'],
    ruling: 'Deprecated and meant for old Windows images: true warns, false passes.',
  },
  {
    id: 'config.memory.is-integer',
    title: 'has an integer as the reserved Memory',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'config.md#194'),
      dev: derived('MUST', 'config.md#194'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.memory-swap.is-integer',
    title: 'has an integer as the reserved MemorySwap',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'config.md#198'),
      dev: derived('MUST', 'config.md#198'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.cpu-shares.is-integer',
    title: 'has an integer as the reserved CpuShares',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'config.md#202'),
      dev: derived('MUST', 'config.md#202'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.healthcheck.is-object',
    title: 'has an object as the reserved Healthcheck',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'config.md#206'),
      dev: derived('MUST', 'config.md#206'),
    },
    reasoning: declaredType,
  },
])
