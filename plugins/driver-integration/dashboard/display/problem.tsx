import { Alert, AlertDescription } from '@vendure/dashboard';
import { useServerText } from '../words/use-server-text';

/** Error message of a failed query. */
export function Problem({ error }: Readonly<{ error: Error }>) {
  const translate = useServerText();
  return (
    <Alert variant="destructive">
      <AlertDescription>{translate(error.message)}</AlertDescription>
    </Alert>
  );
}
