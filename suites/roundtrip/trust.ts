/**
 * Whether a command failed since it does not accept the certificate of the registry, or the registry not that of the command: this program
 * has accepted it, so that is a matter of configuration.
 */
export const isAboutTrust = (output: string): boolean =>
  /\bx509: |certificate verify failed|remote error: tls: /i.test(output)
