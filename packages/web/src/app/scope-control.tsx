import { apiPaths, type ServicesAnswer } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { useScope, useSetSearch } from './use-scope.ts';

/** Whose data the page shows: service, environment, version. Only what can be chosen is offered. */
export function ScopeControl({ withService }: { readonly withService: boolean }): ReactNode {
  const scope = useScope();
  const setSearch = useSetSearch();
  const { data } = useAnswer<ServicesAnswer>(
    apiPaths.services,
    { from: 'now-7d', to: 'now' },
    { everyMs: 60_000 },
  );
  const services = data?.services ?? [];
  const chosen = services.filter((each) => scope.service === undefined || each.service === scope.service);
  const environments = [...new Set(chosen.flatMap((each) => each.environments))].sort();
  const versions = [...new Set(chosen.flatMap((each) => each.versions))].sort();
  return (
    <>
      {withService && (
        <Choice
          label="All services"
          value={scope.service}
          options={services.map((each) => each.service)}
          onChange={(service) => setSearch({ service })}
        />
      )}
      {(environments.length > 1 || scope.environment !== undefined) && (
        <Choice
          label="All environments"
          value={scope.environment}
          options={environments}
          onChange={(environment) => setSearch({ environment })}
        />
      )}
      {(versions.length > 1 || scope.version !== undefined) && (
        <Choice
          label="All versions"
          value={scope.version}
          options={versions}
          onChange={(version) => setSearch({ version })}
        />
      )}
    </>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly string[];
  readonly onChange: (value: string | undefined) => void;
}): ReactNode {
  const options =
    props.value !== undefined && !props.options.includes(props.value)
      ? [props.value, ...props.options]
      : props.options;
  return (
    <select
      className="select wide-only"
      aria-label={props.label}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="">{props.label}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}
