/** A phone number as a link that calls it. */
export function Phone({ number }: Readonly<{ number: string }>) {
  return (
    <a className="underline underline-offset-2" href={`tel:${number.replace(/\s/g, '')}`}>
      {number}
    </a>
  );
}
