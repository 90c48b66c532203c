import { must, should, type Requirement } from '../../../../src/engine/requirement.ts'

/** The execution parameters of a configuration (config.md, below config). */
export const execution: readonly Requirement[] = [
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
]
