/** Returns the form values without empty fields, so that an update leaves those unchanged. */
export function withoutEmptyFields<Input extends object>(input: Input): Input {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== '' && value !== null),
  ) as Input;
}
