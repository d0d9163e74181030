import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';

interface ScreenFrameProps {
  title: ReactNode;
  children?: ReactNode;
  /** The main action, which stays at the bottom of the window. */
  action?: ReactNode;
}

/** A screen with its heading, which gets the focus so that a screen reader announces the change. */
export function ScreenFrame({ title, children, action }: ScreenFrameProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="screen">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
      {action && <div className="main-action">{action}</div>}
    </div>
  );
}
