import { Alert, AlertDescription } from '@vendure/dashboard';

/** Says why something can't be shown. */
export function Problem({ error }: Readonly<{ error: Error }>) {
  return (
    <Alert variant="destructive">
      <AlertDescription>{error.message}</AlertDescription>
    </Alert>
  );
}
