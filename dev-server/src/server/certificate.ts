import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Validity of a certificate, which iOS limits to 825 days. */
const VALID_DAYS = 365;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Type of an IP address in the alternative names of a certificate (RFC 5280, section 4.2.1.6). */
const IP_ADDRESS = 7;

export interface Certificate {
  /** PEM. */
  key: string;
  /** PEM. */
  cert: string;
}

/**
 * Returns a self-signed certificate for an IP address. Uses the one of an earlier start if it is valid for another day, so that
 * a phone has to accept it only once.
 *
 * @param directory where the certificate is stored
 */
export async function certificateFor(address: string, directory: string): Promise<Certificate> {
  const [keyFile, certFile] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
  if (existsSync(keyFile) && existsSync(certFile)) {
    const stored = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
    const certificate = new X509Certificate(stored.cert);
    if (certificate.checkIP(address) && Date.parse(certificate.validTo) > Date.now() + DAY_MS) {
      return stored;
    }
  }
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Driver Dispatch demo' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + VALID_DAYS * DAY_MS),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: IP_ADDRESS, ip: address }] }],
  });
  mkdirSync(directory, { recursive: true });
  writeFileSync(keyFile, key, { mode: 0o600 });
  writeFileSync(certFile, cert);
  return { key, cert };
}
