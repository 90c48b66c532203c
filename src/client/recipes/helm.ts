import type { Recipe } from '../recipe.ts'

export const helm: Recipe = {
  name: 'helm',
  title: 'Helm',
  version: 'helm version --short',
  pulls: {
    config: 'application/vnd.cncf.helm.config.v1+json',
    layer: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  },
  login: '--username {username} --password {password}',
  files: {
    'client/Chart.yaml': 'apiVersion: v2\nname: client\nversion: 1.0.0\n',
    'client/values.yaml': 'replicas: 1\n',
  },
  operations: {
    pull: 'helm pull --plain-http --destination {home} {login} oci://{ref}',
    tls: 'helm pull --destination {home} oci://{ref}',
    push: {
      prepare: ['helm package {home}/client --destination {home}'],
      command: 'helm push --plain-http {login} {home}/client-1.0.0.tgz oci://{parent}',
    },
  },
  remarks: ['pulls and pushes charts: what is about images is not evaluated'],
}
