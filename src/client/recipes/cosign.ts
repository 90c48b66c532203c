import type { Recipe } from '../recipe.ts'

const plain = '--allow-http-registry'

export const cosign: Recipe = {
  name: 'cosign',
  title: 'cosign',
  version: 'cosign version',
  operations: {
    pull: `cosign save ${plain} --dir {layout} {ref}`,
    tls: 'cosign save --dir {layout} {ref}',
    copy: `cosign copy ${plain} {ref} {ref2}`,
    referrers: `cosign tree ${plain} {name}@{digest}`,
    attach: {
      prepare: ['cosign generate-key-pair'],
      command: `cosign sign ${plain} --key cosign.key --new-bundle-format --use-signing-config=false --tlog-upload=false --yes {ref}`,
    },
  },
  // Of the key pair that is made for one signature.
  environment: { COSIGN_PASSWORD: 'none' },
  remarks: ['attaches a signature, not the files: `cosign attach` is deprecated'],
}
