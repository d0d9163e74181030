/** Returns the form values without empty fields, so that an update leaves those unchanged. No load capacity is no limit. */
export function withoutEmptyFields<Input extends object>(input: Input): Input {
  return Object.fromEntries(
    Object.entries(input).filter(
      ([name, value]) => name === 'loadCapacityGrams' || (value !== '' && value !== null),
    ),
  ) as Input;
}
