import { Input } from '@vendure/dashboard';
import { type ComponentProps, useState } from 'react';
import { parseTags } from './parse-tags';

interface TagsInputProps extends Omit<ComponentProps<typeof Input>, 'value' | 'onChange'> {
  value: readonly string[];
  onChange: (tags: string[]) => void;
}

/** A text field for tags. Keeps what is typed as long as it has the same tags. */
export function TagsInput({ value, onChange, ...props }: Readonly<TagsInputProps>) {
  const [text, setText] = useState('');
  const typed = parseTags(text).join(', ');
  const current = value.join(', ');
  return (
    <Input
      {...props}
      value={typed === current ? text : current}
      onChange={({ target }) => {
        setText(target.value);
        onChange(parseTags(target.value));
      }}
      autoComplete="off"
    />
  );
}
