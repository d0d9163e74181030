import { createHash } from 'node:crypto';

/** SHA-256 of a message's contents, independent of the order of its fields. */
export function fingerprint(contents: unknown): string {
  return createHash('sha256').update(canonical(contents)).digest('hex');
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  const fields = value as Record<string, unknown>;
  let text = '';
  for (const name of Object.keys(fields).sort()) {
    if (fields[name] !== undefined) {
      text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(fields[name])}`;
    }
  }
  return `{${text}}`;
}
