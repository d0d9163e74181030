import { types } from 'node:util';

/**
 * The fields of an error for log lines: name, message, code and cause. Omits all other fields, as errors of database drivers
 * and HTTP clients can contain connection strings, headers and bodies.
 */
export function describeError(error: unknown): Record<string, unknown> {
  // Not instanceof: errors of Node.js can come from another realm.
  if (!types.isNativeError(error)) {
    return { message: String(error) };
  }
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: withoutCredentials(error.message),
    ...(code === undefined ? {} : { code }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function withoutCredentials(text: string): string {
  return text.replace(/(\w+:\/\/)[^@\s/]+@/g, '$1***@').replace(/whsec_[\w+/=]+/g, 'whsec_***');
}
