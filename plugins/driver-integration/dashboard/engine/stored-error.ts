/** An error that the engine stored with an event. `code` is an `ErrorCode` if the error had one. */
export interface StoredError {
  code?: string;
  message: string;
}

export function storedError(stored: string): StoredError {
  try {
    const { code, message } = JSON.parse(stored) as { code?: unknown; message?: unknown };
    return typeof message === 'string'
      ? { message, ...(typeof code === 'string' ? { code } : {}) }
      : { message: stored };
  } catch {
    return { message: stored };
  }
}
