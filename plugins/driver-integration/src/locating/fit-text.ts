/** NUL, and halves of a character that the cut has parted: what the contract does not take for text. */
const NO_TEXT = /[\u0000\p{Cs}]/gu;

/**
 * Text of a person as a message can carry it: trimmed, cut to the length; undefined when nothing is left.
 *
 * @param maxLength in UTF-16 code units, as the contract counts
 */
export function fitText(value: string | null | undefined, maxLength: number): string | undefined {
  return value?.trim().slice(0, maxLength).replace(NO_TEXT, '').trim() || undefined;
}
