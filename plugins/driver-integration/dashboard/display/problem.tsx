import { Alert, AlertDescription } from '@vendure/dashboard';
import { useErrorText } from '../words/use-problem-text';

/** Error message of a failed query. */
export function Problem({ error }: Readonly<{ error: Error }>) {
  const getErrorText = useErrorText();
  return (
    <Alert variant="destructive">
      <AlertDescription>{getErrorText(error)}</AlertDescription>
    </Alert>
  );
}
