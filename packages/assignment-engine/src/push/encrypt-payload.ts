import { createCipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto';
import { CURVE } from './vapid-key';

/** Keys of a browser's subscription, base64url. */
export interface SubscriptionKeys {
  /** Public key of the browser: an uncompressed point of P-256. */
  p256dh: string;
  /** Authentication secret of the browser: 16 bytes. */
  auth: string;
}

/** Size of a record in bytes. A payload is one record. */
const RECORD_SIZE = 4096;

/** Marks the last record. */
const LAST_RECORD = Buffer.from([2]);

/**
 * Encrypts the payload of a push notification with the content encoding `aes128gcm` (RFC 8291).
 *
 * @param payload at most 3993 bytes
 * @param salt 16 random bytes; a parameter only for test vectors, as is `sender`, a new key pair
 * @throws Error if the public key of the browser is not a point of the curve
 */
export function encryptPayload(
  payload: Buffer,
  { p256dh, auth }: SubscriptionKeys,
  salt: Buffer = randomBytes(16),
  sender: ECDH = newKeyPair(),
): Buffer {
  const receiverKey = Buffer.from(p256dh, 'base64url');
  const senderKey = sender.getPublicKey();
  const shared = sender.computeSecret(receiverKey);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), receiverKey, senderKey]);
  const secret = derive(shared, Buffer.from(auth, 'base64url'), info, 32);
  const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const header = Buffer.alloc(5);
  header.writeUInt32BE(RECORD_SIZE);
  header.writeUInt8(senderKey.length, 4);
  return Buffer.concat([
    salt,
    header,
    senderKey,
    cipher.update(payload),
    cipher.update(LAST_RECORD),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

function newKeyPair(): ECDH {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  return pair;
}

/** HKDF with SHA-256 (RFC 5869). */
function derive(secret: Buffer, salt: Buffer, info: Buffer | string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
}
