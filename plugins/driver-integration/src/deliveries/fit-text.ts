/** Characters that the contract rejects: NUL and lone surrogates, for example after truncation. */
const INVALID_CHARACTERS = /[\u0000\p{Cs}]/gu;

/**
 * Converts free text for a message: trims it, truncates it and removes invalid characters. Returns undefined if it is empty.
 *
 * @param maxLength in UTF-16 code units
 */
export function fitText(value: string | null | undefined, maxLength: number): string | undefined {
  return value?.trim().slice(0, maxLength).replace(INVALID_CHARACTERS, '').trim() || undefined;
}
