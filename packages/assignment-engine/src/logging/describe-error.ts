import { types } from 'node:util';

/**
 * What a log line may say of an error: its name, message, code and cause. Never its other fields: those of a
 * driver or an HTTP client can hold connection strings, headers and bodies.
 */
export function describeError(error: unknown): Record<string, unknown> {
  // Not instanceof: errors of Node's own can come from another realm.
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
