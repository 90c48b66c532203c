import { defineSuite, defineTest, holds, must, violated, type ImageContext } from 'oci-assay'

const text = { label: '2026', revision: '2026', url: 'https://wiki.example/images' }

/** Rules for our images, evaluated like those of the specification. */
export default defineSuite<ImageContext>({
  name: 'image-rules',
  title: 'Rules for our images',
  of: 'image',
  // The files of layers that the tests look at: paths and globs.
  reads: ['/usr/local/bin/**'],
  specification: {
    name: 'image-rules',
    title: 'Rules for our images',
    file: 'images.md',
    versions: { '1.0': text, '1.1': text, dev: text },
  },
  requirements: [
    {
      id: 'rules.programs-of-root',
      title: 'has programs that only root can change',
      section: 'programs',
      at: { '1.1': must(12) }, // line 12 of images.md, where reports link to
      impact: 'A process that was taken over replaces the program.',
    },
  ],
  tests: [
    defineTest({
      id: 'rules.programs',
      title: 'looks at the programs of each platform',
      evaluates: ['rules.programs-of-root'],
      async run(t) {
        const { platforms } = await t.image()
        for (const { platform, files } of platforms) {
          const merged = files()
          if ('unread' in merged) return t.unevaluated('rules.programs-of-root', merged.unread)
          for (const file of merged.all()) {
            if (file.type !== 'file' || !file.path.startsWith('usr/local/bin/')) continue
            const isSafe = file.uid === 0 && (file.mode & 0o022) === 0
            const seen = `mode ${file.mode.toString(8)}, owner ${file.uid}, on ${platform}`
            t.check(
              'rules.programs-of-root',
              isSafe
                ? holds()
                : violated(`has /${file.path} that others can change`, 'mode 755, owner 0', seen),
              { kind: 'content', source: file.layer.digest, pointer: file.name },
            )
          }
        }
        t.check('rules.programs-of-root', holds())
      },
    }),
  ],
})
