import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';

/** Shows an answer when it is there, a refusal with a retry when there is none, and little in between. */
export function Answered<Answer>(props: {
  readonly of: UseQueryResult<Answer>;
  readonly children: (answer: Answer) => ReactNode;
}): ReactNode {
  const { of, children } = props;
  return (
    <>
      {of.error && <Failure message={of.error.message} onRetry={() => void of.refetch()} />}
      {of.data !== undefined ? children(of.data) : !of.error && <Loading />}
    </>
  );
}

export function Failure({
  message,
  onRetry,
}: {
  readonly message: string;
  readonly onRetry: () => void;
}): ReactNode {
  return (
    <div className="failure" role="alert">
      <span>{message}</span>
      <button type="button" className="button" onClick={onRetry}>
        Ask again
      </button>
    </div>
  );
}

const PATIENCE_MS = 300;

/** Nothing at first: most answers are there before a sign of waiting could be seen. */
function Loading(): ReactNode {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late ? <div className="loading" role="progressbar" aria-label="Loading" /> : null;
}
