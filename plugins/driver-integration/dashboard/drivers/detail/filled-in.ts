/** A form's values without the fields that were left empty, which stay as they are. */
export function filledIn<Input extends object>(input: Input): Input {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== '' && value !== null),
  ) as Input;
}
