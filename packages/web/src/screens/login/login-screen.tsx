import { useQueryClient } from '@tanstack/react-query';
import { apiPaths } from '@vitalfew/contract';
import { type FormEvent, type ReactNode, useState } from 'react';
import { post } from '../../api/client.ts';

export function LoginScreen(): ReactNode {
  const queries = useQueryClient();
  const [problem, setProblem] = useState('');
  const login = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    post(apiPaths.login, { username: form.get('username'), password: form.get('password') }).then(
      () => queries.invalidateQueries(),
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <main style={{ display: 'grid', placeItems: 'center', height: '100%' }}>
      <form className="panel" style={{ width: 320, padding: 24, display: 'grid', gap: 12 }} onSubmit={login}>
        <h1 style={{ display: 'flex', gap: 10, alignItems: 'center' }}>
          <img src="/mark.svg" alt="" width="28" height="28" /> Vitalfew
        </h1>
        <label>
          User
          <input
            className="input"
            name="username"
            autoComplete="username"
            required
            style={{ width: '100%' }}
          />
        </label>
        <label>
          Password
          <input
            className="input"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            style={{ width: '100%' }}
          />
        </label>
        {problem !== '' && (
          <p className="bad" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="button" style={{ justifyContent: 'center' }}>
          Log in
        </button>
      </form>
    </main>
  );
}
