import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived } from '../../../src/engine/requirement.ts'

/** What keeps an image from being turned into a runtime configuration, as far as it shows in the image (conversion.md). */
export const requirements = defineRequirements([
  {
    id: 'conversion.user.resolves',
    title: 'specifies a user that exists in its filesystem',
    section: 'configuser',
    at: {
      '1.0': derived('SHOULD', 'conversion.md#79'),
      '1.1': derived('SHOULD', 'conversion.md#86'),
      dev: derived('SHOULD', 'conversion.md#86'),
    },
    reasoning: 'A converter must return an error if the user does not exist, so such an image cannot be run.',
    dependsOn: ['config.user.is-string'],
    ruling:
      'The requirement to return an error binds converters, so a name that /etc/passwd or /etc/group of the layers does not have warns. Numbers are copied and pass without an entry.',
    impact: 'The container does not start: unable to find user.',
  },
  {
    id: 'conversion.args.startable',
    title: 'specifies a program that can be started',
    section: 'verbatim-fields',
    at: {
      '1.0': derived('SHOULD', 'conversion.md#35'),
      '1.1': derived('SHOULD', 'conversion.md#32'),
      dev: derived('SHOULD', 'conversion.md#32'),
    },
    reasoning:
      'Both fields are copied to the arguments of the process, which cannot be started without a valid program.',
    dependsOn: [
      'config.entrypoint.is-string-array',
      'config.cmd.is-string-array',
      'config.env.is-string-array',
    ],
    ruling:
      'Entrypoint and Cmd are copied to process.args, and Env to process.env, which end up as texts without NUL: an empty name of a program, or a NUL, warns. No program at all is a note, since the command that runs the image may name one.',
    impact: 'The container does not start, with an error message from the kernel.',
  },
  {
    id: 'conversion.working-dir.absolute',
    title: 'specifies an absolute working directory',
    section: 'verbatim-fields',
    at: {
      '1.0': derived('SHOULD', 'conversion.md#33'),
      '1.1': derived('SHOULD', 'conversion.md#30'),
      dev: derived('SHOULD', 'conversion.md#30'),
    },
    reasoning:
      'The field is copied to the working directory of the process, which the runtime specification requires to be absolute.',
    dependsOn: ['config.working-dir.is-string'],
    ruling:
      'WorkingDir is copied to process.cwd, which the runtime specification requires to be absolute; this text does not state it: a relative path warns, an empty one passes.',
  },
  {
    id: 'conversion.volumes.absolute',
    title: 'specifies absolute paths as volumes',
    section: 'optional-fields',
    at: {
      '1.0': derived('SHOULD', 'conversion.md#94'),
      '1.1': derived('SHOULD', 'conversion.md#101'),
      dev: derived('SHOULD', 'conversion.md#101'),
    },
    reasoning:
      'The field becomes the destination of a mount, which the runtime specification requires to be absolute.',
    dependsOn: ['config.volumes.is-set'],
    ruling:
      'A volume becomes the destination of a mount, which the runtime specification requires to be absolute; this text does not state it: a relative path warns.',
  },
])
