import { Alert, AlertDescription } from '@vendure/dashboard';
import { useServerText } from '../words/use-server-text';

/** Says why something can't be shown. */
export function Problem({ error }: Readonly<{ error: Error }>) {
  const textOf = useServerText();
  return (
    <Alert variant="destructive">
      <AlertDescription>{textOf(error.message)}</AlertDescription>
    </Alert>
  );
}
